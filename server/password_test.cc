#include "server/password.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

TEST(Password, VerifiesWhatWasHashedAndNothingElse) {
  SeededRandom random(1);
  const auto encoded = hash_password("correct horse battery", random);
  ASSERT_TRUE(encoded.ok()) << encoded.error().what;
  EXPECT_TRUE(encoded->starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << *encoded;
  EXPECT_TRUE(verify_password("correct horse battery", *encoded).value());
  EXPECT_FALSE(verify_password("correct horse batterz", *encoded).value());
  EXPECT_FALSE(verify_password("", *encoded).value());
}

TEST(Password, TheSamePasswordNeverLooksTheSame) {
  SeededRandom random(2);
  EXPECT_NE(hash_password("correct horse battery", random).value(),
            hash_password("correct horse battery", random).value());
}

TEST(Password, WhoHasNoneCannotSignInWithAny) {
  EXPECT_FALSE(verify_password("", "").value());
  EXPECT_FALSE(verify_password("anything at all", "").value());
  EXPECT_FALSE(verify_password("anything at all", "$argon2id$broken").value());
  EXPECT_FALSE(verify_password("anything at all", "plain text").value());
}

TEST(Password, RefusesWhatIsTooShortTooLongOrNoText) {
  SeededRandom random(3);
  for (const auto& bad : {std::string(), std::string("1234567"), std::string("ÄÖÜ"),
                          std::string(1'025, 'x'), std::string("12345678\xff")}) {
    const auto refused = hash_password(bad, random);
    ASSERT_FALSE(refused.ok()) << bad.size();
    EXPECT_EQ(refused.error().code, Code::invalid);
    EXPECT_TRUE(bad.empty() || refused.error().what.find(bad) == std::string::npos);
  }
  EXPECT_TRUE(acceptable_password("ÄÖÜäöüßé").ok());
}

TEST(Password, AHashThatWasCutShortVerifiesNothing) {
  SeededRandom random(4);
  const auto encoded = hash_password("differentpassword", random).value();
  EXPECT_FALSE(verify_password("differentpassword", encoded.substr(0, encoded.size() - 2)).value());
}

}  // namespace
}  // namespace hallway
