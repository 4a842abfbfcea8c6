#include "server/http_body.h"

#include <gtest/gtest.h>

#include "tests/support/compressed.h"

namespace hallway {
namespace {

using namespace test;

constexpr size_t kCap = 1'000;

RequestHead with_length(uint64_t length) { return {.content_length = length}; }
RequestHead in_chunks() { return {.chunked = true}; }

struct Outcome {
  int refused = 0;  // status
  bool done = false;
  std::string body, left;
};

// Fed in pieces of `piece` bytes, as a network delivers.
Outcome read(const RequestHead& head, const std::string& bytes, size_t piece, size_t cap = kCap) {
  BodyReader reader(head, cap);
  Outcome out;
  std::string_view left = bytes;
  // Also where nothing comes: a length that is too large is refused at once.
  do {
    auto one = left.substr(0, piece);
    const size_t given = one.size();
    if (const auto refusal = reader.feed(one)) {
      out.refused = refusal->status;
      return out;
    }
    left.remove_prefix(given - one.size());
  } while (!left.empty() && !reader.done());
  out.done = reader.done();
  out.body = reader.take();
  out.left = left;
  return out;
}

void expect_body(const RequestHead& head, const std::string& bytes, const std::string& body) {
  for (const size_t piece : {size_t{1}, size_t{2}, size_t{7}, bytes.size() + 1}) {
    const auto out = read(head, bytes + "GET /next", piece);
    EXPECT_EQ(out.refused, 0) << bytes;
    EXPECT_TRUE(out.done) << bytes;
    EXPECT_EQ(out.body, body) << bytes;
    EXPECT_EQ(out.left.substr(0, 9), "GET /next") << "the next request is left alone";
  }
}

void expect_refused(const RequestHead& head, const std::string& bytes, int status) {
  for (const size_t piece : {size_t{1}, size_t{7}, bytes.size() + 1}) {
    EXPECT_EQ(read(head, bytes, piece).refused, status) << bytes.substr(0, 60);
  }
}

TEST(HttpBody, WithoutALengthThereIsNone) {
  BodyReader reader({}, kCap);
  EXPECT_TRUE(reader.done());
  EXPECT_EQ(reader.take(), "");
}

TEST(HttpBody, ALengthIsReadToTheByte) {
  expect_body(with_length(5), "hello", "hello");
  expect_body(with_length(kCap), std::string(kCap, 'x'), std::string(kCap, 'x'));
  EXPECT_FALSE(read(with_length(5), "hell", 10).done);
}

TEST(HttpBody, ALengthBeyondTheCapIsRefusedBeforeAnythingArrives) {
  BodyReader reader(with_length(kCap + 1), kCap);
  std::string_view nothing;
  const auto refusal = reader.feed(nothing);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->status, 413);
}

TEST(HttpBody, ChunksAreJoined) {
  expect_body(in_chunks(), "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world");
  expect_body(in_chunks(), "A\r\n0123456789\r\n0\r\n\r\n", "0123456789");
  expect_body(in_chunks(), "0\r\n\r\n", "");
  expect_body(in_chunks(), "5;ext=\"a;b\"\r\nhello\r\n0\r\nTrailer: x\r\n\r\n", "hello");
  expect_body(in_chunks(), "0005\r\nhello\r\n000\r\n\r\n", "hello");
}

TEST(HttpBody, ChunksThatTwoParsersCouldReadDifferentlyAreRefused) {
  for (const std::string bytes :
       {"\r\n", "x\r\n", "-5\r\nhello\r\n", "+5\r\nhello\r\n", "0x5\r\nhello\r\n",
        " 5\r\nhello\r\n", "5\r\nhelloX\r\n", "5\r\nhello\n0\r\n\r\n", "10000000000000000000\r\n",
        "5 5\r\nhello\r\n"}) {
    expect_refused(in_chunks(), bytes, 400);
  }
}

TEST(HttpBody, ChunksEndAtTheCapWhateverTheySay) {
  expect_refused(in_chunks(), "7fffffffffffffff\r\n", 413);
  std::string many;
  for (int i = 0; i < 300; ++i) many += "5\r\nhello\r\n";
  expect_refused(in_chunks(), many, 413);
}

TEST(HttpBody, EndlessFramingIsRefused) {
  expect_refused(in_chunks(), "5;" + std::string(10'000, 'x'), 413);
  std::string trailer = "0\r\n";
  for (int i = 0; i < 2'000; ++i) trailer += "Field: value value value\r\n";
  expect_refused(in_chunks(), trailer, 431);
}

TEST(HttpBody, CompressedBodiesAreInflated) {
  const std::string text = "hello hello hello";
  for (const auto& [coding, window] :
       {std::pair(ContentCoding::gzip, kGzip), std::pair(ContentCoding::deflate, kZlib),
        std::pair(ContentCoding::deflate, kBareDeflate)}) {
    const auto bytes = compressed(text, window);
    auto head = with_length(bytes.size());
    head.coding = coding;
    expect_body(head, bytes, text);
  }
}

TEST(HttpBody, TheCapCountsWhatIsInflated) {
  for (const auto& [coding, window] :
       {std::pair(ContentCoding::gzip, kGzip), std::pair(ContentCoding::deflate, kZlib)}) {
    const auto bomb = compressed(std::string(1'000'000, 'x'), window);
    auto head = with_length(bomb.size());
    head.coding = coding;
    EXPECT_EQ(read(head, bomb, bomb.size(), 2'000).refused, 413);
    const auto fits = compressed(std::string(kCap, 'x'), window);
    head.content_length = fits.size();
    EXPECT_EQ(read(head, fits, fits.size()).body.size(), kCap);
  }
}

TEST(HttpBody, BrokenOrUnfinishedCompressionIsRefused) {
  const auto whole = compressed("hello hello hello", kGzip);
  for (const auto& bytes : {whole.substr(0, whole.size() - 4), std::string("hello"),
                            whole.substr(0, 12) + "xxxxxxxx" + whole.substr(20)}) {
    auto head = with_length(bytes.size());
    head.coding = ContentCoding::gzip;
    EXPECT_EQ(read(head, bytes, bytes.size()).refused, 400);
  }
}

TEST(HttpBody, ARefusalIsFinal) {
  BodyReader reader(in_chunks(), kCap);
  std::string_view bad = "x\r\n", good = "0\r\n\r\n";
  ASSERT_TRUE(reader.feed(bad));
  EXPECT_TRUE(reader.feed(good));
  EXPECT_FALSE(reader.done());
}

}  // namespace
}  // namespace hallway
