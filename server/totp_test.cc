#include "server/totp.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

const std::string kRfcSecret = "12345678901234567890";

Time at_second(int64_t seconds) { return Time{seconds * 1'000}; }

TEST(Totp, CodesAreThoseOfRfc6238) {
  // Appendix B, SHA-1; of its eight digits the last six.
  EXPECT_EQ(totp_code(kRfcSecret, totp_step(at_second(59))), "287082");
  EXPECT_EQ(totp_code(kRfcSecret, totp_step(at_second(1'111'111'109))), "081804");
  EXPECT_EQ(totp_code(kRfcSecret, totp_step(at_second(1'234'567'890))), "005924");
  EXPECT_EQ(totp_code(kRfcSecret, totp_step(at_second(20'000'000'000))), "353130");
}

TEST(Totp, ACodeIsTakenAStepEarlyOrLateAndOnce) {
  const auto now = at_second(1'234'567'890);
  const auto step = totp_step(now);
  for (const int off : {-1, 0, 1}) {
    const auto one = step + static_cast<uint64_t>(static_cast<int64_t>(off));
    EXPECT_EQ(matching_step(kRfcSecret, totp_code(kRfcSecret, one), now, 0), one);
  }
  EXPECT_FALSE(matching_step(kRfcSecret, totp_code(kRfcSecret, step - 2), now, 0));
  EXPECT_FALSE(matching_step(kRfcSecret, totp_code(kRfcSecret, step + 2), now, 0));
  EXPECT_FALSE(matching_step(kRfcSecret, totp_code(kRfcSecret, step), now, step));
  EXPECT_FALSE(matching_step(kRfcSecret, totp_code(kRfcSecret, step - 1), now, step));
  EXPECT_EQ(matching_step(kRfcSecret, totp_code(kRfcSecret, step + 1), now, step), step + 1);
}

TEST(Totp, WhatIsNoCodeIsNone) {
  for (const auto* code : {"", "00592", "0059240", "abcdef", "005 924"}) {
    EXPECT_FALSE(matching_step(kRfcSecret, code, at_second(1'234'567'890), 0)) << code;
  }
}

TEST(Totp, Base32IsThatOfRfc4648) {
  EXPECT_EQ(base32(""), "");
  EXPECT_EQ(base32("f"), "MY");
  EXPECT_EQ(base32("fo"), "MZXQ");
  EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
}

TEST(Totp, TheAddressNamesWhoItIsFor) {
  EXPECT_EQ(totp_address("Design & Co", "alice@design.example", "fo"),
            "otpauth://totp/Design%20%26%20Co:alice%40design.example?secret=MZXQ&issuer="
            "Design%20%26%20Co");
}

}  // namespace
}  // namespace hallway
