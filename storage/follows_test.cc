#include "storage/follows.h"

#include "storage/actors.h"
#include "storage/names.h"
#include "tests/support/rows.h"

namespace hallway {
namespace {

using namespace test;

class Follows : public StoreTest {
 protected:
  void put(Id follower, Id followee, FollowState state, const Iri& name = {}) {
    Follow follow{
        .iri = name, .follower = follower, .followee = followee, .state = state, .at = kNow};
    write([&](WriteTxn& txn) { return put_follow(txn, follow); });
  }
  const Iri name_ = iri("https://a.example/follow/1");
};

TEST_F(Follows, OnlyAnAcceptedFollowFollows) {
  put(kAlice, kBob, FollowState::pending, name_);
  EXPECT_FALSE(follows(read(), kAlice, kBob));
  EXPECT_EQ(find_follow(read(), kAlice, kBob)->state, FollowState::pending);
  put(kAlice, kBob, FollowState::accepted, name_);
  EXPECT_TRUE(follows(read(), kAlice, kBob));
  EXPECT_FALSE(follows(read(), kBob, kAlice));
  EXPECT_EQ(read().count(Table::follows), 1U);
  EXPECT_EQ(find_follow(read(), kAlice, kBob)->at, kNow);
}

TEST_F(Follows, AFollowIsFoundByItsActivity) {
  put(kAlice, kBob, FollowState::pending, name_);
  EXPECT_EQ(find_follow(read(), name_)->followee, kBob);
  EXPECT_FALSE(find_follow(read(), iri("https://a.example/follow/2")));
}

TEST_F(Follows, AFollowSentAgainUnderAnotherIdIsKnownByThatOne) {
  put(kAlice, kBob, FollowState::pending, name_);
  const auto second = iri("https://a.example/follow/2");
  put(kAlice, kBob, FollowState::accepted, second);
  EXPECT_FALSE(find_follow(read(), name_));
  EXPECT_EQ(find_follow(read(), second)->state, FollowState::accepted);
}

// Some servers give all their follows one id.
TEST_F(Follows, AnIdUsedForTwoFollowsIsTheLaterOnes) {
  put(kAlice, kBob, FollowState::accepted, name_);
  put(kAlice, kCarol, FollowState::accepted, name_);
  EXPECT_EQ(find_follow(read(), name_)->followee, kCarol);
  write([](WriteTxn& txn) { return erase_follow(txn, kAlice, kBob); });
  EXPECT_EQ(find_follow(read(), name_)->followee, kCarol) << "erasing the one leaves the other";
  EXPECT_TRUE(follows(read(), kAlice, kCarol));
}

TEST_F(Follows, AFollowNamedLikeAPostHidesNoPost) {
  write([&](WriteTxn& txn) { return put_name(txn, name_, {.kind = Kind::post, .id = Id{1}}); });
  const auto outcome = writer_->apply([&](WriteTxn& txn) {
    Follow follow{.iri = name_, .follower = kAlice, .followee = kBob, .at = kNow};
    return put_follow(txn, follow);
  });
  EXPECT_EQ(outcome.error().code, Code::conflict);
  EXPECT_EQ(find_id(read(), name_, Kind::post), Id{1});
  EXPECT_FALSE(find_follow(read(), kAlice, kBob));
}

TEST_F(Follows, AnErasedFollowLeavesNothing) {
  put(kAlice, kBob, FollowState::accepted, name_);
  write([](WriteTxn& txn) { return erase_follow(txn, kAlice, kBob); });
  for (const auto table : {Table::follows, Table::followers, Table::iris}) {
    EXPECT_EQ(read().count(table), 0U) << name_of(table);
  }
  write([](WriteTxn& txn) { return erase_follow(txn, kAlice, kBob); });
}

TEST_F(Follows, ListsArePagedAndOfOneState) {
  for (uint64_t n = 101; n <= 110; ++n) {
    put(Id{n}, kBob, n % 5 ? FollowState::accepted : FollowState::pending);
    put(kAlice, Id{n}, n % 5 ? FollowState::accepted : FollowState::pending);
  }
  const auto accepted = FollowState::accepted;
  EXPECT_EQ(count_followers(read(), kBob), 8U);
  EXPECT_EQ(count_following(read(), kAlice), 8U);
  EXPECT_EQ(list_followers(read(), kBob, FollowState::pending, {}, 9), (Ids{Id{105}, Id{110}}));
  EXPECT_EQ(list_following(read(), kAlice, FollowState::pending, {}, 9), (Ids{Id{105}, Id{110}}));
  EXPECT_EQ(list_followers(read(), kBob, accepted, {}, 2), (Ids{Id{101}, Id{102}}));
  EXPECT_EQ(list_followers(read(), kBob, accepted, Id{104}, 2), (Ids{Id{106}, Id{107}}));
  EXPECT_EQ(list_following(read(), kAlice, accepted, Id{108}, 9), Ids{Id{109}});
  EXPECT_EQ(list_following(read(), kAlice, accepted, Id{UINT64_MAX}, 9), Ids{});
  EXPECT_EQ(list_followers(read(), kBob, accepted, {}, 0), Ids{});
  EXPECT_EQ(count_followers(read(), kCarol), 0U);
}

}  // namespace
}  // namespace hallway
