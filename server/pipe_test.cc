#include "server/pipe.h"

#include <gtest/gtest.h>

namespace hallway::test {
namespace {

TEST(Pipe, GivesWhatWasPutInOrderAndOnce) {
  Pipe pipe(100);
  EXPECT_TRUE(pipe.put("one "));
  EXPECT_TRUE(pipe.put("two"));
  EXPECT_EQ(pipe.waiting(), 7U);
  EXPECT_EQ(pipe.take().bytes, "one two");
  EXPECT_EQ(pipe.take().bytes, "");
}

TEST(Pipe, BreaksWhereItWouldHoldMoreThanItsCap) {
  Pipe pipe(10);
  EXPECT_TRUE(pipe.put("0123456789"));
  EXPECT_FALSE(pipe.put("x"));
  EXPECT_FALSE(pipe.put(""));
  EXPECT_EQ(pipe.waiting(), 0U) << "nothing is kept for who does not take it";
  EXPECT_TRUE(pipe.take().broken);
  EXPECT_FALSE(pipe.open());
}

TEST(Pipe, TakingMakesRoom) {
  Pipe pipe(10);
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(pipe.put("0123456789"));
    EXPECT_EQ(pipe.take().bytes.size(), 10U);
  }
}

TEST(Pipe, ClosesAfterItsLastBytes) {
  Pipe pipe(4);
  pipe.put("four");
  pipe.close(" and the end");
  EXPECT_FALSE(pipe.put("x"));
  const auto taken = pipe.take();
  EXPECT_EQ(taken.bytes, "four and the end");
  EXPECT_TRUE(taken.closed);
  EXPECT_FALSE(taken.broken);
}

TEST(Pipe, RingsWhenThereIsSomethingNewToTake) {
  Pipe pipe(10);
  int rung = 0;
  pipe.on_bytes([&] { ++rung; });
  EXPECT_EQ(rung, 0);
  pipe.put("a");
  pipe.put("b");
  EXPECT_EQ(rung, 1) << "it is known already that there is something";
  pipe.take();
  pipe.put("c");
  EXPECT_EQ(rung, 2);
  pipe.close();
  EXPECT_EQ(rung, 3);
  Pipe full(10);
  full.put("early");
  full.on_bytes([&] { ++rung; });
  EXPECT_EQ(rung, 4);
}

TEST(Pipe, TellsOnceThatThereIsRoomAgain) {
  Pipe pipe(10);
  int rung = 0;
  pipe.put("a");
  pipe.on_room([&] { ++rung; });
  EXPECT_EQ(rung, 0);
  pipe.take();
  pipe.take();
  EXPECT_EQ(rung, 1);
}

}  // namespace
}  // namespace hallway::test
