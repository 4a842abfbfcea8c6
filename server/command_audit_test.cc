// hallway audit list, verify, export, as somebody on the command line gets them.

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "tests/support/command_here.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

class AuditCommand : public NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    std::ofstream(dir_.path() / "hallway.toml") << "[node]\ndomain = \"design.example\"\n";
    const auto alice = person("alice");
    person("bob");
    post(alice, {{"status", "for the record"}});
    entries_ = last_log(*node_->read())->seq;
    node_.reset();  // the commands look at the folder from outside
  }

  [[nodiscard]] std::string dir() const { return dir_.path().string(); }
  [[nodiscard]] std::string exported() const { return (outside_.path() / "log.jsonl").string(); }
  std::vector<std::string> list(Json arguments) {
    arguments["data"] = dir();
    const auto said = say_here("audit list", arguments);
    EXPECT_FALSE(said.error) << said.error->what;
    std::istringstream in(said.out);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

  TempDir outside_;
  uint64_t entries_ = 0;
};

TEST_F(AuditCommand, ListPrintsEveryEntryOldestFirst) {
  const auto all = list(Json::object());
  ASSERT_EQ(all.size(), entries_);
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_TRUE(all[i].starts_with(std::to_string(i + 1) + "  2026-")) << all[i];
  }
  EXPECT_THAT(all.back(), HasSubstr("  Create  https://design.example/users/alice  "));
}

TEST_F(AuditCommand, ListPrintsOnlyWhatIsWanted) {
  const auto all = list(Json::object());
  for (const auto* actor :
       {"alice", "@alice", "@alice@design.example", "https://design.example/users/alice"}) {
    const auto found = list({{"actor", actor}, {"type", "Create"}});
    ASSERT_EQ(found.size(), 1U) << actor;
    EXPECT_EQ(found.front(), all.back());
  }
  EXPECT_TRUE(list({{"type", "Levitate"}}).empty());
  EXPECT_EQ(list({{"since", "2026-11-25"}}).size(), entries_);
  EXPECT_TRUE(list({{"since", "2026-11-26T00:00:00Z"}}).empty());
}

TEST_F(AuditCommand, ListPrintsAnObjectALineForPrograms) {
  uint64_t seq = 0;
  for (const auto& line : list({{"json", true}})) {
    const auto entry = parse_json(line);
    ASSERT_TRUE(entry.ok()) << line;
    EXPECT_EQ(find_int(*entry, "seq"), static_cast<int64_t>(++seq));
    EXPECT_EQ(find_string(*entry, "digest").value_or("").size(), 64U);
    EXPECT_EQ(find_string(*entry, "chain").value_or("").size(), 64U);
  }
  EXPECT_EQ(seq, entries_);
}

TEST_F(AuditCommand, WhatExportWritesVerifyTakes) {
  const auto count = std::to_string(entries_) + " entries";
  const auto written = say_here("audit export", {{"data", dir()}, {"file", exported()}});
  ASSERT_FALSE(written.error) << written.error->what;
  EXPECT_THAT(written.out, HasSubstr(exported() + " holds " + count + ". "));
  const auto key = written.out.substr(written.out.rfind(' ') + 1);
  EXPECT_THAT(written.out, HasSubstr("hallway audit verify log.jsonl --key z"));
  const Json what{{"what", exported()}, {"key", key.substr(0, key.size() - 1)}};
  const auto checked = say_here("audit verify", what);
  ASSERT_FALSE(checked.error) << checked.error->what;
  EXPECT_THAT(checked.out, HasSubstr(exported() + ": " + count + ", each following from the one"));
  EXPECT_THAT(checked.out, HasSubstr("1 signed head agrees"));
  EXPECT_THAT(checked.out, EndsWith("Signed with " + key));
}

TEST_F(AuditCommand, VerifyOfAFolderTellsItsEntriesAndItsKey) {
  const auto said = say_here("audit verify", {{"what", dir()}});
  ASSERT_FALSE(said.error) << said.error->what;
  EXPECT_THAT(said.out, HasSubstr(dir() + ": " + std::to_string(entries_) + " entries, each"));
  EXPECT_THAT(said.out, HasSubstr("\nSigned with z"));
}

TEST_F(AuditCommand, WhatCannotBeIsRefusedInOneLine) {
  ASSERT_FALSE(say_here("audit export", {{"data", dir()}, {"file", exported()}}).error);
  const struct {
    std::string command;
    Json arguments;
    Code code;
    std::string why;
  } kCases[] = {
      {"audit list", {{"data", dir()}, {"since", "yesterday"}}, Code::invalid, "\"yesterday\""},
      {"audit list", {{"data", dir()}, {"actor", "@nobody"}}, Code::not_found, "known as nobody"},
      {"audit list", {{"data", "/nowhere"}}, Code::not_found, "holds no node"},
      {"audit verify", {{"what", dir()}, {"key", "z6Mk"}}, Code::invalid, "--key is for exports"},
      {"audit verify", {{"what", dir()}, {"heads", {"/nowhere"}}}, Code::not_found, "/nowhere"},
      {"audit verify", {{"what", exported()}, {"heads", {"x"}}}, Code::invalid, "node's folder"},
      {"audit verify", {{"what", exported()}, {"key", "z6Mk"}}, Code::forbidden, "not z6Mk"},
      {"audit verify", {{"what", "/nowhere"}}, Code::not_found, "holds no node"},
      {"audit export", {{"data", dir()}, {"file", exported()}}, Code::conflict, "exists already"},
      {"audit export", {{"data", "/nowhere"}, {"file", "x"}}, Code::not_found, "holds no node"},
  };
  for (const auto& c : kCases) {
    const auto said = say_here(c.command, c.arguments);
    ASSERT_TRUE(said.error) << c.command << " " << dump_json(c.arguments);
    EXPECT_EQ(said.error->code, c.code) << said.error->what;
    EXPECT_THAT(said.error->what, HasSubstr(c.why));
    EXPECT_EQ(said.error->what.find('\n'), std::string::npos);
    EXPECT_EQ(said.out, "");
  }
}

}  // namespace
}  // namespace hallway::test
