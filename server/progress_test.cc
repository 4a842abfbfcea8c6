#include "server/progress.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

TEST(Progress, SizesAreForPeople) {
  const struct {
    uint64_t bytes;
    const char* text;
  } kCases[] = {
      {0, "0 bytes"},
      {17, "17 bytes"},
      {1'023, "1023 bytes"},
      {1'024, "1.0 KiB"},
      {1'536, "1.5 KiB"},
      {312 * 1'024, "312 KiB"},
      {uint64_t{3} << 30, "3.0 GiB"},
      {uint64_t{1} << 50, "1024 TiB"},
  };
  for (const auto& c : kCases) EXPECT_EQ(size_text(c.bytes), c.text);
}

TEST(Progress, WhereNobodyLooksNothingIsShown) {
  testing::internal::CaptureStderr();
  {
    Progress progress("Verifying", Progress::Unit::rows);
    for (uint64_t done = 0; done < 1'000; ++done) progress.show(done, 1'000, "posts");
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace hallway
