// The log written down for somebody else (audit_export.cc).

#include <gmock/gmock.h>

#include <fstream>
#include <map>

#include "server/audit.h"
#include "tests/support/node.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;

class Export : public test::NodeTest {
 protected:
  using Lines = std::vector<std::string>;

  void SetUp() override {
    NodeTest::SetUp();
    person("alice");
    person("bob");
    const auto made =
        export_log(*node_->read(), node_->home(), node_->keys(), file(), clock_.now());
    ASSERT_TRUE(made.ok()) << made.error().what;
    key_ = made->key;
    lines_ = lines_of(file());
    ASSERT_EQ(lines_.size(), made->entries + 2);
  }
  static Lines lines_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    Lines lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }
  [[nodiscard]] std::filesystem::path file() const { return outside_.path() / "log.jsonl"; }
  Code refused(const Lines& lines) {
    std::ofstream out(file(), std::ios::binary);
    for (const auto& line : lines) out << line << "\n";
    out.close();
    const auto checked = check_export(file(), "");
    EXPECT_FALSE(checked.ok());
    return checked.ok() ? Code::internal : checked.error().code;
  }

  test::TempDir outside_;
  std::string key_;
  Lines lines_;
};

TEST_F(Export, IsCheckedWithNothingButTheFile) {
  for (const auto& key : {std::string(), key_}) {
    const auto checked = check_export(file(), key);
    ASSERT_TRUE(checked.ok()) << checked.error().what;
    EXPECT_EQ(checked->entries, lines_.size() - 2);
    EXPECT_EQ(checked->newest->node, "https://design.example/");
    EXPECT_EQ(checked->key, key_);
  }
}

TEST_F(Export, NamesTheKeyThatTheNodesActorLists) {
  const auto actor = json(get("/actor"));
  EXPECT_THAT(dump_json(actor), HasSubstr(key_));
}

TEST_F(Export, OfAnotherKeyIsRefused) {
  const auto other = PrivateKey::generate(KeyType::ed25519)->public_key().to_multibase();
  EXPECT_EQ(check_export(file(), other).error().code, Code::forbidden);
  auto lines = lines_;
  lines[0].replace(lines[0].find(key_), key_.size(), other);
  EXPECT_EQ(refused(lines), Code::forbidden);
}

TEST_F(Export, HoldsNoPayload) {
  for (const auto& line : lines_) EXPECT_EQ(line.find("summary"), std::string::npos);
}

TEST_F(Export, AnythingChangedIsFound) {
  const std::map<std::string, Json> changes{{"at", "2020-01-01T00:00:00Z"},
                                            {"source", "inbox"},
                                            {"actor", "https://x.example/"},
                                            {"type", "Nothing"},
                                            {"activity", "x"},
                                            {"object", "x"},
                                            {"digest", std::string(64, 'a')},
                                            {"chain", std::string(64, 'a')},
                                            {"seq", 99}};
  for (size_t at = 1; at + 1 < lines_.size(); ++at) {
    for (const auto& [key, value] : changes) {
      auto lines = lines_;
      auto entry = parse_json(lines[at]).value_or(Json());
      if (entry[key] == value) continue;
      entry[key] = value;
      lines[at] = dump_json(entry);
      EXPECT_EQ(refused(lines), Code::corrupt) << at << " " << key;
    }
  }
}

TEST_F(Export, AnyLineMissingDoubledOrMovedIsFound) {
  for (size_t at = 0; at < lines_.size(); ++at) {
    auto lines = lines_;
    lines.erase(lines.begin() + static_cast<ptrdiff_t>(at));
    refused(lines);
    lines = lines_;
    lines.insert(lines.begin() + static_cast<ptrdiff_t>(at), lines_[at]);
    refused(lines);
    lines = lines_;
    std::swap(lines[at], lines[(at + 1) % lines.size()]);
    refused(lines);
  }
  // The end cut off, with the head of the whole behind it.
  auto lines = lines_;
  lines.erase(lines.end() - 2);
  EXPECT_EQ(refused(lines), Code::corrupt);
}

TEST_F(Export, WhatIsNoExportIsRefusedByItsLine) {
  const struct {
    Lines lines;
    std::string why;
  } kCases[] = {
      {{}, "line 1 is missing"},
      {{"nothing"}, "line 1 is no line of an export"},
      {{"{}"}, "line 1 is no export of a log"},
      {{lines_[0]}, "line 2 is missing"},
      {{lines_[0], "{}"}, "line 2 is no entry of a log"},
      {{lines_[0], lines_[1]}, "line 3 is missing"},
      {{lines_[0], lines_[2]}, "line 2 is not entry 1"},
  };
  for (const auto& c : kCases) {
    refused(c.lines);
    EXPECT_EQ(check_export(file(), "").error().what, file().string() + ": " + c.why);
  }
  auto longer = lines_;
  longer.emplace_back("{}");
  EXPECT_EQ(refused(longer), Code::corrupt);
}

TEST_F(Export, IsForItsOwnerAlone) {
  const auto mode = std::filesystem::status(file()).permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(Export, OfWhatCannotBeWrittenLeavesNothing) {
  const auto nowhere = outside_.path() / "no" / "where";
  const auto made = export_log(*node_->read(), node_->home(), node_->keys(), nowhere, clock_.now());
  EXPECT_EQ(made.error().code, Code::unavailable);
  EXPECT_FALSE(std::filesystem::exists(nowhere.parent_path()));
}

TEST_F(Export, OverwritesNothing) {
  const auto again = export_log(*node_->read(), node_->home(), node_->keys(), file(), clock_.now());
  EXPECT_EQ(again.error().code, Code::conflict);
  EXPECT_EQ(lines_of(file()), lines_);
  EXPECT_EQ(check_export(outside_.path() / "none", "").error().code, Code::not_found);
}

}  // namespace
}  // namespace hallway
