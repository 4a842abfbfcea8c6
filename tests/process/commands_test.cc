// The command line as operators and scripts meet it.

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "tests/process/program.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string output_of(const std::string& command) {
  std::string out;
  auto* pipe = ::popen(command.c_str(), "r");
  for (int c = 0; pipe && (c = std::fgetc(pipe)) != EOF;) out += static_cast<char>(c);
  if (pipe) ::pclose(pipe);
  return out;
}

TEST(CommandLine, WrongUsageIsTwoAndOneLineThatSaysWhatIsRight) {
  const std::vector<std::vector<std::string>> cases{
      {},
      {"fly"},
      {"init"},
      {"init", "/nowhere"},
      {"init", "/nowhere", "--domain"},
      {"init", "/nowhere", "--domain", "a.example", "--port", "many"},
      {"serve"},
      {"serve", "a", "b"},
      {"account"},
      {"account", "add"},
      {"account", "add", "alice"},
      {"account", "add", "alice", "--data", "d", "--unknown"},
      {"token", "--data", "d"},
      {"partner", "add", "--data", "d", "acme.example"},
      {"post", "--data", "d", "text"},
      {"config", "look", "d"}};
  for (const auto& words : cases) {
    const auto outcome = run(words);
    std::string said = "hallway";
    for (const auto& word : words) said += " " + word;
    EXPECT_EQ(outcome.code, 2) << said;
    EXPECT_TRUE(one_line(outcome.err)) << said << "\n" << outcome.err;
    EXPECT_THAT(outcome.err, StartsWith("hallway: "));
    EXPECT_THAT(outcome.err, HasSubstr("--help")) << said;
    EXPECT_EQ(outcome.out, "") << said;
  }
}

TEST(CommandLine, HelpAndVersionAreNoErrors) {
  for (const auto& words : {std::vector<std::string>{"--help"},
                            {"account", "--help"},
                            {"account", "add", "--help"},
                            {"--version"}}) {
    const auto outcome = run(words);
    EXPECT_EQ(outcome.code, 0);
    EXPECT_NE(outcome.out, "");
    EXPECT_EQ(outcome.err, "");
  }
  EXPECT_THAT(run({"account", "add", "--help"}).out, HasSubstr("--password-stdin"));
}

TEST(Init, MakesAFolderThatOnlyItsOwnerReads) {
  const RealNode town("127.0.41.1");
  town.init();
  struct stat seen {};
  ASSERT_EQ(::stat(town.dir().c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 07777, 0700u);
  EXPECT_TRUE(std::filesystem::exists(town.dir() / "hallway.toml"));
  EXPECT_TRUE(std::filesystem::exists(town.dir() / "store"));
}

TEST(Init, RefusesAFolderInUseAndLeavesItAsItWas) {
  const RealNode town("127.0.41.2");
  town.init();
  const auto again = run({"init", town.dir().string(), "--domain", "other.example"});
  EXPECT_EQ(again.code, 1);
  EXPECT_TRUE(one_line(again.err)) << again.err;
  EXPECT_THAT(again.err, HasSubstr("is a node already"));

  const TempDir other;
  std::ofstream(other.path() / "thesis.txt") << "mine";
  const auto used = run({"init", other.path().string(), "--domain", "other.example"});
  EXPECT_EQ(used.code, 1);
  EXPECT_THAT(used.err, HasSubstr("is in use"));
  EXPECT_TRUE(std::filesystem::exists(other.path() / "thesis.txt"));
  EXPECT_FALSE(std::filesystem::exists(other.path() / "hallway.toml"));
}

TEST(Init, WhatCannotBeLeavesNothingBehind) {
  const TempDir folder;
  const auto dir = (folder.path() / "node").string();
  for (const auto& words : {std::vector<std::string>{"--domain", "not a domain"},
                            {"--domain", "a.example", "--mode", "closed"},
                            {"--domain", "a.example", "--port", "70000"}}) {
    std::vector<std::string> all{"init", dir};
    all.insert(all.end(), words.begin(), words.end());
    const auto outcome = run(all);
    EXPECT_EQ(outcome.code, 1) << words.back();
    EXPECT_TRUE(one_line(outcome.err)) << outcome.err;
    EXPECT_FALSE(std::filesystem::exists(dir + "/store")) << words.back();
  }
  EXPECT_EQ(run({"init", dir, "--domain", "a.example"}).code, 0) << "the folder is still good";
}

TEST(Config, ErrorsNameFileLineAndKey) {
  const RealNode town("127.0.41.3");
  town.init();
  const auto dir = town.dir().string();
  EXPECT_EQ(run({"config", "check", dir}, town.variables()).code, 0);
  std::ofstream(town.dir() / "hallway.toml") << "[node]\ndomain = \"a.example\"\nprot = 8080\n";
  const auto wrong = run({"config", "check", dir}, town.variables());
  EXPECT_EQ(wrong.code, 1);
  EXPECT_TRUE(one_line(wrong.err)) << wrong.err;
  EXPECT_THAT(wrong.err, HasSubstr("hallway.toml:3"));
  EXPECT_THAT(wrong.err, HasSubstr("node.prot"));
  EXPECT_THAT(wrong.err, HasSubstr("node.port"));
  EXPECT_EQ(run({"serve", dir}, town.variables()).code, 1);
  const auto variable = run({"config", "check", dir}, {{"HALLWAY_NODE_PORT", "x"}});
  EXPECT_EQ(variable.code, 1);
}

TEST(Config, ShowPrintsWhatIsInForce) {
  const RealNode town("127.0.41.4");
  town.init();
  const auto shown = run({"config", "show", town.dir().string()}, town.variables());
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("domain = \"" + town.domain() + "\""));
  EXPECT_THAT(shown.out, HasSubstr("bind = \"127.0.41.4\""));
  EXPECT_THAT(shown.out, HasSubstr("permit = [\"127.0.0.0/8\"]"));
}

TEST(Commands, WithoutANodeTheySayHowToMakeOne) {
  const TempDir empty;
  const auto outcome = run({"account", "list", "--data", empty.path().string()});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(one_line(outcome.err)) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("hallway init"));
}

TEST(Commands, WorkWhileTheNodeIsStopped) {
  const RealNode town("127.0.41.5");
  town.init();
  const auto added = town.command({"account", "add", "alice", "--skills", "tea,C++"});
  EXPECT_EQ(added.code, 0) << added.err;
  EXPECT_EQ(added.out, "Added @alice@" + town.domain() + "\n");
  EXPECT_THAT(town.command({"account", "show", "alice"}).out, HasSubstr("skills: tea, C++\n"));
  EXPECT_EQ(town.command({"account", "role", "alice", "admin"}).code, 0);
  const auto posted = town.command({"post", "--as", "alice", "Hello from the shell"});
  EXPECT_EQ(posted.code, 0) << posted.err;
  EXPECT_THAT(posted.out, StartsWith("http://" + town.domain() + "/users/alice/statuses/"));
  EXPECT_THAT(town.command({"timeline", "--as", "alice"}).out, HasSubstr("Hello from the shell"));
  const auto taken = town.command({"account", "add", "Alice"});
  EXPECT_EQ(taken.code, 1);
  EXPECT_TRUE(one_line(taken.err)) << taken.err;
  EXPECT_EQ(town.command({"account", "role", "alice", "king"}).code, 1);
}

TEST(Commands, ATokenIsMadeByNameAndListedAndRevokedBelowTheSameWord) {
  const RealNode town("127.0.41.7");
  town.init();
  ASSERT_EQ(town.command({"account", "add", "alice"}).code, 0);
  const auto made = town.command({"token", "alice", "--scopes", "read write"});
  ASSERT_EQ(made.code, 0) << made.err;
  const auto listed = town.command({"token", "list"});
  EXPECT_EQ(listed.code, 0) << listed.err;
  EXPECT_THAT(listed.out, HasSubstr("\talice\tprogram\tread write\t"));
  const auto id = listed.out.substr(0, listed.out.find('\t'));
  EXPECT_EQ(town.command({"token", "revoke", id}).code, 0);
  EXPECT_THAT(town.command({"token", "list", "alice"}).out, HasSubstr("Nobody"));
  const auto nameless = town.command({"token"});
  EXPECT_EQ(nameless.code, 2);
  EXPECT_THAT(nameless.err, HasSubstr("NAME is required"));
  EXPECT_EQ(town.command({"token", "revoke"}).code, 2);
}

TEST(Commands, BashCompletesWordsOptionsAndValues) {
  const TempDir dir;
  const auto file = dir.path() / "completion.bash";
  std::filesystem::create_directory(dir.path() / "data");
  std::ofstream(file) << run({"completion", "bash"}).out;
  const auto completed = [&](const std::string& words) {
    const auto script = dir.path() / "ask.bash";
    std::ofstream(script) << "cd '" << dir.path().string() << "'\nsource '" << file.string()
                          << "'\nCOMP_WORDS=(" << words
                          << ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_hallway\n"
                          << "echo \"${COMPREPLY[*]}\"\n";
    return output_of("bash '" + script.string() + "'");
  };
  const struct {
    const char *words, *expected;
  } kCases[] = {
      {"hallway acc", "account\n"},
      {"hallway account d", "disable delete\n"},
      {"hallway serve d", "data\n"},
      {"hallway account add --pass", "--password-stdin\n"},
      {"hallway token r", "revoke\n"},
      {"hallway token --sc", "--scopes\n"},
      {"hallway token alice --sc", "--scopes\n"},
      {"hallway account al", "alias\n"},
      {"hallway account alias r", "remove\n"},
      {"hallway token list --js", "--json\n"},
      {"hallway partner add x --relation s", "sibling\n"},
      {"hallway why --inb", "--inbound\n"},
      {"hallway nonsense --x", "\n"},
  };
  for (const auto& c : kCases) EXPECT_EQ(completed(c.words), c.expected) << c.words;
}

TEST(Commands, PasswordsComeByStandardInputOnly) {
  const RealNode town("127.0.41.6");
  town.init();
  ASSERT_EQ(town.command({"account", "add", "alice"}).code, 0);
  const auto link = town.command({"account", "password", "alice"});
  EXPECT_EQ(link.code, 0) << link.err;
  EXPECT_THAT(link.out, HasSubstr("/reset/")) << "without a password, a link to choose one";
  EXPECT_EQ(town.command({"account", "password", "alice", "--password-stdin"}, "").code, 1);
  const auto set =
      town.command({"account", "password", "alice", "--password-stdin"}, "correct horse battery\n");
  EXPECT_EQ(set.code, 0) << set.err;
  EXPECT_THAT(set.out + set.err, Not(HasSubstr("horse")));
}

}  // namespace
}  // namespace hallway::test
