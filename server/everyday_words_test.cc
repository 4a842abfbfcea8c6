#include "server/everyday_words.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

TEST(EverydayWords, AreThoseThatSayNothingInSixLanguages) {
  for (const auto* word : {"about", "zwischen", "für", "été", "también", "です", "على"}) {
    EXPECT_TRUE(says_nothing(word)) << word;
  }
  for (const auto* word :
       {"", "boiler", "heizung", "chaudière", "caldera", "ボイラー", "غلاية", "About"}) {
    EXPECT_FALSE(says_nothing(word)) << word;
  }
}

}  // namespace
}  // namespace hallway
