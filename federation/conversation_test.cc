#include "federation/conversation.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ConversationTest : public ActsTest {
 protected:
  // A direct post of somebody elsewhere to alice.
  Post tells_alice(const Actor& who, const std::string& answered = {}) {
    auto said = note(who, "<p>psst</p>");
    said["to"] = Json::array({alice_.iri.text()});
    said["cc"] = Json::array();
    said["tag"] = Json::array({{{"type", "Mention"},
                                {"href", alice_.iri.text()},
                                {"name", "@alice@" + home_.domain.text()}}});
    if (!answered.empty()) said["inReplyTo"] = answered;
    EXPECT_EQ(outcome(who, activity(who, "Create", said)), Outcome::taken);
    clock_.advance(milliseconds(1));
    return post_at(std::string(*find_string(said, "id")));
  }
  Post alice_answers(const Post& post) {
    return this->post(alice_,
                      {.text = "well", .visibility = Visibility::direct, .in_reply_to = post.id});
  }
  [[nodiscard]] std::vector<Conversation> of(const Actor& who, const Window& window = {}) const {
    return list_conversations(read(), home_, who.id, window);
  }
};

TEST_F(ConversationTest, WhatComesFromElsewhereIsOne) {
  befriend(alice_, eve_);
  const auto first = tells_alice(eve_);
  const auto found = of(alice_);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].last.id, first.id);
  EXPECT_THAT(found[0].people, ElementsAre(eve_.id));
  EXPECT_TRUE(found[0].unread);
  const auto answer = alice_answers(first);
  const auto after = of(alice_);
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after[0].last.id, answer.id);
  EXPECT_FALSE(after[0].unread);
  EXPECT_THAT(of(bob_), IsEmpty());
}

TEST_F(ConversationTest, IsBetweenAllWhomItsLastPostNames) {
  befriend(alice_, eve_);
  auto said = note(eve_, "<p>you two</p>");
  said["to"] = Json::array({alice_.iri.text(), bob_.iri.text()});
  said["cc"] = Json::array();
  for (const auto& who : {alice_, bob_}) {
    said["tag"].push_back({{"type", "Mention"}, {"href", who.iri.text()}, {"name", who.name}});
  }
  EXPECT_EQ(outcome(eve_, activity(eve_, "Create", said)), Outcome::taken);
  ASSERT_EQ(of(alice_).size(), 1U);
  EXPECT_THAT(of(alice_)[0].people, testing::UnorderedElementsAre(bob_.id, eve_.id));
  EXPECT_THAT(of(bob_)[0].people, testing::UnorderedElementsAre(alice_.id, eve_.id));
}

TEST_F(ConversationTest, NobodyReachesTheConversationOfOthersByItsNumber) {
  befriend(alice_, eve_);
  const auto first = tells_alice(eve_);
  EXPECT_FALSE(find_conversation(read(), home_, bob_.id, first.context));
  const auto tried = writer_->apply(
      [&](WriteTxn& txn) { return read_conversation(txn, home_, bob_.id, first.context); });
  EXPECT_EQ(code_of(tried), Code::not_found);
  EXPECT_EQ(count(Table::conversation_marks), 0U);
}

TEST_F(ConversationTest, OfSomebodyBlockedNothingIsShown) {
  befriend(alice_, mallory_);
  tells_alice(mallory_);
  ASSERT_EQ(of(alice_).size(), 1U);
  write([&](WriteTxn& txn) -> Result<bool> {
    auto actor = mallory_;
    actor.suspended = true;
    TRY(put_actor(txn, actor, clock_.now()));
    return true;
  });
  EXPECT_THAT(of(alice_), IsEmpty());
}

TEST_F(ConversationTest, TheNearestAboveABoundComesByMinId) {
  befriend(alice_, eve_);
  std::vector<Id> ids;
  ids.reserve(4);
  for (int n = 0; n < 4; ++n) ids.push_back(tells_alice(eve_).id);
  const auto above = of(alice_, {.min_id = ids[0], .limit = 2});
  ASSERT_EQ(above.size(), 2U);
  EXPECT_EQ(above[0].last.id, ids[2]);
  EXPECT_EQ(above[1].last.id, ids[1]);
}

}  // namespace
}  // namespace hallway::test
