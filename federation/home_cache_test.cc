#include "federation/home_cache.h"

#include "tests/support/store.h"

namespace hallway {
namespace {

class HomeCacheTest : public test::StoreTest {
 protected:
  static HomeBeginning beginning(uint64_t newest) {
    return {.entries = {{Id{newest}, EntryKind::post}}, .from = {Table::by_author, Table::mutes}};
  }
  // The newest entry that is kept for a person; 0: none is.
  static uint64_t kept(HomeCache& cache, const ReadTxn& txn, uint64_t person) {
    const auto found = cache.find(txn, Id{person});
    return found ? found->entries.front().id.value : 0;
  }
  void change(Table table) {
    write([&](WriteTxn& txn) { return txn.put(table, key_of(Id{1}, ++times_), {}); });
  }
  uint64_t times_ = 0;
};

TEST_F(HomeCacheTest, WhatIsKeptIsGivenUntilSomethingIsWrittenThatItFollowsFrom) {
  HomeCache cache;
  EXPECT_EQ(kept(cache, read(), 7), 0U);
  cache.keep(read(), Id{7}, beginning(70));
  EXPECT_EQ(kept(cache, read(), 7), 70U);
  EXPECT_EQ(kept(cache, read(), 8), 0U) << "it is somebody else's";
  change(Table::by_tag);
  EXPECT_EQ(kept(cache, read(), 7), 70U) << "it has nothing to do with that";
  change(Table::mutes);
  EXPECT_EQ(kept(cache, read(), 7), 0U);
  cache.keep(read(), Id{7}, beginning(71));
  EXPECT_EQ(kept(cache, read(), 7), 71U);
}

TEST_F(HomeCacheTest, WhoSeesAnEarlierStateIsGivenNothingOfALaterOne) {
  HomeCache cache;
  change(Table::by_author);
  const auto earlier = read();
  cache.keep(earlier, Id{7}, beginning(70));
  change(Table::by_author);
  const auto later = read();
  EXPECT_EQ(kept(cache, later, 7), 0U);
  cache.keep(later, Id{7}, beginning(71));
  EXPECT_EQ(kept(cache, earlier, 7), 0U);
  EXPECT_EQ(kept(cache, later, 7), 71U);
  cache.keep(earlier, Id{7}, beginning(70));
  EXPECT_EQ(kept(cache, later, 7), 0U) << "made by somebody who looks at the past";
}

TEST_F(HomeCacheTest, ThereAreNeverMoreThanItMayKeepAndWhoReadsStays) {
  HomeCache cache(10);
  const auto txn = read();
  cache.keep(txn, Id{1}, beginning(1));
  for (uint64_t person = 2; person < 100; ++person) {
    cache.keep(txn, Id{person}, beginning(person));
    ASSERT_EQ(kept(cache, txn, 1), 1U) << "after " << person;
  }
  size_t still = 0;
  for (uint64_t person = 1; person < 100; ++person) {
    if (kept(cache, txn, person) != 0) ++still;
  }
  EXPECT_LE(still, 10U);
}

}  // namespace
}  // namespace hallway
