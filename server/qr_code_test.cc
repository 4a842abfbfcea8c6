#include "server/qr_code.h"

#include <gmock/gmock.h>

namespace hallway {
namespace {

using ::testing::HasSubstr;

TEST(QrCode, IsAPictureThatNeedsNothingElse) {
  const auto svg = qr_code_svg("HELLO");
  ASSERT_TRUE(svg.ok());
  // 21 modules, the smallest code, and four around it on each side.
  EXPECT_THAT(*svg, HasSubstr("viewBox=\"0 0 29 29\""));
  // The finder pattern begins with seven dark modules, then one light.
  EXPECT_THAT(*svg, HasSubstr("d=\"M4 4h7v1h-7z"));
  EXPECT_THAT(*svg, ::testing::Not(HasSubstr("<script")));
}

TEST(QrCode, GrowsWithWhatItHoldsUntilThereIsNoLarger) {
  const auto small = qr_code_svg("x"), large = qr_code_svg(std::string(200, 'x'));
  ASSERT_TRUE(small.ok() && large.ok());
  EXPECT_LT(small->size(), large->size());
  EXPECT_EQ(qr_code_svg("").error().code, Code::invalid);
  EXPECT_EQ(qr_code_svg(std::string(5'000, 'x')).error().code, Code::invalid);
}

}  // namespace
}  // namespace hallway
