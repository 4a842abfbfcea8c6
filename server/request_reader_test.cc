#include "server/request_reader.h"

#include <gtest/gtest.h>

#include "tests/support/compressed.h"

namespace hallway {
namespace {

using namespace test;
using State = RequestReader::State;
constexpr size_t kBodyCap = 1024;

RequestReader::Admit up_to(size_t cap) {
  return [cap](const RequestHead&) { return std::variant<size_t, HttpRefusal>(cap); };
}

std::string posted(const std::string& headers, const std::string& body) {
  return "POST /inbox HTTP/1.1\r\nHost: a.example\r\n" + headers + "\r\n" + body;
}
std::string sized(const std::string& body, const std::string& more = {}) {
  return posted(more + "Content-Length: " + std::to_string(body.size()) + "\r\n", body);
}

// What comes out, whole and byte by byte: the body, or "refused 413".
std::string outcome(RequestReader& reader) {
  if (reader.state() == State::refused) return "refused " + std::to_string(reader.refusal().status);
  if (reader.state() != State::complete) return "incomplete";
  return reader.take().request.body;
}
std::string read(const std::string& bytes) {
  RequestReader whole(4096);
  whole.feed(bytes, up_to(kBodyCap));
  RequestReader dripped(4096);
  for (char c : bytes) {
    if (dripped.feed({&c, 1}, up_to(kBodyCap)) == State::refused) break;
  }
  std::string result = outcome(whole);
  EXPECT_EQ(outcome(dripped), result) << "it matters how the bytes arrive";
  return result;
}

struct BodyCase {
  const char* name;
  std::string bytes;
  std::string outcome;
};
class BodyReading : public testing::TestWithParam<BodyCase> {};
TEST_P(BodyReading, IsReadAsItIsFramed) { EXPECT_EQ(read(GetParam().bytes), GetParam().outcome); }

std::string chunked(const std::string& body) {
  return posted("Transfer-Encoding: chunked\r\n", body);
}

INSTANTIATE_TEST_SUITE_P(
    Requests, BodyReading,
    testing::Values(
        BodyCase{"none", posted("", ""), ""}, BodyCase{"sized", sized("hello"), "hello"},
        BodyCase{"largest", sized(std::string(kBodyCap, 'x')), std::string(kBodyCap, 'x')},
        BodyCase{"too_large", sized(std::string(kBodyCap + 1, 'x')), "refused 413"},
        BodyCase{"chunks", chunked("5\r\nhello\r\n7;a=b\r\n, world\r\n0\r\n\r\n"), "hello, world"},
        BodyCase{"trailer", chunked("2\r\nhi\r\n0\r\nX: y\r\n\r\n"), "hi"},
        BodyCase{"chunk_too_large", chunked("401\r\n"), "refused 413"},
        BodyCase{"chunks_too_large",
                 chunked("400\r\n" + std::string(kBodyCap, 'x') + "\r\n1\r\nx\r\n"), "refused 413"},
        BodyCase{"chunk_size_empty", chunked("\r\n"), "refused 400"},
        BodyCase{"chunk_size_signed", chunked("-1\r\n"), "refused 400"},
        BodyCase{"chunk_size_prefixed", chunked("0x5\r\nhello\r\n"), "refused 400"},
        BodyCase{"chunk_size_overflows", chunked("fffffffffffffffff\r\n"), "refused 400"},
        BodyCase{"chunk_size_with_space", chunked("5 \r\nhello\r\n"), "refused 400"},
        BodyCase{"chunk_line_bare_lf", chunked("5\nhello\r\n"), "refused 400"},
        BodyCase{"chunk_longer_than_said", chunked("4\r\nhello\r\n"), "refused 400"},
        BodyCase{"chunk_line_endless", chunked("5;" + std::string(5000, 'x')), "refused 413"},
        BodyCase{"trailer_endless",
                 [] {
                   std::string text = "0\r\n";
                   for (int i = 0; i < 20; ++i) text += "X: " + std::string(1000, 'y') + "\r\n";
                   return chunked(text);
                 }(),
                 "refused 431"},
        BodyCase{"gzip", sized(compressed("hello", kGzip), "Content-Encoding: gzip\r\n"), "hello"},
        BodyCase{"deflate", sized(compressed("hello", kZlib), "Content-Encoding: deflate\r\n"),
                 "hello"},
        BodyCase{"bare_deflate",
                 sized(compressed("hello", kBareDeflate), "Content-Encoding: deflate\r\n"),
                 "hello"},
        BodyCase{
            "gzip_too_large",
            sized(compressed(std::string(kBodyCap + 1, 'x'), kGzip), "Content-Encoding: gzip\r\n"),
            "refused 413"},
        BodyCase{"gzip_cut_off",
                 sized(compressed("hello", kGzip).substr(0, 12), "Content-Encoding: gzip\r\n"),
                 "refused 400"},
        BodyCase{"gzip_with_tail",
                 sized(compressed("hello", kGzip) + "x", "Content-Encoding: gzip\r\n"),
                 "refused 400"},
        BodyCase{"gzip_that_is_none", sized("hello", "Content-Encoding: gzip\r\n"), "refused 400"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Requests, ThatArePipelinedComeOutOneByOne) {
  RequestReader reader(4096);
  std::string all = sized("one") + "GET /two HTTP/1.1\r\nHost: a\r\n\r\n" + sized("three") + "GET ";
  ASSERT_EQ(reader.feed(all, up_to(kBodyCap)), State::complete);
  EXPECT_EQ(reader.take().request.body, "one");
  ASSERT_EQ(reader.feed({}, up_to(kBodyCap)), State::complete);
  EXPECT_EQ(reader.take().request.path, "/two");
  ASSERT_EQ(reader.feed({}, up_to(kBodyCap)), State::complete);
  EXPECT_EQ(reader.take().request.body, "three");
  ASSERT_EQ(reader.feed({}, up_to(kBodyCap)), State::head);
  ASSERT_EQ(reader.feed("/four HTTP/1.1\r\nHost: a\r\n\r\n", up_to(kBodyCap)), State::complete);
  EXPECT_EQ(reader.take().request.path, "/four");
  EXPECT_FALSE(reader.has_left_over());
}

TEST(Requests, WithALargeHeadAreRefusedBeforeTheirHeadIsWhole) {
  RequestReader reader(100);
  EXPECT_EQ(reader.feed("GET / HTTP/1.1\r\nX: " + std::string(200, 'x'), up_to(kBodyCap)),
            State::refused);
  EXPECT_EQ(reader.refusal().status, 431);
}

TEST(Requests, AreAskedForTheirBodyOnlyIfTheyWaitForIt) {
  RequestReader reader(4096);
  reader.feed(posted("Expect: 100-continue\r\nContent-Length: 2\r\n", ""), up_to(kBodyCap));
  EXPECT_TRUE(reader.take_continue());
  EXPECT_FALSE(reader.take_continue());
  reader.feed("hi", up_to(kBodyCap));
  EXPECT_EQ(reader.take().request.body, "hi");
  reader.feed(posted("Expect: 100-continue\r\nContent-Length: 2\r\n", "h"), up_to(kBodyCap));
  EXPECT_FALSE(reader.take_continue());
}

TEST(Requests, HaveTheCapThatTheirPathDeserves) {
  RequestReader reader(4096);
  auto admit = [](const RequestHead& head) -> std::variant<size_t, HttpRefusal> {
    if (head.request.path != "/inbox") return HttpRefusal{403, "no"};
    return size_t{3};
  };
  EXPECT_EQ(reader.feed(sized("four"), admit), State::refused);
  EXPECT_EQ(reader.refusal().status, 413);
}

}  // namespace
}  // namespace hallway
