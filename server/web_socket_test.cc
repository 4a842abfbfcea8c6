#include "server/web_socket.h"

#include <gmock/gmock.h>

#include "tests/support/web_socket.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr uint8_t kFin = 0x80, kText = 1, kBinary = 2, kContinued = 0, kClose = 8, kPing = 9;

Request handshake() {
  Request request{.method = "GET"};
  request.headers = {{"Connection", "keep-alive, Upgrade"},
                     {"Upgrade", "websocket"},
                     {"Sec-WebSocket-Version", "13"},
                     {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
  return request;
}

TEST(WebSocket, AcceptsTheHandshakeOfRfc6455) {
  const auto response = accept_web_socket(handshake());
  ASSERT_TRUE(response.ok()) << response.error().what;
  EXPECT_EQ(response->status, 101);
  EXPECT_EQ(response->headers.find("Upgrade"), "websocket");
  EXPECT_EQ(response->headers.find("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(WebSocket, RefusesWhatIsNoHandshake) {
  for (const auto& [header, value] :
       std::vector<std::pair<const char*, const char*>>{{"Connection", "keep-alive"},
                                                        {"Upgrade", "h2c"},
                                                        {"Sec-WebSocket-Version", "8"},
                                                        {"Sec-WebSocket-Key", "dGhlIHNhbXBsZQ=="},
                                                        {"Sec-WebSocket-Key", "no base64"}}) {
    auto request = handshake();
    request.headers.set(header, value);
    EXPECT_FALSE(accept_web_socket(request).ok()) << header << ": " << value;
  }
  auto post = handshake();
  post.method = "POST";
  EXPECT_FALSE(accept_web_socket(post).ok());
}

TEST(WebSocket, WritesFramesOfEveryLength) {
  EXPECT_EQ(text_frame("Hello"), "\x81\x05Hello");
  EXPECT_EQ(text_frame(std::string(125, 'a')).substr(0, 2), "\x81\x7d");
  EXPECT_EQ(text_frame(std::string(126, 'a')).substr(0, 4), std::string("\x81\x7e\x00\x7e", 4));
  EXPECT_EQ(text_frame(std::string(65'536, 'a')).substr(0, 10),
            std::string("\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10));
  EXPECT_EQ(ping_frame(), std::string("\x89\x00", 2));
  EXPECT_EQ(close_frame(1001), "\x88\x02\x03\xe9");
}

TEST(WebSocket, ReadsMessagesHoweverTheirBytesArrive) {
  const auto bytes = masked_frame(kFin | kText, "one") + masked_frame(kText, "t") +
                     masked_frame(kFin | kPing, "between") + masked_frame(kContinued, "w") +
                     masked_frame(kFin | kContinued, "o") +
                     masked_frame(kFin | kText, std::string(300, 'x'));
  for (const size_t piece : {size_t{1}, size_t{2}, size_t{7}, bytes.size()}) {
    WebSocketReader reader(1'000);
    std::vector<std::string> messages;
    std::string answers;
    for (size_t at = 0; at < bytes.size(); at += piece) {
      auto heard = reader.feed(std::string_view(bytes).substr(at, piece));
      EXPECT_FALSE(heard.over);
      std::ranges::move(heard.messages, std::back_inserter(messages));
      answers += heard.answer;
    }
    EXPECT_THAT(messages, ElementsAre("one", "two", std::string(300, 'x'))) << piece;
    EXPECT_EQ(answers,
              "\x8a\x07"
              "between")
        << piece;
  }
}

TEST(WebSocket, EndsWhatBreaksTheProtocolWithTheReason) {
  struct Case {
    std::string bytes;
    uint16_t status;
    const char* why;
  };
  const std::vector<Case> cases = {
      {text_frame("unmasked"), 1002, "a client masks (§5.1)"},
      {masked_frame(kFin | kText | 0x40, "x"), 1002, "no extension was agreed on (§5.2)"},
      {masked_frame(kFin | 3, "x"), 1002, "a frame of a kind that there is not"},
      {masked_frame(kPing, "x"), 0, "control frames are whole (§5.5)"},
      {masked_frame(kFin | kContinued, "x"), 1002, "goes on with nothing (§5.4)"},
      {masked_frame(kText, "x") + masked_frame(kFin | kText, "y"), 1002, "begins within another"},
      {masked_frame(kFin | kText, "\xff\xfe"), 1007, "no UTF-8 (§8.1)"},
      {masked_frame(kFin | kText, std::string(1'001, 'x')), 1009, "too much"},
      {masked_frame(kText, std::string(600, 'x')) +
           masked_frame(kFin | kContinued, std::string(600, 'x')),
       1009, "too much in pieces"},
      {masked_frame(kFin | kBinary, "x"), 1003, "texts are understood"},
      {masked_frame(kFin | kClose, std::string("\x03\xe8", 2)), 1000, "it said good-bye"},
  };
  for (const auto& one : cases) {
    WebSocketReader reader(1'000);
    const auto heard = reader.feed(one.bytes);
    EXPECT_THAT(heard.messages, IsEmpty()) << one.why;
    EXPECT_TRUE(heard.over) << one.why;
    // wslay names no status where a control frame comes in pieces.
    const auto expected = one.status ? close_frame(one.status) : std::string("\x88\0", 2);
    EXPECT_EQ(heard.answer.substr(0, expected.size()), expected) << one.why;
    EXPECT_TRUE(reader.feed(masked_frame(kFin | kText, "more")).messages.empty()) << one.why;
  }
}

}  // namespace
}  // namespace hallway::test
