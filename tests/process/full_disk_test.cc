// A node whose disk is full. What the process may write to a file stands in for the disk: a write
// that crosses it is cut short, as on a full one, and room can be made while the node runs.

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>

#include "server/demo_picture.h"
#include "storage/values/json.h"
#include "tests/process/fault.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class FullDiskNode : public ::testing::Test {
 protected:
  void SetUp() override {
    town_.init();
    ASSERT_EQ(town_.command({"account", "add", "alice"}).code, 0);
    const auto made = town_.command({"token", "alice", "--scopes", "read write"});
    ASSERT_EQ(made.code, 0) << made.err;
    token_ = made.out.substr(0, made.out.find(0x0a));
  }

  [[nodiscard]] RawAnswer post(const std::string& text) const {
    return town_.post("/api/v1/statuses", "status=" + text,
                      "Authorization: Bearer " + token_ + "\r\n");
  }
  [[nodiscard]] RawAnswer home() const {
    return town_.get("/api/v1/timelines/home?limit=40", "Authorization: Bearer " + token_ + "\r\n");
  }
  static void allow(const Program& node, rlim_t bytes) {
    rlimit most{};
    ASSERT_EQ(::prlimit(node.pid(), RLIMIT_FSIZE, nullptr, &most), 0);
    most.rlim_cur = bytes;
    ASSERT_EQ(::prlimit(node.pid(), RLIMIT_FSIZE, &most, nullptr), 0);
  }
  [[nodiscard]] rlim_t store_size() const {
    return std::filesystem::file_size(town_.dir() / "store" / "data.mdb");
  }

  const RealNode town_{"127.0.46.1"};
  std::string token_;
};

TEST_F(FullDiskNode, RefusesChangesGoesOnReadingAndRecoversByItself) {
  const auto serving = town_.serve();
  ASSERT_EQ(post("before").status, 200);
  allow(*serving, store_size() + 1'000);
  // Until three in a row find no room: what the node did by itself when the first was refused may
  // have wanted more than a post does.
  std::vector<std::string> taken, refused;
  size_t in_a_row = 0;
  for (int n = 0; n < 5'000 && in_a_row < 3; ++n) {
    const auto text = "number " + std::to_string(n) + " " + std::string(400, 'x');
    const auto answer = post(text);
    in_a_row = answer.status == 200 ? 0 : in_a_row + 1;
    (answer.status == 200 ? taken : refused).push_back(text);
    if (answer.status == 200) continue;
    EXPECT_EQ(answer.status, 507) << answer.body;
    EXPECT_THAT(answer.body, HasSubstr("No space left"));
  }
  ASSERT_EQ(in_a_row, 3U) << "what needs as much room finds none either";
  EXPECT_EQ(town_.get("/livez").status, 200);
  EXPECT_EQ(home().status, 200);
  EXPECT_EQ(run({"verify", town_.dir().string()}, town_.variables()).code, 0);

  allow(*serving, RLIM_INFINITY);
  EXPECT_EQ(post("after").status, 200);
  EXPECT_THAT(home().body, HasSubstr("after"));
  const auto shown = home().body;
  for (const auto& text : taken) EXPECT_THAT(shown, HasSubstr(text));
  for (const auto& text : refused) EXPECT_THAT(shown, Not(HasSubstr(text)));
  serving->signal(SIGTERM);
  EXPECT_EQ(serving->wait().code, 0);
  EXPECT_EQ(run({"verify", town_.dir().string()}, town_.variables()).code, 0);
  report_fault("a full disk",
               "changes were answered 507, reads 200, and changes again once there was room");
}

TEST_F(FullDiskNode, RefusesUploadsClearlyKeepsNothingOfThemAndLosesNothing) {
  const auto serving = town_.serve();
  const auto upload = [&](const std::string& bytes) {
    return town_.post(
        "/api/v2/media",
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + bytes +
            "\r\n--edge--\r\n",
        "Authorization: Bearer " + token_ +
            "\r\nContent-Type: multipart/form-data; boundary=edge\r\n");
  };
  const auto files = [&](const char* folder) {
    std::error_code none;
    std::filesystem::recursive_directory_iterator at(town_.dir() / folder, none);
    return std::distance(at, std::filesystem::recursive_directory_iterator());
  };
  const auto picture = demo::draw_picture("hills");
  const auto before = upload(picture);
  ASSERT_EQ(before.status, 200) << before.body;
  const auto kept = files("media");
  ASSERT_EQ(kept, 2);
  // As large as the disk has room for is what changes of the store need; the picture is larger.
  allow(*serving, store_size());
  const auto refused = upload(picture + std::string(store_size(), 'x'));
  EXPECT_EQ(refused.status, 507) << refused.body;
  EXPECT_THAT(refused.body, HasSubstr("\"error\""));
  EXPECT_EQ(files("media"), kept);
  EXPECT_EQ(files("work"), 0);
  EXPECT_EQ(home().status, 200);

  allow(*serving, RLIM_INFINITY);
  EXPECT_EQ(upload(demo::draw_picture("bearing")).status, 200);
  EXPECT_EQ(files("media"), kept + 2);
  const auto uploaded = parse_json(before.body).value_or(Json());
  const std::string id(find_string(uploaded, "id").value_or(""));
  EXPECT_EQ(post("kept&media_ids[]=" + id).status, 200);
  serving->signal(SIGTERM);
  EXPECT_EQ(serving->wait().code, 0);
  EXPECT_EQ(run({"verify", town_.dir().string()}, town_.variables()).code, 0);
  report_fault("uploads to a full disk",
               "answered 507, nothing left of them, what was there stayed");
}

// What this process may write, and so what those that it starts may.
class Allowed {
 public:
  explicit Allowed(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit less = before_;
    less.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &less);
  }
  Allowed(const Allowed&) = delete;
  Allowed& operator=(const Allowed&) = delete;
  ~Allowed() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST_F(FullDiskNode, ABackupAndARestoreThatFindNoRoomSaySoAndLeaveNothing) {
  const TempDir outside;
  const auto file = outside.path() / "node.backup", another = outside.path() / "another.backup";
  const auto elsewhere = outside.path() / "restored";
  ASSERT_EQ(run({"backup", town_.dir().string(), file.string()}, town_.variables()).code, 0);
  Outcome made, restored;
  {
    const Allowed little(20'000);
    made = run({"backup", town_.dir().string(), another.string()}, town_.variables());
    restored = run({"restore", file.string(), elsewhere.string()}, town_.variables());
  }
  EXPECT_EQ(made.code, 1);
  EXPECT_THAT(made.err, HasSubstr("File too large"));
  EXPECT_FALSE(std::filesystem::exists(another));
  EXPECT_FALSE(std::filesystem::exists(another.string() + ".part"));
  EXPECT_EQ(restored.code, 1);
  EXPECT_THAT(restored.err, HasSubstr("File too large"));
  EXPECT_FALSE(std::filesystem::exists(elsewhere));
  report_fault("a backup and a restore without room", "each said so and left nothing");
}

}  // namespace
}  // namespace hallway::test
