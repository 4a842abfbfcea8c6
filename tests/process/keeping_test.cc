// What a node keeps is saved, proved and put back, by the program as an operator uses it.

#include <gmock/gmock.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "tests/process/program.h"
#include "tests/support/shared.h"

namespace hallway::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

bool one_line(const std::string& text) {
  return std::ranges::count(text, '\n') == 1 && text.ends_with('\n');
}

class Keeping : public ::testing::Test {
 protected:
  void SetUp() override {
    town_.init();
    ASSERT_EQ(town_.command({"account", "add", "alice"}).code, 0);
  }

  void post(const std::string& text) const {
    const auto posted = town_.command({"post", "--as", "alice", text});
    ASSERT_EQ(posted.code, 0) << posted.err;
  }
  [[nodiscard]] std::string timeline() const {
    return town_.command({"timeline", "--as", "alice"}).out;
  }
  [[nodiscard]] Outcome run_on(std::vector<std::string> words) const {
    return run(words, town_.variables());
  }
  [[nodiscard]] std::string dir() const { return town_.dir().string(); }
  [[nodiscard]] std::string file() const { return (outside_.path() / "node.backup").string(); }

  // Every `step`th page from the third on: LMDB's own two stay as they are.
  void damage(size_t step, char with) const {
    constexpr size_t kPage = 4096;
    const auto path = town_.dir() / "store" / "data.mdb";
    const auto size = fs::file_size(path);
    std::fstream data(path, std::ios::binary | std::ios::in | std::ios::out);
    for (size_t page = 2; page * kPage < size; page += step) {
      data.seekp(static_cast<std::streamoff>(page * kPage));
      data << std::string(kPage, with);
    }
  }

  const RealNode town_{"127.0.45.1"};
  TempDir outside_;
};

TEST_F(Keeping, ABackupMadeUnderLoadBringsBackTheNode) {
  post("before the backup");
  const auto serving = town_.serve();
  std::atomic<bool> enough = false;
  std::jthread busy([&] {
    while (!enough) post("meanwhile");
  });
  const auto made = run_on({"backup", dir(), file()});
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_TRUE(one_line(made.out)) << made.out;
  EXPECT_EQ(made.err, "") << "no progress where nobody looks";
  EXPECT_EQ(run_on({"verify", dir()}).code, 0) << "of the node that runs";
  enough = true;
  busy.join();
  post("after the backup");
  serving->signal(SIGTERM);
  serving->wait();

  fs::rename(town_.dir(), outside_.path() / "lost");
  const auto restored = run_on({"restore", file(), dir()});
  EXPECT_EQ(restored.code, 0) << restored.err;
  EXPECT_THAT(restored.out, HasSubstr("hallway serve " + dir()));
  const auto good = run_on({"verify", dir()});
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  EXPECT_THAT(good.out, StartsWith(dir() + " is good: "));
  const auto again = town_.serve();
  EXPECT_THAT(timeline(), HasSubstr("before the backup"));
  EXPECT_THAT(timeline(), ::testing::Not(HasSubstr("after the backup")));
  post("and it goes on");
  EXPECT_THAT(timeline(), HasSubstr("and it goes on"));
}

TEST_F(Keeping, NothingIsOverwrittenAndWhatIsRefusedIsSaidInOneLine) {
  ASSERT_EQ(run_on({"backup", dir(), file()}).code, 0);
  const std::string short_file = (outside_.path() / "short").string();
  const auto whole = read_file(file());
  std::ofstream(short_file, std::ios::binary) << whole.substr(0, whole.size() / 2);
  const auto elsewhere = (outside_.path() / "new").string();
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"backup", dir(), file()}, "--replace"},
      {{"backup", elsewhere, file() + "2"}, "holds no store"},
      {{"backup", dir(), (outside_.path() / "no" / "where").string()}, "No such file"},
      {{"restore", file(), dir()}, "is in use"},
      {{"restore", short_file, elsewhere}, "damaged or cut off"},
      {{"restore", dir() + "/hallway.toml", elsewhere}, "no backup"},
      {{"restore", file() + "2", elsewhere}, "there is no file"},
      {{"verify", elsewhere}, "holds no store"}};
  for (const auto& [words, why] : cases) {
    const auto refused = run_on(words);
    EXPECT_EQ(refused.code, 1) << why;
    EXPECT_TRUE(one_line(refused.err)) << refused.err;
    EXPECT_THAT(refused.err, HasSubstr(why));
    EXPECT_EQ(refused.out, "");
    EXPECT_FALSE(fs::exists(elsewhere)) << why;
  }
  EXPECT_EQ(run_on({"backup", dir(), file(), "--replace"}).code, 0);
}

TEST_F(Keeping, DamagedPagesAreFoundAndTheWayBackIsSaid) {
  for (int i = 0; i < 20; ++i) post("number " + std::to_string(i));
  ASSERT_EQ(run_on({"backup", dir(), file()}).code, 0);
  for (const char with : {'\0', '\xff', 'x'}) {
    for (const size_t step : {1U, 3U, 7U}) {
      damage(step, with);
      const auto found = run_on({"verify", dir()});
      EXPECT_EQ(found.code, 1) << step << " " << static_cast<int>(with);
      EXPECT_TRUE(one_line(found.err)) << found.err;
      EXPECT_THAT(found.err, HasSubstr("hallway restore BACKUP " + dir()));
      EXPECT_NE(found.out, "");
      fs::remove_all(dir());
      ASSERT_EQ(run_on({"restore", file(), dir()}).code, 0);
      EXPECT_EQ(run_on({"verify", dir()}).code, 0);
    }
  }
}

TEST_F(Keeping, AStoreThatWasCutOffIsFound) {
  for (int i = 0; i < 20; ++i) post("number " + std::to_string(i));
  for (const uintmax_t pages : {40U, 12U, 3U, 1U}) {
    fs::resize_file(town_.dir() / "store" / "data.mdb", pages * 4096);
    const auto found = run_on({"verify", dir()});
    EXPECT_EQ(found.code, 1) << pages << found.out;
    EXPECT_TRUE(one_line(found.err)) << found.err;
    EXPECT_THAT(found.err, HasSubstr("hallway restore BACKUP"));
  }
}

TEST_F(Keeping, APictureThatIsNotWhatItWasIsFound) {
  fs::create_directory(town_.dir() / "media");
  const auto name = std::string(64, 'a') + ".png";
  std::ofstream(town_.dir() / "media" / name) << "another picture";
  const auto found = run_on({"verify", dir()});
  EXPECT_EQ(found.code, 1);
  EXPECT_THAT(found.out, HasSubstr("media/" + name));
}

}  // namespace
}  // namespace hallway::test
