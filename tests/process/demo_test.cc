// The demo from beginning to end.

#include <gmock/gmock.h>
#include <signal.h>

#include "tests/process/program.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

std::string three_ports() {
  return std::to_string(free_port("127.0.0.1")) + "," + std::to_string(free_port("127.0.0.1")) +
         "," + std::to_string(free_port("127.0.0.1"));
}

bool answers(const std::string& port) {
  return RawConnection(static_cast<uint16_t>(std::stoi(port))).ok();
}

TEST(Demo, ShowsThreeNodesThatTalkAndLeavesNothingBehind) {
  const TempDir temporary;
  const auto ports = three_ports();
  const auto first = ports.substr(0, ports.find(','));
  Program demo({"demo", "--ports", ports}, {{"TMPDIR", temporary.path().string()}});
  ASSERT_TRUE(demo.prints("→", std::chrono::seconds(120))) << demo.out() << demo.err();
  EXPECT_THAT(demo.out(), HasSubstr("http://engineering.localhost:" + first + "/"));
  EXPECT_THAT(demo.out(), HasSubstr("http://engineering.localhost:" + first + "/sign-in/"));
  EXPECT_THAT(demo.out(), HasSubstr("http://acme.localhost:"));
  EXPECT_TRUE(demo.prints("engineering → design", std::chrono::seconds(60))) << demo.out();
  EXPECT_TRUE(demo.prints("shows a picture", std::chrono::seconds(60))) << demo.out();
  EXPECT_TRUE(answers(first));
  demo.signal(SIGINT);
  const auto ended = demo.wait(std::chrono::seconds(60));
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.err, "");
  EXPECT_FALSE(answers(first));
  EXPECT_TRUE(std::filesystem::is_empty(temporary.path()));
}

TEST(Demo, GoesOnInAFolderThatIsKept) {
  const TempDir folder;
  const auto ports = three_ports();
  const std::vector<std::string> words{"demo",   "--ports", ports, "--data", folder.path().string(),
                                       "--once", "1"};
  const auto first = run(words);
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "design" / "hallway.toml"));
  const auto second = run(words);
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_THAT(second.out, HasSubstr("/sign-in/"));
}

TEST(Demo, SaysWhichPortIsTaken) {
  const RawServer taken([](RawConnection&) {});
  const auto port = std::to_string(taken.port());
  const auto outcome = run({"demo", "--ports",
                            std::to_string(free_port("127.0.0.1")) + "," + port + "," +
                                std::to_string(free_port("127.0.0.1"))});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("port " + port + " is taken"));
  EXPECT_THAT(outcome.err, HasSubstr("--ports"));
  EXPECT_EQ(run({"demo", "--ports", "1,2"}).code, 1);
}

}  // namespace
}  // namespace hallway::test
