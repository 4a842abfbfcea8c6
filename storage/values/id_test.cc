#include "storage/values/id.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

TEST(Id, DecimalNumbersThatFitAreRead) {
  EXPECT_EQ(parse_id("1")->value, 1U);
  EXPECT_EQ(parse_id("0")->value, 0U);
  EXPECT_EQ(parse_id("18446744073709551615")->value, UINT64_MAX);
  EXPECT_EQ(to_string(Id{UINT64_MAX}), "18446744073709551615");
}

TEST(Id, EverythingElseIsRefused) {
  for (const char* text : {"", "-1", "+1", " 1", "1 ", "0x1", "1.0", "18446744073709551616", "abc",
                           "000000000000000000001", "99999999999999999999"}) {
    EXPECT_EQ(parse_id(text).ok(), false) << text;
  }
}

TEST(Id, OrderOfIdsIsOrderOfTime) {
  const Time early{1'795'612'315'000};
  const Id first = first_id_at(early);
  EXPECT_EQ(first.time(), early);
  EXPECT_LT(Id{first.value + 65'535}, first_id_at(early + milliseconds(1)));
  EXPECT_EQ(first_id_at(Time{-1}), Id{});
  EXPECT_FALSE(Id{});
  EXPECT_TRUE(first);
}

}  // namespace
}  // namespace hallway
