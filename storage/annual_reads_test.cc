#include "storage/annual_reads.h"

#include "storage/own.h"
#include "tests/support/rows.h"

namespace hallway {
namespace {

using test::kNow;

class AnnualReads : public test::StoreTest {};

TEST_F(AnnualReads, YearsBeginAtMidnightInUtc) {
  EXPECT_EQ(begin_of_year(1970).ms, 0);
  EXPECT_EQ(begin_of_year(2026), *parse_rfc3339("2026-01-01T00:00:00Z"));
  EXPECT_EQ(year_of(begin_of_year(2026)), 2026U);
  EXPECT_EQ(year_of(begin_of_year(2026) - milliseconds(1)), 2025U);
  EXPECT_EQ(year_of(*parse_rfc3339("2024-12-31T23:59:59Z")), 2024U);
}

TEST_F(AnnualReads, AreOfOnePersonAndYearAndGoWithThem) {
  const Id alice{1}, bob{2};
  write([&](WriteTxn& txn) { return mark_year_read(txn, alice, 2022, kNow); });
  EXPECT_TRUE(is_year_read(read(), alice, 2022, kNow));
  EXPECT_FALSE(is_year_read(read(), alice, 2021, kNow));
  EXPECT_FALSE(is_year_read(read(), bob, 2022, kNow));
  write([&](WriteTxn& txn) { return erase_own(txn, alice); });
  EXPECT_FALSE(is_year_read(read(), alice, 2022, kNow));
}

TEST_F(AnnualReads, AYearThatRanIsUnreadAgainOnceItIsOver) {
  const Id alice{1};
  const auto year = year_of(kNow);
  write([&](WriteTxn& txn) { return mark_year_read(txn, alice, year, kNow); });
  EXPECT_TRUE(is_year_read(read(), alice, year, kNow));
  EXPECT_FALSE(is_year_read(read(), alice, year, begin_of_year(year + 1)));
}

}  // namespace
}  // namespace hallway
