#include "federation/fetched_post.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class FetchedPostTest : public ActsTest {
 protected:
  template <class Change>
  auto learn(Change&& change) -> decltype(change(std::declval<const Learning&>())) {
    return writer_->apply([&](WriteTxn& txn) -> decltype(change(std::declval<const Learning&>())) {
      return change(Learning{txn, home_, random_, keys_, clock_.now()});
    });
  }
  Result<Post> take(const Json& object, const Actor& author, uint32_t depth = 0) {
    const Document document{iri(*find_string(object, "id")), object, dump_json(object)};
    return learn(
        [&](const Learning& here) { return take_fetched(here, document, now(author), depth); });
  }
  // An Announce of eve's, whom alice follows, of what is not here; its place in the log.
  uint64_t announce(std::string_view object) {
    befriend(alice_, eve_);
    EXPECT_EQ(outcome(eve_, activity(eve_, "Announce", std::string(object))), Outcome::taken);
    return last_log(read())->seq;
  }
  Result<void> finish(const Post& post, const std::vector<uint64_t>& waiting) {
    return learn([&](const Learning& here) { return finish_waiting(here, post, waiting); });
  }
};

TEST_F(FetchedPostTest, IsStoredAsIfItHadBeenSent) {
  auto object = note(mallory_, "<p>fetched</p>");
  const auto post = ok(take(object, mallory_));
  EXPECT_EQ(post.author, mallory_.id);
  EXPECT_EQ(payload(post.document), object);
  const auto entry = find_log(read(), post.document);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->source, Source::fetch);
  EXPECT_EQ(entry->type, "Note");
  EXPECT_TRUE(entry->activity.empty()) << "a document is no activity";
  EXPECT_FALSE(seen(read(), post.iri));
}

TEST_F(FetchedPostTest, ItsCreateIsNoSecondPost) {
  const auto object = note(mallory_);
  ok(take(object, mallory_));
  befriend(alice_, mallory_);
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Create", object)), Outcome::ignored);
  EXPECT_EQ(count(Table::posts), 1U);
}

TEST_F(FetchedPostTest, AnAnswerWhosePostCameMeanwhileIsHeldToWhatThatSays) {
  auto parent = note(eve_);
  parent["interactionPolicy"] = {{"canReply", {{"automaticApproval", Json::array()}}}};
  auto reply = note(mallory_);
  reply["inReplyTo"] = parent["id"];
  ok(take(parent, eve_));
  const auto before = rows();
  EXPECT_EQ(code_of(take(reply, mallory_)), Code::conflict) << "none was needed a moment ago";
  EXPECT_EQ(rows(), before);
  const Document document{iri(*find_string(reply, "id")), reply, dump_json(reply)};
  const auto post = ok(learn([&](const Learning& here) {
    return take_fetched(here, document, mallory_, 0, Approval::given);
  }));
  EXPECT_EQ(find_post(read(), post.id)->approval, Approval::given);
}

TEST_F(FetchedPostTest, WhatIsKnownIsReturnedAsItIs) {
  auto object = note(mallory_, "<p>first</p>");
  const auto first = ok(take(object, mallory_));
  object["content"] = "<p>second</p>";
  const auto before = rows();
  const auto again = ok(take(object, mallory_));
  EXPECT_EQ(again.id, first.id);
  EXPECT_EQ(again.content, "<p>first</p>");
  EXPECT_EQ(rows(), before);
}

TEST_F(FetchedPostTest, WhatMayNotBeTakenLeavesNoTrace) {
  const auto buried = known_note(eve_);
  outcome(eve_, activity(eve_, "Delete", buried.iri.text()));
  auto again = note(eve_);
  again["id"] = buried.iri.text();
  auto suspended = put_remote("sue");
  suspended.suspended = true;
  put(suspended);
  auto recipe = note(eve_);
  recipe["type"] = "Recipe";
  const auto before = rows();
  EXPECT_EQ(code_of(take(again, eve_)), Code::gone);
  EXPECT_EQ(code_of(take(note(suspended), suspended)), Code::forbidden);
  EXPECT_EQ(code_of(take(note(mallory_), eve_)), Code::forbidden);
  EXPECT_EQ(code_of(take(recipe, eve_)), Code::invalid);
  EXPECT_EQ(rows(), before);
}

TEST_F(FetchedPostTest, AsksForItsParentUntilTheThreadIsTooDeep) {
  auto object = note(mallory_);
  object["inReplyTo"] = "https://elsewhere.example/1";
  ok(take(object, mallory_, 20));
  EXPECT_THAT(to_fetch(), IsEmpty());
  object = note(mallory_);
  object["inReplyTo"] = "https://elsewhere.example/2";
  ok(take(object, mallory_, 19));
  EXPECT_THAT(to_fetch(), ElementsAre("https://elsewhere.example/2"));
  EXPECT_EQ(list_due_fetches(read(), clock_.now(), 1).at(0).depth, 20U);
}

TEST_F(FetchedPostTest, ABoostThatWaitedIsFinished) {
  const auto object = note(mallory_);
  const auto seq = announce(*find_string(object, "id"));
  ASSERT_EQ(count(Table::boosts), 0U);
  const auto post = ok(take(object, mallory_));
  ok(finish(post, {seq}));
  EXPECT_TRUE(find_boost(read(), post.id, eve_.id));
  const auto before = rows();
  ok(finish(post, {seq}));
  EXPECT_EQ(rows(), before) << "once";
}

TEST_F(FetchedPostTest, BoostsOfThoseWhoAreGoneOrErasedArePassedOver) {
  const auto object = note(mallory_);
  const auto seq = announce(*find_string(object, "id"));
  const auto post = ok(take(object, mallory_));
  auto suspended = now(eve_);
  suspended.suspended = true;
  put(suspended);
  ok(finish(post, {seq}));
  put(eve_);
  write([&](WriteTxn& txn) -> Result<bool> {
    TRY(erase_payload(txn, seq));
    return true;
  });
  ok(finish(post, {seq, 12'345}));
  EXPECT_EQ(count(Table::boosts), 0U);
}

}  // namespace
}  // namespace hallway::test
