#include "storage/table.h"

#include <gtest/gtest.h>

#include <set>

namespace hallway {
namespace {

TEST(Table, EveryTableHasItsOwnName) {
  std::set<std::string_view> names;
  for (size_t i = 0; i < static_cast<size_t>(Table::count_); ++i) {
    names.insert(name_of(static_cast<Table>(i)));
  }
  EXPECT_EQ(names.size(), static_cast<size_t>(Table::count_));
  EXPECT_EQ(name_of(Table::meta), "meta");
  EXPECT_EQ(name_of(Table::by_parent_iri), "by_parent_iri");
  EXPECT_EQ(name_of(Table::positions), "positions");
}

TEST(Table, OrderOfKeysIsOrderOfNumbers) {
  const uint64_t numbers[] = {0, 1, 255, 256, 65'535, 65'536, uint64_t{1} << 40, UINT64_MAX};
  for (size_t i = 1; i < std::size(numbers); ++i) {
    EXPECT_LT(key_of(numbers[i - 1]).view(), key_of(numbers[i]).view());
    EXPECT_LT(key_of(numbers[i - 1], UINT64_MAX).view(), key_of(numbers[i], uint64_t{0}).view());
  }
}

TEST(Table, AKeyComesApartAsItWasPutTogether) {
  const auto key = key_of(Id{7}, Time{1'700'000'000'000}, sha256("x"), UINT64_MAX);
  EXPECT_EQ(key.view().size(), 56U);
  EXPECT_EQ(id_at(key, 0), Id{7});
  EXPECT_EQ(number_at(key, 8), 1'700'000'000'000U);
  EXPECT_EQ(key.view().substr(16, 32), as_bytes_view(sha256("x")));
  EXPECT_EQ(number_at(key, 48), UINT64_MAX);
}

TEST(Table, ATimeBeforeTheEpochSortsAsTheEpoch) {
  EXPECT_EQ(key_of(Time{-5}).view(), key_of(Time{0}).view());
}

TEST(Table, ANumberBeyondTheEndIsZero) {
  EXPECT_EQ(number_at({}, 0), 0U);
  EXPECT_EQ(number_at("1234567", 0), 0U);
  EXPECT_EQ(number_at(key_of(uint64_t{9}), 8), 0U);
  EXPECT_EQ(number_at(view(value_of(0x0102030405060708)), 0), 0x0102030405060708U);
}

}  // namespace
}  // namespace hallway
