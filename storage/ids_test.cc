#include "storage/ids.h"

#include "tests/support/rows.h"

namespace hallway {
namespace {

using IdsTest = test::StoreTest;

using test::kNow;
constexpr Time kBefore{1'600'000'000'000};

Result<Id> take(WriteTxn& txn, Table table, Time at) {
  const auto id = allocate_id(txn, table, at, kNow);
  TRY(txn.put(table, key_of(id), {}));
  return id;
}

TEST_F(IdsTest, CountUpwardsWithinAMillisecond) {
  write([](WriteTxn& txn) -> Result<void> {
    for (uint64_t i = 0; i < 5; ++i) {
      EXPECT_EQ(TRY(take(txn, Table::reactions, kNow)).value, first_id_at(kNow).value + i);
    }
    EXPECT_EQ(TRY(take(txn, Table::boosts, kNow)), first_id_at(kNow)) << "each table by itself";
    return {};
  });
}

TEST_F(IdsTest, APastTimeIsKeptAndAFutureOneClamped) {
  write([](WriteTxn& txn) -> Result<void> {
    EXPECT_EQ(TRY(take(txn, Table::posts, kNow)).time(), kNow);
    EXPECT_EQ(TRY(take(txn, Table::posts, kBefore)).time(), kBefore);
    EXPECT_EQ(TRY(take(txn, Table::posts, kNow + hours(1))).time(), kNow);
    EXPECT_EQ(TRY(take(txn, Table::posts, Time{})).time(), kNow) << "not set";
    EXPECT_EQ(TRY(take(txn, Table::posts, Time{-1})).time(), kNow);
    return {};
  });
}

TEST_F(IdsTest, AFullMillisecondRunsOverIntoTheNext) {
  write([](WriteTxn& txn) -> Result<void> {
    const Id last{first_id_at({kBefore.ms + 1}).value - 1};
    TRY(txn.put(Table::posts, key_of(last), {}));
    EXPECT_EQ(TRY(take(txn, Table::posts, kBefore)), first_id_at({kBefore.ms + 1}));
    EXPECT_EQ(TRY(take(txn, Table::posts, kBefore)).value, first_id_at({kBefore.ms + 1}).value + 1);
    return {};
  });
}

TEST_F(IdsTest, PostsAndBoostsShareOneRow) {
  write([](WriteTxn& txn) -> Result<void> {
    const auto first = allocate_entry_id(txn, kNow, kNow);
    TRY(txn.put(Table::posts, key_of(first), {}));
    const auto second = allocate_entry_id(txn, kNow, kNow);
    TRY(txn.put(Table::boosts, key_of(second), {}));
    const auto third = allocate_entry_id(txn, kNow, kNow);
    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
    return {};
  });
}

TEST_F(IdsTest, AreNeverZero) {
  write([](WriteTxn& txn) -> Result<void> {
    EXPECT_TRUE(allocate_id(txn, Table::posts, Time{}, Time{}));
    return {};
  });
}

}  // namespace
}  // namespace hallway
