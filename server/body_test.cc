#include "server/body.h"

#include <gtest/gtest.h>

#include <deque>

namespace hallway::test {
namespace {

// What is read, and then what is said of how much there is.
class PiecesOf final : public Body {
 public:
  PiecesOf(std::deque<std::string> pieces, uint64_t size)
      : pieces_(std::move(pieces)), size_(size) {}
  [[nodiscard]] uint64_t size() const override { return size_; }
  Result<std::string> read() override {
    if (pieces_.empty()) return std::string();
    auto piece = pieces_.front();
    pieces_.pop_front();
    return piece;
  }

 private:
  std::deque<std::string> pieces_;
  uint64_t size_;
};

TEST(Body, IsReadWholeFromItsPieces) {
  PiecesOf body({"ab", "c", "defg"}, 7);
  EXPECT_EQ(read_whole(body).value(), "abcdefg");
  PiecesOf none({}, 0);
  EXPECT_EQ(read_whole(none).value(), "");
}

TEST(Body, ThatEndsTooSoonIsNoBody) {
  PiecesOf body({"ab", "c"}, 7);
  EXPECT_EQ(read_whole(body).error().code, Code::unavailable);
}

}  // namespace
}  // namespace hallway::test
