// Every captured object of ../shared/corpus that speaks ActivityPub is read as objects.tsv says:
// file, tab, outcome. To see the outcomes as they are now: HALLWAY_PRINT_OUTCOMES=1 and this test.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "federation/actor.h"
#include "federation/html.h"
#include "federation/note.h"
#include "storage/values/json.h"
#include "tests/support/shared.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr std::array kFolders = {"corpus/lemmy-assets", "corpus/fedify-fixtures",
                                 "corpus/as2-test-documents"};
constexpr size_t kOutcomes = 365;  // as many as objects.tsv has lines
constexpr size_t kPosts = 26;      // of them, as far as they can be shown
constexpr std::array kActs = {"Create", "Update", "Delete", "Follow",  "Accept",
                              "Reject", "Like",   "Undo",   "Announce"};

std::string describe_post(const Json& object) {
  const auto read = parse_note(object, {});
  if (!read.ok()) return "no post: " + read.error().what;
  const auto& post = read->post;
  std::ostringstream out;
  out << post.type << ' ' << name_of(post.visibility) << " content=" << !post.content.empty()
      << " mentions=" << post.mentions.size() << " tags=" << post.tags.size()
      << " files=" << post.attachments.size() << " reply=" << !post.in_reply_to.empty()
      << " published=" << (post.published.ms > 0);
  for (const auto& file : post.attachments) {
    out << ' ' << file.type << (file.preview.empty() ? "" : "+preview");
    if (!file.media_type.empty()) out << '=' << file.media_type;
  }
  if (post.starts.ms) out << " starts=" << to_rfc3339(post.starts);
  if (!post.place.empty()) out << " place";
  if (post.poll) out << " options=" << post.poll->options.size();
  if (!post.emojis.empty()) out << " emojis=" << post.emojis.size();
  if (!post.title.empty()) out << " titled";
  if (!post.language.empty()) out << " lang=" << post.language;
  return out.str();
}

std::string describe(const Json& value);

std::string describe_act(const Json& activity, const std::string& type) {
  const auto actor = find_iri(activity, "actor");
  const auto objects = find_list(activity, "object");
  std::string object = "nothing";
  if (!objects.empty())
    object = objects.front()->is_object() ? "(" + describe(*objects.front()) + ")" : "reference";
  return type + (actor ? "" : " by nobody") + " of " + object;
}

std::string describe(const Json& value) {
  if (!value.is_object()) return "not an object";
  const auto actor = parse_actor(value);
  if (actor.ok()) {
    return actor->type + " " + actor->name + " keys=" + std::to_string(actor->keys.size()) +
           (actor->shared_inbox.empty() ? "" : " shared inbox") +
           (actor->emojis.empty() ? "" : " emojis=" + std::to_string(actor->emojis.size()));
  }
  const auto type = type_of(value);
  if (is_post_type(type)) return describe_post(value);
  if (std::ranges::find(kActs, type) != kActs.end()) return describe_act(value, type);
  return type.empty() ? "kept, without type" : "kept " + type;
}

std::set<std::string> folders_here() {
  std::set<std::string> here;
  for (const auto* folder : kFolders) {
    if (test::shared(folder)) here.insert(folder);
  }
  return here;
}

// "corpus/lemmy-assets" of "corpus/lemmy-assets/lemmy/a.json".
std::string folder_of(const std::string& file) {
  return file.substr(0, file.find('/', file.find('/') + 1));
}

std::string outcome_of(const fs::path& file) {
  const auto json = parse_json(test::read_file(file));
  return json.ok() ? describe(*json) : "refused: " + std::string(name_of(json.error().code));
}

std::map<std::string, std::string> outcomes_now() {
  std::map<std::string, std::string> outcomes;
  for (const auto* folder : kFolders) {
    const auto root = test::shared(folder);
    if (!root) continue;
    for (const auto& entry : fs::recursive_directory_iterator(*root)) {
      if (!entry.is_regular_file() || entry.path().extension() != ".json") continue;
      const auto name = std::string(folder) + "/" + fs::relative(entry.path(), *root).string();
      outcomes[name] = outcome_of(entry.path());
    }
  }
  return outcomes;
}

std::map<std::string, std::string> outcomes_expected() {
  std::map<std::string, std::string> outcomes;
  std::istringstream lines(test::read_file(test::source_dir() / "tests/corpus/objects.tsv"));
  for (std::string line; std::getline(lines, line);) {
    const auto tab = line.find('\t');
    if (tab != std::string::npos) outcomes[line.substr(0, tab)] = line.substr(tab + 1);
  }
  return outcomes;
}

TEST(Corpus, EveryCapturedObjectIsReadAsWritten) {
  const auto now = outcomes_now();
  if (now.empty()) return;  // test::shared said what is skipped
  if (std::getenv("HALLWAY_PRINT_OUTCOMES")) {
    for (const auto& [file, outcome] : now)
      std::cout << "OUTCOME\t" << file << '\t' << outcome << '\n';
  }
  const auto expected = outcomes_expected();
  EXPECT_EQ(expected.size(), kOutcomes);
  // No file may drop out silently, nor a whole folder that is there.
  const auto here = folders_here();
  if (here.size() == kFolders.size()) {
    EXPECT_EQ(now.size(), kOutcomes);
  }
  for (const auto& [file, outcome] : expected) {
    const auto folder = folder_of(file);
    EXPECT_NE(std::ranges::find(kFolders, folder), kFolders.end()) << "nobody reads " << file;
    if (here.contains(folder)) {
      EXPECT_TRUE(now.contains(file)) << file << " is expected to be: " << outcome;
    }
  }
  for (const auto& [file, outcome] : now) {
    const auto found = expected.find(file);
    if (found == expected.end())
      ADD_FAILURE() << file << " has no expected outcome; it is: " << outcome;
    else
      EXPECT_EQ(outcome, found->second) << file;
  }
}

// What is shown to people of a captured object carries no script, whoever sent it.
TEST(Corpus, NoCapturedObjectBringsScript) {
  size_t posts = 0;
  for (const auto* folder : kFolders) {
    const auto root = test::shared(folder);
    if (!root) continue;
    for (const auto& entry : fs::recursive_directory_iterator(*root)) {
      if (!entry.is_regular_file() || entry.path().extension() != ".json") continue;
      const auto json = parse_json(test::read_file(entry.path()));
      const auto read =
          json.ok() ? parse_note(*json, {}) : Result<ReadNote>(fail(Code::invalid, ""));
      if (!read.ok()) continue;
      ++posts;
      EXPECT_EQ(read->post.content.find("<script"), std::string::npos) << entry.path();
      EXPECT_EQ(read->post.content, sanitize_html(read->post.content)) << entry.path();
    }
  }
  if (folders_here().size() == kFolders.size()) {
    EXPECT_EQ(posts, kPosts);
  }
}

}  // namespace
}  // namespace hallway
