// A node as a process: started, asked, commanded, stopped.

#include <gmock/gmock.h>
#include <signal.h>

#include <algorithm>
#include <sstream>
#include <thread>

#include "tests/process/program.h"
#include "tests/support/eventually.h"
#include "tests/support/shared.h"

namespace hallway::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using ::testing::HasSubstr;
using ::testing::Not;

// Each look is a request to a node.
bool comes_true(const std::function<bool()>& test) {
  return eventually(test, std::chrono::seconds(30), milliseconds(50));
}

TEST(Serve, AnswersThenStopsWhenTold) {
  const RealNode town("127.0.42.1");
  town.init();
  for (const int number : {SIGTERM, SIGINT}) {
    const auto node = town.serve();
    EXPECT_EQ(town.get("/livez").status, 200);
    EXPECT_EQ(town.get("/readyz").status, 200);
    node->signal(SIGHUP);
    EXPECT_EQ(town.get("/livez").status, 200) << "SIGHUP ends nothing";
    node->signal(number);
    const auto ended = node->wait(std::chrono::seconds(30));
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("event=node.stopped"));
    EXPECT_FALSE(std::filesystem::exists(town.dir() / "control.sock"));
    EXPECT_EQ(town.get("/livez").status, 0);
  }
}

TEST(Serve, OffersSetupUntilThereIsAnAdministrator) {
  const RealNode town("127.0.42.2");
  town.init();
  std::string link;
  {
    const auto node = town.serve();
    ASSERT_TRUE(node->prints("/setup/"));
    const auto out = node->out();
    const auto at = out.find("http://" + town.domain() + "/setup/");
    ASSERT_NE(at, std::string::npos) << out;
    link = trimmed(out.substr(at));
    EXPECT_THAT(node->err(), Not(HasSubstr(link.substr(link.rfind('/')))));
    const auto path = link.substr(("http://" + town.domain()).size());
    EXPECT_EQ(town.get(path).status, 200);
    const auto made = town.post(path, "name=alice&password=correct+horse+battery");
    EXPECT_EQ(made.status, 303) << made.body;
    EXPECT_EQ(town.get(path).status, 404);
  }
  const auto node = town.serve();
  EXPECT_THAT(node->out(), Not(HasSubstr("/setup/")));
  EXPECT_EQ(town.post("/sign-in", "name=alice&password=correct+horse+battery").status, 303);
}

TEST(Serve, TheSecondOnAFolderIsRefused) {
  const RealNode town("127.0.42.3");
  town.init();
  const auto node = town.serve();
  const auto second = run({"serve", town.dir().string()}, town.variables());
  EXPECT_EQ(second.code, 1);
  EXPECT_THAT(second.err, HasSubstr("another process has"));
  EXPECT_EQ(town.get("/livez").status, 200);
  EXPECT_EQ(town.command({"account", "list"}).code, 0) << "its socket is still the first's";
}

TEST(Serve, APortThatIsTakenIsNamedWithTheFix) {
  const RealNode town("127.0.42.4");
  town.init();
  const auto node = town.serve();
  const TempDir folder;
  const auto dir = (folder.path() / "node").string();
  const auto port = town.domain().substr(town.domain().find(':') + 1);
  ASSERT_EQ(run({"init", dir, "--domain", "b.example", "--port", port}, town.variables()).code, 0);
  const auto second = run({"serve", dir}, town.variables());
  EXPECT_EQ(second.code, 1);
  EXPECT_THAT(second.err, HasSubstr("[node] port"));
}

TEST(Serve, CommandsAreDoneByTheNodeThatRuns) {
  const RealNode town("127.0.42.5");
  town.init();
  const auto node = town.serve();
  const auto added =
      town.command({"account", "add", "alice", "--password-stdin"}, "correct horse battery\n");
  ASSERT_EQ(added.code, 0) << added.err;
  const auto token = trimmed(town.command({"token", "alice", "--scopes", "read write"}).out);
  const auto header = "Authorization: Bearer " + token + "\r\n";
  EXPECT_EQ(town.get("/api/v1/accounts/verify_credentials", header).status, 200);
  EXPECT_EQ(town.post("/sign-in", "name=alice&password=correct+horse+battery").status, 303);
  ASSERT_EQ(town.command({"account", "disable", "alice"}).code, 0);
  EXPECT_EQ(town.get("/api/v1/accounts/verify_credentials", header).status, 401) << "at once";
  EXPECT_EQ(town.command({"account", "add", "ALICE"}).code, 1);
  EXPECT_THAT(node->err(), HasSubstr("command=\"account add\""));
  EXPECT_THAT(node->err(), Not(HasSubstr("horse")));
  EXPECT_THAT(node->err(), Not(HasSubstr(token)));
}

TEST(Serve, ManyCommandsAtOnceAreAllDone) {
  const RealNode town("127.0.42.6");
  town.init();
  const auto node = town.serve();
  ASSERT_EQ(town.command({"account", "add", "alice"}).code, 0);
  std::vector<std::unique_ptr<Program>> posts;
  posts.reserve(12);
  for (int i = 0; i < 12; ++i) {
    posts.push_back(std::make_unique<Program>(
        std::vector<std::string>{"post", "--as", "alice", "--data", town.dir().string(),
                                 "post number " + std::to_string(i)},
        town.variables()));
  }
  for (auto& post : posts) EXPECT_EQ(post->wait().code, 0);
  const auto lines = town.command({"timeline", "--as", "alice", "--limit", "40"}).out;
  for (int i = 0; i < 12; ++i) EXPECT_THAT(lines, HasSubstr("post number " + std::to_string(i)));
}

TEST(TwoNodes, TalkAsPartnersAndNotBefore) {
  const RealNode a("127.0.43.1"), b("127.0.43.2");
  a.init();
  b.init();
  ASSERT_EQ(a.command({"account", "add", "ann"}).code, 0);
  ASSERT_EQ(b.command({"account", "add", "ben"}).code, 0);
  const auto serving_a = a.serve(), serving_b = b.serve();
  const auto ben = "@ben@" + b.domain();
  EXPECT_EQ(a.command({"follow", "--as", "ann", ben}).code, 1) << "nothing was agreed yet";
  ASSERT_EQ(a.command({"partner", "add", b.domain(), "--relation", "partner"}).code, 0);
  ASSERT_EQ(b.command({"partner", "add", a.domain(), "--relation", "partner"}).code, 0);
  EXPECT_THAT(a.command({"partner", "list"}).out, HasSubstr(b.domain() + "\tpartner"));

  const auto followed = a.command({"follow", "--as", "ann", ben});
  ASSERT_EQ(followed.code, 0) << followed.err;
  ASSERT_TRUE(comes_true([&] {
    return a.command({"follow", "--as", "ann", ben}).out.find("(accepted)") != std::string::npos;
  })) << serving_a->err()
      << serving_b->err();

  const auto post = trimmed(b.command({"post", "--as", "ben", "Hello from b"}).out);
  b.command({"post", "--as", "ben", "Only for b", "--label", "department"});
  const auto home = [&] { return a.command({"timeline", "--as", "ann"}).out; };
  ASSERT_TRUE(comes_true([&] { return home().find("Hello from b") != std::string::npos; }))
      << serving_b->err();
  EXPECT_THAT(home(), Not(HasSubstr("Only for b")));

  const auto reply =
      a.command({"post", "--as", "ann", ben + " hello yourself", "--reply-to", post});
  ASSERT_EQ(reply.code, 0) << reply.err;
  EXPECT_TRUE(comes_true([&] {
    return b.command({"timeline", "--as", "ben"}).out.find("hello yourself") != std::string::npos;
  })) << serving_a->err();
}

TEST(TwoNodes, WhatWasSaidWhileOneWasDownArrivesLater) {
  const RealNode a("127.0.43.3", "open"), b("127.0.43.4", "open");
  a.init();
  b.init();
  ASSERT_EQ(a.command({"account", "add", "ann"}).code, 0);
  ASSERT_EQ(b.command({"account", "add", "ben"}).code, 0);
  const auto ben = "@ben@" + b.domain();
  {
    const auto serving_a = a.serve(), serving_b = b.serve();
    ASSERT_EQ(a.command({"follow", "--as", "ann", ben}).code, 0);
    ASSERT_TRUE(comes_true([&] {
      return a.command({"follow", "--as", "ann", ben}).out.find("(accepted)") != std::string::npos;
    }));
  }
  ASSERT_EQ(b.command({"post", "--as", "ben", "Said while nobody listened"}).code, 0);
  const auto serving_a = a.serve(), serving_b = b.serve();
  EXPECT_TRUE(comes_true([&] {
    return a.command({"timeline", "--as", "ann"}).out.find("nobody listened") != std::string::npos;
  })) << serving_b->err();
}

// What it costs to begin: time on the processor until commands are taken, the best of a few, since
// the machine may be busy; and the private memory at rest.
TEST(Serve, StartsWithinFiftyMilliseconds) {
  const RealNode town("127.0.42.7");
  town.init();
  long best_cpu_us = 1'000'000, best_wall_us = 1'000'000, rss_anon_kb = 0;
  for (int i = 0; i < 5; ++i) {
    const auto began = steady_clock::now();
    const Program node({"serve", town.dir().string()}, town.variables());
    while (!std::filesystem::exists(town.dir() / "control.sock")) {
      std::this_thread::sleep_for(std::chrono::microseconds(200));
      if (steady_clock::now() - began > std::chrono::seconds(30)) FAIL() << node.err();
    }
    const auto wall = steady_clock::now() - began;
    best_wall_us = std::min<long>(
        best_wall_us, std::chrono::duration_cast<std::chrono::microseconds>(wall).count());
    best_cpu_us = std::min(best_cpu_us, number_in(node.pid(), "schedstat", "") / 1'000);
    ASSERT_TRUE(node.prints("is served here"));
    rss_anon_kb = number_in(node.pid(), "status", "RssAnon:");
  }
  std::printf("start: %ld us, %ld us on the processor; RssAnon %ld KiB\n", best_wall_us,
              best_cpu_us, rss_anon_kb);
#ifdef HALLWAY_OPTIMIZED
  EXPECT_LT(best_cpu_us, 50'000);
  EXPECT_LT(rss_anon_kb, 25 * 1'024);
#endif
}

}  // namespace
}  // namespace hallway::test
