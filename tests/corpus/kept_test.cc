// What this node does not understand of a captured object is not lost: the document of every post
// is kept to the byte, whatever was read of it, and so is every activity that was taken. What is
// neither is kept as the object of an activity that this node knows no use for.

#include <gtest/gtest.h>

#include "federation/fetched_post.h"
#include "tests/support/acts.h"
#include "tests/support/shared.h"

namespace hallway::test {
namespace {

namespace fs = std::filesystem;

class Kept : public ActsTest {
 protected:
  std::vector<fs::path> captured() {
    std::vector<fs::path> files;
    for (const auto* folder :
         {"corpus/lemmy-assets", "corpus/fedify-fixtures", "corpus/as2-test-documents"}) {
      const auto root = shared(folder);
      all_here_ = all_here_ && root;
      if (!root) continue;
      for (const auto& entry : fs::recursive_directory_iterator(*root)) {
        if (entry.is_regular_file() && entry.path().extension() == ".json") {
          files.push_back(entry.path());
        }
      }
    }
    return files;
  }
  bool all_here_ = true;  // each of the folders was there
  // Somebody who is called so, met and followed before.
  Actor meet(const Iri& who) {
    if (auto known = find_actor(read(), who)) return *known;
    Actor actor;
    actor.iri = who;
    actor.name = "somebody" + std::to_string(++made_);
    actor.domain = who.domain().text();
    actor.inbox = iri(who.origin() + "/inbox");
    actor.published = actor.fetched = clock_.now();
    actor = put(actor);
    befriend(alice_, actor);  // so that what they do concerns somebody here
    return actor;
  }
  // The document that tells of the post, as it is kept; nothing where it became none.
  std::optional<std::string> kept_of_post(const Json& json, const std::string& bytes) {
    const auto note = parse_note(json, {});
    if (!note.ok()) return std::nullopt;
    const auto author = meet(note->author);
    const auto stored = writer_->apply([&](WriteTxn& txn) {
      return take_fetched({txn, home_, random_, keys_, clock_.now()},
                          {.url = note->post.iri, .json = json, .bytes = bytes}, author, 0);
    });
    if (!stored.ok()) return std::nullopt;
    const auto post = find_post(read(), note->post.iri);
    return post ? find_payload(read(), post->document) : std::nullopt;
  }
  // The activity as it is kept; nothing where it was not taken.
  std::optional<std::string> kept_of_activity(const Json& json, const std::string& bytes) {
    const auto actor = find_iri(json, "actor");
    if (!actor || home_.owns(*actor)) return std::nullopt;
    const auto who = meet(*actor);
    const auto before = last_log(read());
    const auto receipt = receive_bytes(who, bytes);
    const auto after = last_log(read());
    const bool taken = receipt.ok() && after && (!before || after->seq > before->seq);
    return taken ? find_payload(read(), after->seq) : std::nullopt;
  }
};

TEST_F(Kept, EveryDocumentIsKeptToTheByteWithWhatNobodyUnderstands) {
  const auto files = captured();
  if (files.empty()) return;  // test::shared said what is skipped
  size_t posts = 0, activities = 0, others = 0;
  for (const auto& file : files) {
    const auto bytes = read_file(file);
    const auto json = parse_json(bytes);
    if (!json.ok() || !json->is_object()) continue;
    if (const auto kept = kept_of_post(*json, bytes)) {
      EXPECT_EQ(*kept, bytes) << file;
      ++posts;
    } else if (const auto taken = kept_of_activity(*json, bytes)) {
      EXPECT_EQ(*taken, bytes) << file;
      ++activities;
    } else {
      const auto offer = dump_json(activity(eve_, "Offer", *json));
      EXPECT_EQ(kept_of_activity(*parse_json(offer), offer), offer) << file;
      ++others;
    }
  }
  if (!all_here_) return;
  // As many as there are: none may become less than it was without being seen.
  EXPECT_EQ(posts, 26U);
  EXPECT_EQ(activities, 39U);
  EXPECT_EQ(others, 299U);
}

// Printing what was read loses nothing either: names, order of lists, numbers, null.
TEST_F(Kept, EveryDocumentIsTheSameReadAndWritten) {
  size_t same = 0;
  for (const auto& file : captured()) {
    const auto json = parse_json(read_file(file));
    if (!json.ok()) continue;
    const auto again = parse_json(dump_json(*json));
    ASSERT_TRUE(again.ok()) << file;
    EXPECT_EQ(*again, *json) << file;
    ++same;
  }
  if (all_here_) {
    EXPECT_EQ(same, 364U);
  }
}

}  // namespace
}  // namespace hallway::test
