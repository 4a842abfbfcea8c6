#include "server/http_head.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

using namespace std::string_literals;

// 0: accepted.
int status_of(const std::string& text) {
  size_t scanned = 0;
  if (find_head_end(text, scanned) != text.size()) return -1;
  auto parsed = parse_head(text);
  auto* refused = std::get_if<HttpRefusal>(&parsed);
  return refused == nullptr ? 0 : refused->status;
}

struct HeadCase {
  const char* name;
  std::string head;
  int status;
};

class Framing : public testing::TestWithParam<HeadCase> {};

TEST_P(Framing, IsAcceptedOnlyWhereItHasOneReading) {
  EXPECT_EQ(status_of(GetParam().head), GetParam().status) << GetParam().head;
}

const std::string kPost = "POST /inbox HTTP/1.1\r\nHost: a.example\r\n";
const std::string kPlainGet = "GET / HTTP/1.1\r\n";

INSTANTIATE_TEST_SUITE_P(
    Smuggling, Framing,
    testing::Values(
        HeadCase{"both_lengths", kPost + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                 400},
        HeadCase{"both_lengths_other_order",
                 kPost + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", 400},
        HeadCase{"two_lengths", kPost + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", 400},
        HeadCase{"length_list", kPost + "Content-Length: 5, 6\r\n\r\n", 400},
        HeadCase{"negative_length", kPost + "Content-Length: -5\r\n\r\n", 400},
        HeadCase{"signed_length", kPost + "Content-Length: +5\r\n\r\n", 400},
        HeadCase{"hex_length", kPost + "Content-Length: 0x5\r\n\r\n", 400},
        HeadCase{"huge_length", kPost + "Content-Length: 18446744073709551616\r\n\r\n", 400},
        HeadCase{"empty_length", kPost + "Content-Length:\r\n\r\n", 400},
        HeadCase{"length_with_text", kPost + "Content-Length: 5 \x0b\r\n\r\n", 400},
        HeadCase{"unknown_coding", kPost + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
        HeadCase{"chunked_twice",
                 kPost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        HeadCase{"chunked_with_vertical_tab",
                 kPost + "Transfer-Encoding: \x0b"
                         "chunked\r\n\r\n",
                 400},
        HeadCase{"identity", kPost + "Transfer-Encoding: identity\r\n\r\n", 501},
        HeadCase{"space_before_colon", kPost + "Content-Length : 5\r\n\r\n", 400},
        HeadCase{"tab_before_colon", kPost + "Transfer-Encoding\t: chunked\r\n\r\n", 400},
        HeadCase{"folded_line", kPost + "X: a\r\n b\r\n\r\n", 400},
        HeadCase{"folded_first_line", "POST / HTTP/1.1\r\n Host: a.example\r\n\r\n", 400},
        HeadCase{"bare_lf", "GET / HTTP/1.1\nHost: a.example\r\n\r\n", 400},
        HeadCase{"bare_lf_in_fields", kPost + "X: a\nContent-Length: 5\r\n\r\n", 400},
        HeadCase{"bare_cr", kPost + "X: a\rContent-Length: 5\r\n\r\n", 400},
        HeadCase{"nul_in_value", kPost + "X: a\0b\r\n\r\n"s, 400},
        HeadCase{"nul_in_name", kPost + "X\0: a\r\n\r\n"s, 400},
        HeadCase{"no_colon", kPost + "Content-Length\r\n\r\n", 400},
        HeadCase{"no_name", kPost + ": 5\r\n\r\n", 400},
        HeadCase{"chunked_in_1_0",
                 "POST / HTTP/1.0\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n", 400}),
    [](const auto& tested) { return tested.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Heads, Framing,
    testing::Values(
        HeadCase{"plain", kPlainGet + "Host: a.example:8080\r\n\r\n", 0},
        HeadCase{"empty_line_before", "\r\n" + kPlainGet + "Host: a.example\r\n\r\n", 0},
        HeadCase{"no_host", kPlainGet + "\r\n", 400},
        HeadCase{"no_host_1_0", "GET / HTTP/1.0\r\n\r\n", 0},
        HeadCase{"two_hosts", kPlainGet + "Host: a.example\r\nHost: b.example\r\n\r\n", 400},
        HeadCase{"same_host_twice", kPlainGet + "Host: a.example\r\nHost: a.example\r\n\r\n", 400},
        HeadCase{"host_with_path", kPlainGet + "Host: a.example/b\r\n\r\n", 400},
        HeadCase{"host_with_user", kPlainGet + "Host: me@a.example\r\n\r\n", 400},
        HeadCase{"absolute_target", "GET http://a.example/x HTTP/1.1\r\nHost: a.example\r\n\r\n",
                 0},
        HeadCase{"absolute_target_elsewhere",
                 "GET http://b.example/x HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
        HeadCase{"http_2", "PRI * HTTP/2.0\r\n\r\n", 505},
        HeadCase{"http_1_2", "GET / HTTP/1.2\r\nHost: a.example\r\n\r\n", 505},
        HeadCase{"no_version", "GET /\r\nHost: a.example\r\n\r\n", 400},
        HeadCase{"lower_case_version", "GET / http/1.1\r\nHost: a.example\r\n\r\n", 400},
        HeadCase{"two_spaces", "GET  / HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
        HeadCase{"space_in_target", "GET /a b HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
        HeadCase{"relative_target", "GET a HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
        HeadCase{"fragment", "GET /a#b HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
        HeadCase{"broken_escape", "GET /%zz HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
        HeadCase{"nul_escape", "GET /%00 HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
        HeadCase{"connect", "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n", 501},
        HeadCase{"star", "OPTIONS * HTTP/1.1\r\nHost: a.example\r\n\r\n", 0},
        HeadCase{"unknown_expectation", kPost + "Expect: miracles\r\n\r\n", 417},
        HeadCase{"brotli_body", kPost + "Content-Encoding: br\r\n\r\n", 415},
        HeadCase{"coded_twice", kPost + "Content-Encoding: gzip, gzip\r\n\r\n", 415}),
    [](const auto& tested) { return tested.param.name; });

RequestHead parsed(const std::string& text) {
  auto result = parse_head(text);
  auto* head = std::get_if<RequestHead>(&result);
  EXPECT_NE(head, nullptr) << text;
  return head == nullptr ? RequestHead{} : *head;
}

TEST(Head, SaysWhatTheRequestIs) {
  auto head = parsed(
      "POST /a%20b/inbox?x=%2F HTTP/1.1\r\nHOST: a.example\r\nContent-length:  12 \r\n"
      "content-Encoding: GZIP\r\nExpect: 100-Continue\r\nX: \r\n\r\n");
  EXPECT_EQ(head.request.method, "POST");
  EXPECT_EQ(head.request.target, "/a%20b/inbox?x=%2F");
  EXPECT_EQ(head.request.path, "/a b/inbox");
  EXPECT_EQ(head.request.host, "a.example");
  EXPECT_EQ(head.request.headers.find("x"), "");
  EXPECT_EQ(head.content_length, 12U);
  EXPECT_EQ(head.coding, ContentCoding::gzip);
  EXPECT_TRUE(head.expects_continue);
  EXPECT_TRUE(head.keep_alive);
}

TEST(Head, AnAbsoluteTargetNamesTheHost) {
  auto head = parsed("GET HTTP://A.example?x HTTP/1.1\r\nHost: a.example\r\n\r\n");
  EXPECT_EQ(head.request.target, "/?x");
  EXPECT_EQ(head.request.path, "/");
}

TEST(Head, TellsWhenTheConnectionEnds) {
  EXPECT_FALSE(parsed(kPlainGet + "Host: a\r\nConnection: Upgrade, close\r\n\r\n").keep_alive);
  EXPECT_FALSE(parsed("GET / HTTP/1.0\r\n\r\n").keep_alive);
  EXPECT_TRUE(parsed("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").keep_alive);
}

TEST(Head, HasAtMostAHundredFields) {
  std::string text = kPlainGet + "Host: a.example\r\n";
  for (int i = 0; i < 99; ++i) text += "X: y\r\n";
  EXPECT_EQ(status_of(text + "\r\n"), 0);
  EXPECT_EQ(status_of(text + "X: y\r\n\r\n"), 431);
}

TEST(Head, EndsAtItsEmptyLineHoweverItArrives) {
  const std::string text = kPlainGet + "Host: a.example\r\n\r\nnext";
  size_t scanned = 0;
  for (size_t n = 0; n + 4 < text.size(); ++n) {
    ASSERT_EQ(find_head_end(std::string_view(text).substr(0, n), scanned), 0U) << n;
  }
  EXPECT_EQ(find_head_end(text, scanned), text.size() - 4);
}

TEST(AnswerHead, CannotBeSplitByAValue) {
  Response response;
  response.status = 302;
  response.headers.add("Location", "/x\r\nSet-Cookie: a=b");
  response.headers.add("Bad Name", "x");
  response.headers.add("Content-Length", "7");
  response.body = "abc";
  auto text = format_head(response, {.date = "Wed, 25 Nov 2026 13:11:55 GMT", .keep_alive = false});
  EXPECT_EQ(text,
            "HTTP/1.1 302 Found\r\nDate: Wed, 25 Nov 2026 13:11:55 GMT\r\n"
            "Location: /x  Set-Cookie: a=b\r\nContent-Length: 3\r\nConnection: close\r\n\r\n");
}

TEST(AnswerHead, OfNoContentHasNoLength) {
  Response response;
  response.status = 204;
  EXPECT_EQ(format_head(response, {.date = "D"}).find("Content-Length"), std::string::npos);
}

}  // namespace
}  // namespace hallway
