// Replays a target's corpus as an ordinary test: every input as it is, cut off at each of some
// places, and with single bytes changed. HALLWAY_CORPUS names the corpus's folder.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/fuzz/fuzz.h"
#include "tests/support/shared.h"

namespace hallway {
namespace {

void feed(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

void feed_bent(const std::string& bytes) {
  const size_t step = bytes.size() / 64 + 1;
  for (size_t at = 0; at < bytes.size(); at += step) {
    feed(bytes.substr(0, at));
    for (const char other : {'\0', '"', '<', '\xff'}) {
      std::string bent = bytes;
      bent[at] = other;
      feed(bent);
    }
  }
}

TEST(Corpus, EveryInputHolds) {
  const char* corpus = std::getenv("HALLWAY_CORPUS");
  ASSERT_NE(corpus, nullptr) << "HALLWAY_CORPUS is not set; ctest sets it";
  size_t inputs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    const std::string bytes = test::read_file(entry.path());
    SCOPED_TRACE(entry.path());
    feed(bytes);
    feed_bent(bytes);
    ++inputs;
  }
  feed("");
  EXPECT_GT(inputs, 0U);
}

}  // namespace
}  // namespace hallway
