#include "storage/tallies.h"

#include "storage/actors.h"
#include "storage/follows.h"
#include "storage/posts.h"
#include "storage/reactions.h"
#include "tests/support/rows.h"

namespace hallway::test {
namespace {

class Tallies : public StoreTest {
 protected:
  template <class Act>
  void act(Act&& act) {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(act(txn));
      return true;
    });
  }
  Post add(Id author, const std::string& path) {
    return write([&](WriteTxn& txn) -> Result<Post> {
      Post post{.iri = iri("https://a.example/" + path), .author = author};
      TRY(add_post(txn, post, kNow));
      return post;
    });
  }
  void follow(Id follower, Id followee, FollowState state) {
    act([&](WriteTxn& txn) -> Result<void> {
      Follow made{.follower = follower, .followee = followee, .state = state, .at = kNow};
      return put_follow(txn, made);
    });
  }
  // As in a store that is older than tallies.
  void forget() {
    act([](WriteTxn& txn) -> Result<void> {
      for (const auto actor : {kAlice, kBob}) {
        for (uint64_t what = 0; what < 3; ++what) {
          TRY(txn.erase(Table::tallies, key_of(actor, what)));
        }
      }
      return {};
    });
  }
};

TEST_F(Tallies, PostsAndBoostsAreCountedAsTheyComeAndGo) {
  const auto first = add(kAlice, "1");
  add(kAlice, "2");
  Boost boost{.iri = iri("https://a.example/b"), .actor = kAlice, .post = first.id, .at = kNow};
  act([&](WriteTxn& txn) -> Result<void> {
    TRY(add_boost(txn, boost, kNow));
    return {};
  });
  EXPECT_EQ(find_tally(read(), kAlice, Tallied::entries), 3U);
  EXPECT_EQ(count_entries(read(), kAlice, 2), 2U);
  act([&](WriteTxn& txn) -> Result<void> {
    TRY(bury_post(txn, first.id, kNow));
    TRY(bury_post(txn, first.id, kNow));
    TRY(erase_boost(txn, boost));
    return erase_boost(txn, boost);
  });
  EXPECT_EQ(find_tally(read(), kAlice, Tallied::entries), 1U) << "each once";
}

TEST_F(Tallies, OnlyAcceptedFollowsAreCounted) {
  follow(kAlice, kBob, FollowState::pending);
  EXPECT_EQ(count_followers(read(), kBob), 0U);
  follow(kAlice, kBob, FollowState::accepted);
  follow(kAlice, kBob, FollowState::accepted);
  EXPECT_EQ(find_tally(read(), kBob, Tallied::followers), 1U);
  EXPECT_EQ(find_tally(read(), kAlice, Tallied::following), 1U);
  act([](WriteTxn& txn) { return erase_follow(txn, kAlice, kBob); });
  EXPECT_EQ(count_followers(read(), kBob) + count_following(read(), kAlice), 0U);
}

TEST_F(Tallies, AnOlderStoreIsCountedOnceAndKeptUpFromThenOn) {
  add(kAlice, "1");
  add(kAlice, "2");
  follow(kBob, kAlice, FollowState::accepted);
  forget();
  EXPECT_FALSE(find_tally(read(), kAlice, Tallied::entries));
  EXPECT_EQ(count_entries(read(), kAlice, 100), 2U);
  EXPECT_EQ(count_followers(read(), kAlice), 1U);
  const auto third = add(kAlice, "3");
  EXPECT_EQ(find_tally(read(), kAlice, Tallied::entries), 3U);
  forget();
  act([&](WriteTxn& txn) { return bury_post(txn, third.id, kNow); });
  EXPECT_EQ(find_tally(read(), kAlice, Tallied::entries), 2U);
}

}  // namespace
}  // namespace hallway::test
