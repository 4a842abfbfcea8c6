#include "server/password_strength.h"

#include <gtest/gtest.h>

#include "storage/values/random.h"

namespace hallway {
namespace {

TEST(PasswordStrength, WhatPeopleTakeFirstIsRefusedWithAdvice) {
  for (const auto* weak : {"password", "password1", "qwertyuiop", "12345678", "aaaaaaaaaaaa",
                           "P@ssw0rd", "letmein1", "iloveyou", "monkey2020", "abcdefgh1234"}) {
    const auto checked = check_new_password(weak, {});
    ASSERT_FALSE(checked.ok()) << weak;
    EXPECT_EQ(checked.error().code, Code::invalid);
    EXPECT_NE(checked.error().what.find("four words"), std::string::npos);
  }
}

TEST(PasswordStrength, WordsThatDoNotBelongTogetherAreGood) {
  for (const auto* good : {"correct horse battery staple", "grüner Tee im Regen am Montag",
                           "Xq7!vLp2#kRt9", "tea cake window sailor"}) {
    EXPECT_TRUE(check_new_password(good, {}).ok()) << good;
  }
  SystemRandom random;
  EXPECT_TRUE(check_new_password(random.secret(), {}).ok());
}

TEST(PasswordStrength, WhatIsKnownOfSomebodyDoesNotHelpThem) {
  EXPECT_TRUE(check_new_password("marigoldsson1", {}).ok()) << "a word that is in no list";
  EXPECT_FALSE(check_new_password("marigoldsson1", {"marigoldsson", ""}).ok());
}

TEST(PasswordStrength, LengthAndFormCountAsBefore) {
  EXPECT_FALSE(check_new_password("Xq7!vL", {}).ok());
  EXPECT_FALSE(check_new_password(std::string(1'025, 'x'), {}).ok());
  EXPECT_FALSE(check_new_password("Xq7!vLp2#kRt9\xff", {}).ok());
}

}  // namespace
}  // namespace hallway
