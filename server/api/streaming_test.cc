#include "server/api/streaming.h"

#include "tests/support/streams.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Streaming : public StreamTest {
 protected:
  Response shake(const std::string& query, const Headers& headers) {
    return get("/api/v1/streaming" + query, upgrade(headers));
  }
  void expect_heard(const Response& response) {
    ASSERT_TRUE(response.stream) << response.status << response.body;
    bytes(response.stream);
    post(alice_, {{"status", "words"}});
    EXPECT_THAT(briefs(framed(response.stream)), ElementsAre(HasSubstr("words")));
  }
};

TEST_F(Streaming, TheTokenComesInAnyOfThreeWays) {
  expect_heard(shake("?stream=user", bearer(alice_)));
  expect_heard(shake("?stream=user&access_token=" + alice_, {}));
  const auto named = shake("?stream=user", {{"Sec-WebSocket-Protocol", alice_}});
  EXPECT_EQ(header(named, "Sec-WebSocket-Protocol"), alice_) << "Chrome expects it back";
  expect_heard(named);
}

TEST_F(Streaming, TheHandshakeIsAnsweredAsRfc6455Says) {
  const auto response = shake("?stream=public", bearer(alice_));
  EXPECT_EQ(response.status, 101);
  EXPECT_EQ(header(response, "Upgrade"), "websocket");
  EXPECT_EQ(header(response, "Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_EQ(header(response, "Sec-WebSocket-Protocol"), "");
}

TEST_F(Streaming, WhatIsWrongIsRefusedBeforeAnyConnectionIsKept) {
  const auto narrow = token_for(*find_account(node_->read().value(), "alice"), "write");
  struct Case {
    std::string query;
    Headers headers;
    int status;
  };
  for (const auto& one : std::vector<Case>{
           {"?stream=user", {}, 401},
           {"?stream=user", bearer("wrong"), 401},
           {"?stream=user&access_token=wrong", {}, 401},
           {"?stream=user", {{"Sec-WebSocket-Protocol", "wrong"}}, 401},
           {"", {}, 401},
           {"?stream=everything", bearer(alice_), 400},
           {"?stream=hashtag", bearer(alice_), 400},
           {"?stream=user", bearer(narrow), 403},
           {"", bearer(narrow), 403},
       }) {
    const auto response = shake(one.query, one.headers);
    EXPECT_EQ(response.status, one.status) << one.query;
    EXPECT_NE(find_string(json(response), "error"), std::nullopt) << one.query;
    EXPECT_FALSE(response.stream);
  }
  const auto plain = get("/api/v1/streaming?stream=user", bearer(alice_));
  EXPECT_EQ(plain.status, 426);
  EXPECT_EQ(header(plain, "Upgrade"), "websocket");
  EXPECT_EQ(node_->live().listeners(), 0U);
}

TEST_F(Streaming, EventsComeBelowTheirAddresses) {
  for (const auto* path :
       {"user", "user/notification", "public", "public/local", "public/remote", "hashtag?tag=tea",
        "hashtag/local?tag=tea", "public/", "user?access_token="}) {
    const auto response = get(std::string("/api/v1/streaming/") + path, bearer(alice_));
    EXPECT_EQ(response.status, 200) << path;
    EXPECT_EQ(header(response, "Content-Type"), "text/event-stream; charset=utf-8");
    EXPECT_EQ(header(response, "Cache-Control"), "no-store");
    EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(header(response, "ETag"), "");
    EXPECT_TRUE(response.stream) << path;
  }
  EXPECT_TRUE(get("/api/v1/streaming/user?access_token=" + alice_).stream) << "as browsers do";
  EXPECT_EQ(get("/api/v1/streaming/user").status, 401);
  EXPECT_EQ(get("/api/v1/streaming/everything", bearer(alice_)).status, 404);
  EXPECT_EQ(get("/api/v1/streaming/hashtag", bearer(alice_)).status, 400);
  EXPECT_EQ(get("/api/v1/streaming/health").body, "OK");
}

// Mastodon.py sends the parameters of a GET as a form.
TEST_F(Streaming, TheTagMayComeAsAForm) {
  auto headers = bearer(alice_);
  headers.add("Content-Type", "application/x-www-form-urlencoded");
  const auto response =
      node_->handle(request("GET", "/api/v1/streaming/hashtag", headers, "tag=tea"));
  EXPECT_EQ(response.status, 200) << response.body;
}

}  // namespace
}  // namespace hallway::test
