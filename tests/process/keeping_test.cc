// What a node keeps is saved, proved and put back, by the program as an operator uses it.

#include <gmock/gmock.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "tests/process/program.h"
#include "tests/support/eventually.h"
#include "tests/support/shared.h"

namespace hallway::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

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
    return town_.command({"timeline", "--as", "alice", "--limit", "1000"}).out;
  }
  [[nodiscard]] Outcome run_on(const std::vector<std::string>& words) const {
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
  std::atomic<int> posted = 0;
  std::jthread busy([&] {
    for (; !enough; ++posted) post("meanwhile");
  });
  Outcome made;
  bool loaded = false;
  for (int tries = 0; tries < 100 && !loaded; ++tries) {
    const int before = posted;
    made = run_on({"backup", dir(), file(), "--replace"});
    ASSERT_EQ(made.code, 0) << made.err;
    loaded = posted > before;
  }
  EXPECT_TRUE(loaded) << "nobody wrote while a backup was made: nothing was tried";
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

TEST_F(Keeping, APictureThatIsNotThereIsFound) {
  using namespace std::string_literals;
  const auto png = outside_.path() / "dot.png";
  std::ofstream(png, std::ios::binary)
      << "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\b\0\0\0\0:~\x9bU"s;
  const auto posted = town_.command({"post", "--as", "alice", "--image", png.string(), "look"});
  ASSERT_EQ(posted.code, 0) << posted.err;
  EXPECT_EQ(run_on({"verify", dir()}).code, 0);
  ASSERT_EQ(fs::remove_all(town_.dir() / "media"), 2U) << "the folder and the picture";
  const auto found = run_on({"verify", dir()});
  EXPECT_EQ(found.code, 1);
  EXPECT_THAT(found.out, HasSubstr(".png is not there"));
  EXPECT_TRUE(one_line(found.out)) << found.out;
}

TEST_F(Keeping, TheLogIsListedExportedAndChecked) {
  const auto serving = town_.serve();
  post("for the record");
  const auto all = run_on({"audit", "list", dir()});
  EXPECT_EQ(all.code, 0) << all.err;
  EXPECT_THAT(all.out, HasSubstr("Create  http://" + town_.domain() + "/users/alice"));
  const auto some = run_on({"audit", "list", dir(), "--actor", "@alice", "--type", "Create",
                            "--since", "2020-01-01", "--json"});
  EXPECT_TRUE(one_line(some.out)) << some.out << some.err;
  EXPECT_THAT(some.out, HasSubstr("\"chain\":\""));
  EXPECT_EQ(run_on({"audit", "list", dir(), "--since", "2999-01-01"}).out, "");

  const auto exported = (outside_.path() / "log.jsonl").string();
  const auto written = run_on({"audit", "export", dir(), exported});
  EXPECT_EQ(written.code, 0) << written.err;
  const auto key = written.out.substr(written.out.rfind("z6Mk"));
  const auto good = run_on({"audit", "verify", exported, "--key", trimmed(key)});
  EXPECT_EQ(good.code, 0) << good.err;
  EXPECT_THAT(town_.get("/actor", "Accept: application/activity+json\r\n").body,
              HasSubstr(trimmed(key)));
  auto forged = read_file(exported);
  forged.replace(forged.find("\"Create\""), 8, "\"Delete\"");
  std::ofstream(exported) << forged;
  const auto bad = run_on({"audit", "verify", exported});
  EXPECT_EQ(bad.code, 1);
  EXPECT_TRUE(one_line(bad.err)) << bad.err;
  EXPECT_THAT(bad.err, HasSubstr("does not follow from the one before"));
}

// An older state of the folder in place of the present one, as after a rollback of a disk.
TEST_F(Keeping, SignedHeadsKeptElsewhereTellOfALogThatLostItsEnd) {
  ASSERT_EQ(run_on({"backup", dir(), file()}).code, 0);
  post("what was said");
  const auto heads = town_.dir() / "audit" / "heads.jsonl";
  {
    const auto serving = town_.serve();
    ASSERT_TRUE(eventually([&] { return !read_file(heads).empty(); }, std::chrono::seconds(30),
                           std::chrono::milliseconds(50)));
    const auto good = run_on({"audit", "verify", dir()});
    EXPECT_EQ(good.code, 0) << good.err;
    EXPECT_THAT(good.out, HasSubstr("1 signed head agrees"));
  }
  const auto kept = outside_.path() / "heads.jsonl";
  fs::copy_file(heads, kept);
  fs::remove_all(dir());
  ASSERT_EQ(run_on({"restore", file(), dir()}).code, 0);
  EXPECT_EQ(run_on({"audit", "verify", dir()}).code, 0) << "by itself it is whole";
  const auto lost = run_on({"audit", "verify", dir(), "--heads", kept.string()});
  EXPECT_EQ(lost.code, 1);
  EXPECT_TRUE(one_line(lost.err)) << lost.err;
  EXPECT_THAT(lost.err, HasSubstr("the end of the log was cut off"));
  EXPECT_EQ(run_on({"audit", "verify", dir(), "--heads", "/nowhere"}).code, 1);
}

TEST_F(Keeping, TheDoctorSaysWhatToDo) {
  const auto stopped = run_on({"doctor", dir()});
  EXPECT_EQ(stopped.code, 0) << stopped.out << stopped.err;
  EXPECT_THAT(stopped.out, HasSubstr("hallway serve " + dir()));
  const auto serving = town_.serve();
  const auto running = run_on({"doctor", dir()});
  EXPECT_EQ(running.code, 0) << running.out << running.err;
  EXPECT_THAT(running.out, HasSubstr("http://" + town_.domain() + " leads here"));
  EXPECT_THAT(town_.command({"status"}).out, HasSubstr("a change is on disk after "));
  fs::permissions(town_.dir(), fs::perms::others_read, fs::perm_options::add);
  const auto open = run_on({"doctor", dir()});
  EXPECT_EQ(open.code, 1);
  EXPECT_TRUE(one_line(open.err)) << open.err;
  EXPECT_THAT(open.out, HasSubstr("-> chmod go-rwx " + dir()));
  EXPECT_EQ(run_on({"doctor", "/nowhere"}).code, 1);
  auto elsewhere = town_.variables();
  elsewhere["HALLWAY_NODE_DOMAIN"] = "other.example";
  EXPECT_THAT(run({"doctor", dir()}, elsewhere).out, HasSubstr("belongs to another address"));
  EXPECT_THAT(run({"audit", "verify", dir()}, elsewhere).err, HasSubstr("does not belong to"));
}

}  // namespace
}  // namespace hallway::test
