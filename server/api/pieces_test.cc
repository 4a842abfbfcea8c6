#include "server/api/pieces.h"

#include <gtest/gtest.h>

namespace hallway::api::test {
namespace {

using Kind = Pieces::Kind;

std::string found(Pieces& pieces, Kind kind, uint64_t id, uint64_t stamp) {
  std::string out = ">";
  return pieces.append(kind, Id{id}, stamp, out) ? out : "none";
}

TEST(Pieces, OneIsFoundByWhatItIsOfAndByItsStamp) {
  Pieces pieces;
  pieces.keep(Kind::status, Id{7}, 1, "text");
  EXPECT_EQ(found(pieces, Kind::status, 7, 1), ">text");
  EXPECT_EQ(found(pieces, Kind::status, 7, 2), "none") << "it was made from something else";
  EXPECT_EQ(found(pieces, Kind::account, 7, 1), "none");
  EXPECT_EQ(found(pieces, Kind::status, 8, 1), "none");
  pieces.keep(Kind::status, Id{7}, 2, "newer");
  EXPECT_EQ(found(pieces, Kind::status, 7, 2), ">newer");
  EXPECT_EQ(found(pieces, Kind::status, 7, 1), "none");
}

TEST(Pieces, TheyNeverTakeMoreThanTheyMayAndKeepWhatIsUsed) {
  Pieces pieces(100'000);
  pieces.keep(Kind::status, Id{1}, 1, std::string(1'000, 'a'));
  for (uint64_t id = 2; id < 2'000; ++id) {
    pieces.keep(Kind::status, Id{id}, 1, std::string(1'000, 'b'));
    EXPECT_LE(pieces.bytes(), 100'000U);
    ASSERT_NE(found(pieces, Kind::status, 1, 1), "none") << "used all the time, gone at " << id;
  }
  EXPECT_EQ(found(pieces, Kind::status, 2, 1), "none");
  EXPECT_NE(found(pieces, Kind::status, 1'999, 1), "none");
}

}  // namespace
}  // namespace hallway::api::test
