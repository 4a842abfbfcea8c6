// Everything of somebody who goes is erased, and nothing of others.
#include <gmock/gmock.h>

#include "federation/actor.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DepartingTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    mine_ = post(alice_);
    befriend(alice_, eve_);
    befriend(eve_, alice_);
    befriend(bob_, eve_, FollowState::pending);
  }
  Outcome leave() { return outcome(eve_, activity(eve_, "Delete", eve_.iri.text())); }
  size_t left_of_eve() {
    size_t left = list_reactions_by(read(), eve_.id, 10'000).size();
    scan_author(read(), eve_.id, Id{}, [&](Entry) { return ++left, true; });
    return left;
  }
  Post mine_;
};

TEST_F(DepartingTest, EverythingOfTheirsGoesAndNothingOfOthers) {
  const auto theirs = known_note(eve_, "<p>secret</p>");
  EXPECT_EQ(outcome(eve_, activity(eve_, "Like", mine_.iri.text())), Outcome::taken);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Announce", mine_.iri.text())), Outcome::taken);
  auto eve = now(eve_);
  eve.display_name = eve.summary = "Eve";
  eve.fields = {{"a", "b"}};
  eve.icon = iri("https://remote.example/eve.png");
  put(eve);

  ASSERT_EQ(leave(), Outcome::taken);
  const auto txn = read();
  EXPECT_TRUE(post_at(theirs.iri.text()).gone);
  EXPECT_FALSE(find_payload(txn, theirs.document));
  EXPECT_EQ(count_reactions(txn, mine_.id), 0U);
  EXPECT_EQ(count_boosts(txn, mine_.id), 0U);
  EXPECT_EQ(count_followers(txn, alice_.id) + count_following(txn, alice_.id), 0U);
  EXPECT_FALSE(find_follow(txn, bob_.id, eve_.id));
  const auto gone = now(eve_);
  EXPECT_TRUE(gone.gone);
  EXPECT_EQ(gone.display_name + gone.summary, "");
  EXPECT_THAT(gone.fields, IsEmpty());
  EXPECT_TRUE(gone.icon.empty());
  EXPECT_FALSE(post_at(mine_.iri.text()).gone);
  EXPECT_THAT(list_departed(txn, 10), IsEmpty()) << "there was little to erase";
}

TEST_F(DepartingTest, WhoLeftTooMuchForOneTransactionIsErasedBitByBit) {
  constexpr size_t kPosts = 2'500;
  write([&](WriteTxn& txn) -> Result<bool> {
    for (size_t i = 0; i < kPosts; ++i) {
      Post one{.iri = iri(fresh_id(eve_)), .author = eve_.id, .content = "<p>secret</p>"};
      one.published = clock_.now();
      TRY(add_post(txn, one, clock_.now()));
    }
    return true;
  });
  EXPECT_EQ(outcome(eve_, activity(eve_, "Like", mine_.iri.text())), Outcome::taken);
  ASSERT_EQ(left_of_eve(), kPosts + 1);
  ASSERT_EQ(leave(), Outcome::taken);
  EXPECT_GT(left_of_eve(), 0U);
  ASSERT_THAT(list_departed(read(), 10), ElementsAre(eve_.id));
  const auto go_on = [&] {
    return write([&](WriteTxn& txn) { return erase_left_behind(txn, clock_.now()); });
  };
  for (int turn = 0; turn < 10 && go_on(); ++turn) {
  }
  EXPECT_FALSE(go_on());
  EXPECT_EQ(left_of_eve(), 0U);
  EXPECT_EQ(count_reactions(read(), mine_.id), 0U);
}

}  // namespace
}  // namespace hallway::test
