#include "federation/post_collections.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

class PostCollectionsTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    question_ = post(alice_, "Who knows about lathes?");
  }
  [[nodiscard]] Json collection(PostCollection which, std::optional<Id> page = {},
                                const Destination& viewer = Destination::anybody()) const {
    return post_collection_json(read(), home_, {question_, viewer, which}, page);
  }
  // Follows `next` from `first` to the end, as a reader does.
  [[nodiscard]] std::vector<std::string> walk(
      PostCollection which, const Destination& viewer = Destination::anybody()) const {
    std::vector<std::string> items;
    const auto whole = collection(which, {}, viewer);
    auto at = find_iri(whole, "first");
    for (int pages = 0; at && pages < 100; ++pages) {
      const auto page = collection(which, parse_id(at->query().substr(5)).value(), viewer);
      EXPECT_EQ(find_string(page, "id"), at->text());
      EXPECT_EQ(page["partOf"], whole["id"]);
      const auto shown =
          find_list(page, which == PostCollection::context ? "orderedItems" : "items");
      EXPECT_LE(shown.size(), 40U);
      for (const auto* item : shown) items.emplace_back(as_string(*item).value_or("no id"));
      at = find_iri(page, "next");
    }
    EXPECT_FALSE(at) << "a walk ends";
    return items;
  }
  Post answer(const Actor& who, const NewPost& fresh) {
    auto reply = fresh;
    if (!reply.in_reply_to) reply.in_reply_to = question_.id;
    return post(who, reply);
  }
  Post answer(const Actor& who, const std::string& text) {
    return answer(who, NewPost{.text = text});
  }

  Post question_;
};

TEST_F(PostCollectionsTest, APostSaysWhereItsCollectionsStand) {
  const auto object = note_json(question_, alice_, home_);
  for (const auto* name : {"replies", "context", "likes", "shares"}) {
    EXPECT_EQ(object[name], question_.iri.text() + "/" + name);
    EXPECT_EQ(collection(*parse_post_collection(name))["id"], object[name]) << name;
  }
  EXPECT_EQ(last_logged()["object"]["replies"], object["replies"]) << "as it was sent, too";
  EXPECT_FALSE(parse_post_collection("secrets"));
}

TEST_F(PostCollectionsTest, EveryReplyIsOnOnePageInOrder) {
  for (const int count : {0, 1, 39, 40, 41, 85}) {
    std::vector<std::string> expected;
    scan_replies(read(), question_.id, Id{}, [&](Id id) {
      expected.push_back(find_post(read(), id)->iri.text());
      return true;
    });
    while (expected.size() < static_cast<size_t>(count)) {
      expected.push_back(answer(bob_, std::to_string(expected.size())).iri.text());
    }
    EXPECT_EQ(walk(PostCollection::replies), expected);
    EXPECT_EQ(collection(PostCollection::replies)["totalItems"], count);
  }
}

TEST_F(PostCollectionsTest, TheThreadBeginsWithItsFirstPostAndHoldsAnswersToAnswers) {
  const auto first = answer(bob_, "I do.");
  const auto second = answer(alice_, NewPost{.text = "Where?", .in_reply_to = first.id});
  EXPECT_THAT(walk(PostCollection::replies), ElementsAre(first.iri.text()));
  EXPECT_THAT(walk(PostCollection::context),
              ElementsAre(question_.iri.text(), first.iri.text(), second.iri.text()));
  const auto thread = collection(PostCollection::context);
  EXPECT_EQ(thread["type"], "OrderedCollection");
  EXPECT_EQ(thread["attributedTo"], alice_.iri.text());
  for (const auto& post : {first, second}) {
    EXPECT_EQ(note_json(post, alice_, home_)["context"], thread["id"]) << "FEP-7888";
  }
}

TEST_F(PostCollectionsTest, WhoAnswersSomebodyElsewhereKeepsTheirThread) {
  auto object = note(eve_);
  object["context"] = "https://remote.example/contexts/7";
  befriend(alice_, eve_);
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", object)), Outcome::taken);
  const auto theirs = post_at(*find_string(object, "id"));
  const auto mine = post(alice_, NewPost{.text = "Yes.", .in_reply_to = theirs.id});
  EXPECT_EQ(note_json(mine, alice_, home_)["context"], "https://remote.example/contexts/7");
  // Without one there is none to keep: the thread is theirs.
  const auto other = known_note(eve_);
  const auto again = post(alice_, NewPost{.text = "No.", .in_reply_to = other.id});
  EXPECT_FALSE(note_json(again, alice_, home_).contains("context"));
}

TEST_F(PostCollectionsTest, LikesAndSharesAreNumbersOnly) {
  ok(act(bob_, [&](Local& l) { return like(l, question_.id); }));
  ok(act(bob_, [&](Local& l) { return boost(l, question_.id); }));
  for (const auto which : {PostCollection::likes, PostCollection::shares}) {
    for (const auto page : {std::optional<Id>(), std::optional<Id>(Id{})}) {
      const auto json = collection(which, page);
      EXPECT_EQ(json["type"], "Collection");
      EXPECT_EQ(json["totalItems"], 1);
      for (const auto* key : {"items", "orderedItems", "first"}) EXPECT_FALSE(json.contains(key));
    }
  }
}

// Attack 36: visibility × who asks; what is hidden is not even counted.
TEST_F(PostCollectionsTest, Attack36EachReaderSeesTheRepliesThatMayFlowToThem) {
  befriend(eve_, bob_);
  const auto open = answer(bob_, "open").iri.text();
  const auto unlisted =
      answer(bob_, NewPost{.text = "quiet", .visibility = Visibility::unlisted}).iri.text();
  const auto few =
      answer(bob_, NewPost{.text = "few", .visibility = Visibility::followers}).iri.text();
  const auto two =
      answer(bob_, NewPost{.text = "two", .visibility = Visibility::direct}).iri.text();
  const auto here = answer(bob_, NewPost{.text = "here", .label = Label::department}).iri.text();
  const auto to = [](const Actor& who) {
    return Destination::to_domain(who.iri.domain(), {&who.id, 1});
  };
  const struct {
    std::string_view who;
    Destination viewer;
    std::vector<std::string> seen;
  } kCases[] = {
      {"anybody", Destination::anybody(), {open, unlisted}},
      {"a follower elsewhere", to(eve_), {open, unlisted, few}},
      {"a stranger elsewhere", to(mallory_), {open, unlisted}},
      {"who was answered, here", Destination::to_person(alice_.id), {open, unlisted, few, here}},
      {"their author", Destination::to_person(bob_.id), {open, unlisted, few, two, here}},
  };
  for (const auto& c : kCases) {
    auto thread = c.seen;
    thread.insert(thread.begin(), question_.iri.text());
    EXPECT_EQ(walk(PostCollection::replies, c.viewer), c.seen) << c.who;
    EXPECT_EQ(walk(PostCollection::context, c.viewer), thread) << c.who;
    EXPECT_EQ(collection(PostCollection::replies, {}, c.viewer)["totalItems"], c.seen.size())
        << c.who;
  }
}

TEST_F(PostCollectionsTest, WhatWasDeletedAndWhoIsSuspendedIsNotListed) {
  const auto gone = answer(bob_, "oops");
  ok(act(bob_, [&](Local& l) { return delete_post(l, gone.id); }));
  befriend(alice_, eve_);
  auto object = note(eve_);
  object["inReplyTo"] = question_.iri.text();
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", object)), Outcome::taken);
  EXPECT_THAT(walk(PostCollection::replies), ElementsAre(*find_string(object, "id")));
  auto eve = now(eve_);
  eve.suspended = true;
  put(eve);
  EXPECT_THAT(walk(PostCollection::replies), IsEmpty());
  EXPECT_THAT(walk(PostCollection::context), ElementsAre(question_.iri.text()));
}

TEST_F(PostCollectionsTest, HiddenRepliesWithoutEndEndAPageButNotTheWalk) {
  for (int i = 0; i < 1'005; ++i) {
    answer(bob_, NewPost{.text = "psst", .visibility = Visibility::direct});
  }
  const auto open = answer(bob_, "open").iri.text();
  EXPECT_FALSE(collection(PostCollection::replies).contains("totalItems"));
  EXPECT_THAT(walk(PostCollection::replies), ElementsAre(open));
}

}  // namespace
}  // namespace hallway::test
