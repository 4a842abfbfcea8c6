#include "federation/pace.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

constexpr Time kStart{1'795'612'315'000};

TEST(Probes, SoManyLinesThatAreDownAreTriedInASecond) {
  Probes probes;
  size_t begun = 0;
  for (int i = 0; i < 1'000; ++i) begun += probes.may_begin(kStart) ? 1 : 0;
  EXPECT_EQ(begun, Probes::kMost);
  EXPECT_FALSE(probes.may_begin(kStart + milliseconds(999)));
  EXPECT_TRUE(probes.may_begin(kStart + seconds(1)));
}

TEST(Probes, AClockThatIsSetBackStopsThemNotForAsLong) {
  Probes probes;
  while (probes.may_begin(kStart + days(365))) {
  }
  EXPECT_TRUE(probes.may_begin(kStart));
}

TEST(Probes, WhoHasNoTurnComesWithinHalfAMinute) {
  SeededRandom random(7);
  for (int i = 0; i < 1'000; ++i) {
    const auto pause = Probes::pause(random);
    EXPECT_GE(pause, seconds(1));
    EXPECT_LE(pause, seconds(31));
  }
}

TEST(Pause, AskedForIsADayAtMost) {
  const auto asked = [](const std::string& text) {
    return asked_pause({.status = 503, .headers = {{"Retry-After", text}}}, kStart);
  };
  EXPECT_EQ(asked("120"), seconds(120));
  EXPECT_EQ(asked("99999999999"), days(1));
  EXPECT_EQ(asked(to_http_date(kStart + hours(1))), hours(1));
  EXPECT_EQ(asked(to_http_date(kStart - hours(1))), std::nullopt);
  EXPECT_EQ(asked("soon"), std::nullopt);
}

}  // namespace
}  // namespace hallway
