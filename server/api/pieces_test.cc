#include "server/api/pieces.h"

#include <gtest/gtest.h>

namespace hallway::api::test {
namespace {

using Kind = Pieces::Kind;

std::string found(Pieces& pieces, Kind kind, uint64_t id, uint64_t stamp) {
  std::string out = ">";
  return pieces.append(kind, Id{id}, {.stamp = stamp}, out) ? out : "none";
}

TEST(Pieces, OneIsFoundByWhatItIsOfAndByItsStamp) {
  Pieces pieces;
  pieces.keep(Kind::status, Id{7}, {.stamp = 1}, "text");
  EXPECT_EQ(found(pieces, Kind::status, 7, 1), ">text");
  EXPECT_EQ(found(pieces, Kind::status, 7, 2), "none") << "it was made from something else";
  EXPECT_EQ(found(pieces, Kind::account, 7, 1), "none");
  EXPECT_EQ(found(pieces, Kind::status, 8, 1), "none");
  pieces.keep(Kind::status, Id{7}, {.stamp = 2}, "newer");
  EXPECT_EQ(found(pieces, Kind::status, 7, 2), ">newer");
  EXPECT_EQ(found(pieces, Kind::status, 7, 1), "none");
}

TEST(Pieces, OneIsTakenWithoutAStampWhereItWasSeenToBeRightSince) {
  Pieces pieces;
  const auto as_of = [&](uint64_t commit, uint64_t age) {
    std::string out;
    return pieces.append_as_of(Kind::account, Id{7}, commit, age, out) ? out : "none";
  };
  EXPECT_EQ(as_of(0, 3), "none") << "there is none yet";
  pieces.keep(Kind::account, Id{7}, {.stamp = 1, .commit = 20, .age = 3}, "text");
  EXPECT_EQ(as_of(19, 3), "text");
  EXPECT_EQ(as_of(20, 3), "text");
  EXPECT_EQ(as_of(21, 3), "none") << "something was written since";
  EXPECT_EQ(as_of(20, 4), "none") << "too old";
  std::string out;
  EXPECT_TRUE(pieces.append(Kind::account, Id{7}, {.stamp = 1, .commit = 25, .age = 3}, out));
  EXPECT_EQ(as_of(25, 3), "text") << "its stamp was the same at that commit";
  EXPECT_TRUE(pieces.append(Kind::account, Id{7}, {.stamp = 1, .commit = 22, .age = 3}, out));
  EXPECT_EQ(as_of(25, 3), "text") << "what an earlier reader saw takes nothing back";
}

TEST(Pieces, TheyNeverTakeMoreThanTheyMayAndKeepWhatIsUsed) {
  Pieces pieces(100'000);
  pieces.keep(Kind::status, Id{1}, {.stamp = 1}, std::string(1'000, 'a'));
  for (uint64_t id = 2; id < 2'000; ++id) {
    pieces.keep(Kind::status, Id{id}, {.stamp = 1}, std::string(1'000, 'b'));
    EXPECT_LE(pieces.bytes(), 100'000U);
    ASSERT_NE(found(pieces, Kind::status, 1, 1), "none") << "used all the time, gone at " << id;
  }
  EXPECT_EQ(found(pieces, Kind::status, 2, 1), "none");
  EXPECT_NE(found(pieces, Kind::status, 1'999, 1), "none");
}

}  // namespace
}  // namespace hallway::api::test
