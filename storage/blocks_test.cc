#include "storage/blocks.h"

#include "storage/names.h"
#include "tests/support/rows.h"

namespace hallway {
namespace {

using namespace test;

class Blocks : public StoreTest {
 protected:
  void put(Id by, Id whom, const Iri& name = {}) {
    write([&](WriteTxn& txn) {
      return put_block(txn, {.iri = name, .by = by, .whom = whom, .at = kNow});
    });
  }
  const Iri name_ = iri("https://a.example/blocks/1");
};

TEST_F(Blocks, ABlockIsFoundByItsPairAndItsActivity) {
  put(kAlice, kBob, name_);
  EXPECT_TRUE(blocks(read(), kAlice, kBob));
  EXPECT_FALSE(blocks(read(), kBob, kAlice));
  EXPECT_TRUE(estranged(read(), kBob, kAlice));
  EXPECT_FALSE(estranged(read(), kBob, kCarol));
  EXPECT_EQ(find_block(read(), name_)->whom, kBob);
  EXPECT_EQ(find_block(read(), kAlice, kBob)->at, kNow);
}

TEST_F(Blocks, AnErasedBlockLeavesNothing) {
  put(kAlice, kBob, name_);
  put(kAlice, kBob, iri("https://a.example/blocks/2"));
  EXPECT_FALSE(find_block(read(), name_)) << "known by its latest name";
  write([](WriteTxn& txn) { return erase_block(txn, kAlice, kBob); });
  for (const auto table : {Table::blocks, Table::iris}) {
    EXPECT_EQ(read().count(table), 0U) << name_of(table);
  }
  write([](WriteTxn& txn) { return erase_block(txn, kAlice, kBob); });
}

TEST_F(Blocks, ABlockNamedLikeAPostHidesNoPost) {
  write([&](WriteTxn& txn) { return put_name(txn, name_, {.kind = Kind::post, .id = Id{1}}); });
  const auto outcome = writer_->apply([&](WriteTxn& txn) {
    return put_block(txn, {.iri = name_, .by = kAlice, .whom = kBob, .at = kNow});
  });
  EXPECT_EQ(outcome.error().code, Code::conflict);
  EXPECT_EQ(find_id(read(), name_, Kind::post), Id{1});
  EXPECT_FALSE(blocks(read(), kAlice, kBob));
}

TEST_F(Blocks, ListsArePaged) {
  for (uint64_t n = 101; n <= 104; ++n) {
    put(kAlice, Id{n});
    write([&](WriteTxn& txn) { return put_mute(txn, {.by = kBob, .whom = Id{n}, .at = kNow}); });
  }
  put(kCarol, Id{105});
  EXPECT_EQ(list_blocked(read(), kAlice, {}, 2), (Ids{Id{101}, Id{102}}));
  EXPECT_EQ(list_blocked(read(), kAlice, Id{102}, 9), (Ids{Id{103}, Id{104}}));
  EXPECT_EQ(list_blocked(read(), kAlice, Id{UINT64_MAX}, 9), Ids{});
  EXPECT_EQ(list_muted(read(), kBob, Id{103}, 9), Ids{Id{104}});
  EXPECT_EQ(list_muted(read(), kAlice, {}, 9), Ids{});
}

TEST_F(Blocks, AMuteEndsWhenItsTimeIsOverAndNoSooner) {
  write([](WriteTxn& txn) -> Result<bool> {
    TRY(put_mute(txn, {.by = kAlice, .whom = kBob, .at = kNow}));
    TRY(put_mute(txn, {.by = kBob, .whom = Id{7}, .at = kNow, .expires = kNow + hours(1)}));
    TRY(put_mute(txn, {.by = kBob, .whom = Id{8}, .at = kNow, .expires = kNow + hours(2)}));
    return true;
  });
  EXPECT_EQ(find_mute(read(), kBob, Id{7})->expires, kNow + hours(1));
  EXPECT_TRUE(list_ended_mutes(read(), kNow + hours(1) - milliseconds(1), 9).empty());
  const auto ended = list_ended_mutes(read(), kNow + hours(1), 9);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].by, kBob);
  EXPECT_EQ(ended[0].whom, Id{7});
  EXPECT_EQ(list_ended_mutes(read(), kNow + days(9'000), 1).size(), 1U) << "at most so many";
}

TEST_F(Blocks, AMuteSaysWhetherItIsHeardOf) {
  EXPECT_FALSE(find_mute(read(), kAlice, kBob));
  for (const bool notifications : {true, false}) {
    write([&](WriteTxn& txn) {
      return put_mute(txn,
                      {.by = kAlice, .whom = kBob, .at = kNow, .notifications = notifications});
    });
    EXPECT_EQ(find_mute(read(), kAlice, kBob)->notifications, notifications);
  }
  write([](WriteTxn& txn) { return erase_mute(txn, kAlice, kBob); });
  EXPECT_FALSE(mutes(read(), kAlice, kBob));
}

TEST_F(Blocks, DomainsAreOnesOwn) {
  const auto there = domain("a.example"), with_port = domain("a.example:8080");
  write([&](WriteTxn& txn) { return put_domain_block(txn, kAlice, there); });
  write([&](WriteTxn& txn) { return put_domain_block(txn, kAlice, with_port); });
  EXPECT_TRUE(blocks_domain(read(), kAlice, there));
  EXPECT_FALSE(blocks_domain(read(), kBob, there));
  EXPECT_EQ(list_blocked_domains(read(), kAlice, 9).size(), 2U);
  write([&](WriteTxn& txn) { return erase_domain_block(txn, kAlice, there); });
  EXPECT_EQ(list_blocked_domains(read(), kAlice, 9), std::vector{with_port});
}

}  // namespace
}  // namespace hallway
