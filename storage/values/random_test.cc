#include "storage/values/random.h"

#include <gtest/gtest.h>

#include <set>

#include "storage/values/crypto.h"

namespace hallway {
namespace {

TEST(Random, SecretsAre43CharactersAndNeverTheSame) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string secret = random.secret();
    EXPECT_EQ(secret.size(), 43U);
    EXPECT_EQ(parse_base64url(secret)->size(), 32U);
    seen.insert(secret);
  }
  EXPECT_EQ(seen.size(), 1000U);
}

TEST(Random, FillsWhateverIsAskedFor) {
  SystemRandom random;
  for (const size_t n : {0U, 1U, 7U, 8U, 9U, 100'000U}) EXPECT_EQ(random.bytes(n).size(), n);
  EXPECT_NE(random.bytes(100'000).substr(99'968), std::string(32, '\0'));
}

TEST(Random, ASeedRepeatsItself) {
  SeededRandom a(42);
  SeededRandom b(42);
  SeededRandom c(43);
  const std::string bytes = a.bytes(33);
  EXPECT_EQ(bytes, b.bytes(33));
  EXPECT_NE(bytes, c.bytes(33));
  EXPECT_NE(a.bytes(33), bytes);
  EXPECT_EQ(a.u64(), (b.bytes(33), b.u64()));
}

}  // namespace
}  // namespace hallway
