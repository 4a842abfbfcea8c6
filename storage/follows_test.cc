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

class FollowerDigests : public Follows {
 protected:
  void SetUp() override {
    Follows::SetUp();
    first_ = put_person("https://testing.example.org/users/1");
    second_ = put_person("https://testing.example.org/users/2");
    elsewhere_ = put_person("https://b.example/users/1");
  }
  Id put_person(const std::string& address) {
    Actor actor;
    actor.iri = iri(address);
    actor.name = address;
    actor.domain = actor.iri.domain().text();
    return write([&](WriteTxn& txn) -> Result<Id> {
      TRY(put_actor(txn, actor, kNow));
      return actor.id;
    });
  }
  [[nodiscard]] std::optional<std::string> digest(const std::string& at) const {
    const auto found = follower_digest(read(), kBob, domain(at));
    if (!found) return std::nullopt;
    return hex({reinterpret_cast<const char*>(found->data()), found->size()});
  }
  Id first_, second_, elsewhere_;
  const std::string none_ = std::string(64, '0');
};

TEST_F(FollowerDigests, AreTheSumOfAcceptedFollowersOfOneDomain) {
  EXPECT_EQ(digest("testing.example.org"), none_);
  put(first_, kBob, FollowState::pending);
  EXPECT_EQ(digest("testing.example.org"), none_);
  put(first_, kBob, FollowState::accepted);
  const auto one = hex(std::string_view(
      reinterpret_cast<const char*>(sha256("https://testing.example.org/users/1").data()), 32));
  EXPECT_EQ(digest("testing.example.org"), one);
  put(first_, kBob, FollowState::accepted, name_);
  EXPECT_EQ(digest("testing.example.org"), one) << "once, however often it is written";
  put(second_, kBob, FollowState::accepted);
  put(elsewhere_, kBob, FollowState::accepted);
  // As FEP-8fcf counts these two.
  EXPECT_EQ(digest("testing.example.org"),
            "c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f");
  const auto there = list_followers_at(read(), kBob, domain("b.example"));
  ASSERT_EQ(there.size(), 1U);
  EXPECT_EQ(there[0].id, elsewhere_);
  EXPECT_EQ(there[0].iri, find_actor(read(), elsewhere_)->iri);
  EXPECT_EQ(list_followers_at(read(), kBob, domain("testing.example.org")).size(), 2U);
  for (const auto* other : {"b.exampl", "example", "b.example.org", "testing.example.or"}) {
    EXPECT_TRUE(list_followers_at(read(), kBob, domain(other)).empty()) << other;
  }
  write([&](WriteTxn& txn) { return erase_follow(txn, second_, kBob); });
  EXPECT_EQ(digest("testing.example.org"), one);
  write([&](WriteTxn& txn) { return erase_follow(txn, first_, kBob); });
  EXPECT_EQ(digest("testing.example.org"), none_);
}

TEST_F(FollowerDigests, OfAnOlderStoreAreUnknownUntilTheNextFollow) {
  put(first_, kBob, FollowState::accepted);
  put(second_, kBob, FollowState::accepted);
  const auto both = digest("testing.example.org");
  write([&](WriteTxn& txn) -> Result<bool> {
    std::vector<std::string> keys;
    txn.scan(Table::follower_digests, {}, [&](std::string_view key, std::string_view) {
      keys.emplace_back(key);
      return true;
    });
    for (const auto& key : keys) TRY(txn.erase(Table::follower_digests, key));
    return true;
  });
  EXPECT_EQ(digest("testing.example.org"), std::nullopt);
  put(elsewhere_, kBob, FollowState::accepted);
  EXPECT_EQ(digest("testing.example.org"), both);
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
