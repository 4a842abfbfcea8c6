#include "storage/reactions.h"

#include "storage/names.h"
#include "tests/support/rows.h"

namespace hallway {
namespace {

using namespace test;

constexpr Id kPost{21};

class Reactions : public StoreTest {
 protected:
  bool react(Id actor, const Iri& name, const std::string& content = "") {
    Reaction r{.iri = name, .actor = actor, .post = kPost, .content = content, .at = kNow};
    return write([&](WriteTxn& txn) { return add_reaction(txn, r, kNow); });
  }
  bool boost(Id actor, const Iri& name) {
    Boost b{
        .iri = name, .actor = actor, .post = kPost, .at = kNow, .visibility = Visibility::unlisted};
    return write([&](WriteTxn& txn) { return add_boost(txn, b, kNow); });
  }
  void expect_empty() {
    for (size_t i = 0; i < static_cast<size_t>(Table::count_); ++i) {
      const auto table = static_cast<Table>(i);
      if (table == Table::meta) continue;
      EXPECT_EQ(read().count(table), 0U) << name_of(table);
    }
  }
  const Iri one_ = iri("https://a.example/1"), two_ = iri("https://a.example/2");
};

TEST_F(Reactions, APersonLikesAPostOnce) {
  EXPECT_TRUE(react(kAlice, one_));
  EXPECT_FALSE(react(kAlice, two_));
  EXPECT_TRUE(react(kBob, two_));
  EXPECT_EQ(count_reactions(read(), kPost), 2U);
  EXPECT_EQ(find_reaction(read(), one_)->actor, kAlice);
  EXPECT_EQ(find_reaction(read(), two_)->actor, kBob);
}

TEST_F(Reactions, APersonReactsOnceWithEachEmojiApartFromALike) {
  EXPECT_TRUE(react(kAlice, one_, "🎉"));
  EXPECT_FALSE(react(kAlice, two_, "🎉"));
  EXPECT_TRUE(react(kAlice, two_, "👍"));
  EXPECT_TRUE(react(kBob, iri("https://a.example/3"), "👍"));
  EXPECT_TRUE(react(kAlice, iri("https://a.example/4")));
  EXPECT_EQ(count_reactions(read(), kPost), 1U);
  EXPECT_EQ(count_emoji_reactions(read(), kPost, kAlice), 2U);
  const auto counts = count_emojis(list_emoji_reactions(read(), kPost, 100));
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts[0].content, "👍");
  EXPECT_EQ(counts[0].count, 2U);
  EXPECT_EQ(find_reaction(read(), kPost, kAlice, "🎉")->iri, one_);
  EXPECT_EQ(find_reaction(read(), kPost, kAlice)->content, "");
  write([&](WriteTxn& txn) { return erase_reaction(txn, *find_reaction(txn, one_)); });
  EXPECT_FALSE(find_reaction(read(), kPost, kAlice, "🎉"));
  EXPECT_TRUE(find_reaction(read(), kPost, kAlice, "👍"));
}

TEST_F(Reactions, APersonBoostsAPostOnce) {
  EXPECT_TRUE(boost(kAlice, one_));
  EXPECT_FALSE(boost(kAlice, two_));
  EXPECT_TRUE(boost(kBob, two_));
  EXPECT_EQ(count_boosts(read(), kPost), 2U);
  const auto found = find_boost(read(), kPost, kAlice).value();
  EXPECT_EQ(found.visibility, Visibility::unlisted);
  EXPECT_EQ(find_boost(read(), found.id)->iri, one_);
  EXPECT_EQ(find_boost(read(), two_)->actor, kBob);
  EXPECT_FALSE(find_reaction(read(), one_));
}

TEST_F(Reactions, WhatIsTakenBackLeavesNothing) {
  react(kAlice, one_);
  boost(kAlice, two_);
  write([&](WriteTxn& txn) -> Result<void> {
    TRY(erase_reaction(txn, *find_reaction(txn, one_)));
    return erase_boost(txn, *find_boost(txn, two_));
  });
  expect_empty();
  EXPECT_TRUE(react(kAlice, one_)) << "and can be done again";
  EXPECT_TRUE(boost(kAlice, two_));
}

TEST_F(Reactions, WithoutAnIdTheyAreFoundByPersonAndPost) {
  EXPECT_TRUE(react(kAlice, {}));
  EXPECT_TRUE(react(kBob, {}));
  EXPECT_TRUE(boost(kAlice, {}));
  EXPECT_FALSE(find_reaction(read(), Iri()));
  write([](WriteTxn& txn) { return erase_reaction(txn, *find_reaction(txn, kPost, kBob)); });
  EXPECT_TRUE(find_reaction(read(), kPost, kAlice));
  EXPECT_FALSE(find_reaction(read(), kPost, kBob));
}

TEST_F(Reactions, AnIdThatNamesSomethingElseIsRefused) {
  write([&](WriteTxn& txn) { return put_name(txn, one_, {.kind = Kind::post, .id = kPost}); });
  Reaction r{.iri = one_, .actor = kAlice, .post = kPost, .at = kNow};
  EXPECT_EQ(writer_->apply([&](WriteTxn& txn) { return add_reaction(txn, r, kNow); }).error().code,
            Code::conflict);
  Boost b{.iri = one_, .actor = kAlice, .post = kPost, .at = kNow};
  EXPECT_EQ(writer_->apply([&](WriteTxn& txn) { return add_boost(txn, b, kNow); }).error().code,
            Code::conflict);
  EXPECT_EQ(count_reactions(read(), kPost) + count_boosts(read(), kPost), 0U);
  EXPECT_EQ(find_id(read(), one_, Kind::post), kPost);
}

TEST_F(Reactions, WhoReactedIsListedInPages) {
  for (uint64_t n = 1; n <= 5; ++n) {
    react(Id{n}, {});
    boost(Id{n}, {});
  }
  EXPECT_EQ(list_reacting(read(), kPost, {}, 2), (Ids{Id{1}, Id{2}}));
  EXPECT_EQ(list_reacting(read(), kPost, Id{3}, 9), (Ids{Id{4}, Id{5}}));
  EXPECT_EQ(list_boosting(read(), kPost, Id{2}, 2), (Ids{Id{3}, Id{4}}));
  EXPECT_EQ(list_boosting(read(), kPost, Id{UINT64_MAX}, 2), Ids{});
  EXPECT_EQ(list_boosting(read(), kPost, {}, 0), Ids{});
  EXPECT_EQ(list_reacting(read(), Id{99}, {}, 2), Ids{});
}

}  // namespace
}  // namespace hallway
