#include "server/routes.h"

#include <gmock/gmock.h>

#include "tests/support/node.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Routes : public test::NodeTest {};

TEST(RoutePatterns, CaptureWholeSegmentsAndParts) {
  const Request none;
  Call call{none, {}};
  EXPECT_TRUE(matches("/", "/", call));
  EXPECT_TRUE(matches("/users/{name}", "/users/alice", call));
  EXPECT_EQ(call["name"], "alice");
  EXPECT_EQ(call["other"], "");
  EXPECT_TRUE(matches("/users/{name}", "/users/alice/", call));
  EXPECT_TRUE(matches("/@{name}/{id}", "/@alice/17", call));
  EXPECT_EQ(call["name"], "alice");
  EXPECT_EQ(call["id"], "17");
  for (const char* path :
       {"/users", "/users/", "/users//", "/users/a/b", "/x/a", "/@", "users/a"}) {
    EXPECT_FALSE(matches("/users/{name}", path, call)) << path;
    EXPECT_FALSE(matches("/@{name}", path, call)) << path;
  }
}

TEST_F(Routes, AnUnknownPathIs404InTheCallersForm) {
  const auto json_answer = get("/nowhere");
  EXPECT_EQ(json_answer.status, 404);
  EXPECT_EQ(json(json_answer), Json({{"error", "not found"}}));
  const auto page = get("/nowhere", {{"Accept", "text/html"}});
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(page.body, HasSubstr("<h1>Not here</h1>"));
}

TEST_F(Routes, AWrongMethodNamesTheRightOnes) {
  const auto response = node_->handle(request("DELETE", "/inbox"));
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(header(response, "Allow"), "POST, OPTIONS");
  EXPECT_EQ(header(node_->handle(request("PATCH", "/api/v1/statuses/1")), "Allow"),
            "GET, HEAD, PUT, DELETE, OPTIONS");
}

TEST_F(Routes, PreflightIsAnsweredForEveryOriginOnTheApi) {
  const auto response = node_->handle(
      request("OPTIONS", "/api/v1/statuses",
              {{"Origin", "https://client.example"}, {"Access-Control-Request-Method", "POST"}}));
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "*");
  EXPECT_THAT(header(response, "Access-Control-Allow-Methods"), HasSubstr("POST"));
  EXPECT_THAT(header(response, "Access-Control-Allow-Headers"), HasSubstr("Authorization"));
  EXPECT_THAT(header(response, "Access-Control-Allow-Headers"), HasSubstr("Idempotency-Key"));
  EXPECT_EQ(header(node_->handle(request("OPTIONS", "/")), "Access-Control-Allow-Origin"), "");
}

TEST_F(Routes, TheApiExposesPagingHeaders) {
  const auto response = get("/api/v1/instance");
  EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "*");
  EXPECT_THAT(header(response, "Access-Control-Expose-Headers"), HasSubstr("Link"));
  EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
}

TEST_F(Routes, AnUnchangedBodyIs304) {
  const auto first = get("/assets/style.css");
  const auto tag = header(first, "ETag");
  ASSERT_FALSE(tag.empty());
  for (const auto& sent : {tag, "W/" + tag, "\"x\", " + tag, std::string("*")}) {
    const auto again = get("/assets/style.css", {{"If-None-Match", sent}});
    EXPECT_EQ(again.status, 304) << sent;
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(header(again, "ETag"), tag);
  }
  EXPECT_EQ(get("/assets/style.css", {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST_F(Routes, HeadIsAnsweredAsGet) {
  const auto response = node_->handle(request("HEAD", "/assets/style.css"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header(response, "ETag"), header(get("/assets/style.css"), "ETag"));
}

TEST_F(Routes, LongAnswersAreCompressedForWhoTakesThat) {
  person("alice");
  const Headers kTakesGzip{{"Accept-Encoding", "gzip"}};
  for (const char* path : {"/users/alice", "/api/v1/instance", "/assets/style.css", "/@alice"}) {
    const auto plain = get(path, {{"Accept", "*/*"}});
    const auto coded = get(path, {{"Accept", "*/*"}, {"Accept-Encoding", "gzip"}});
    ASSERT_EQ(coded.status, 200) << path;
    EXPECT_EQ(header(plain, "Content-Encoding"), "") << path;
    EXPECT_EQ(header(coded, "Content-Encoding"), "gzip") << path;
    EXPECT_LT(coded.body.size(), plain.body.size() * 2 / 3) << path;
    EXPECT_THAT(header(coded, "Vary"), HasSubstr("Accept-Encoding")) << path;
    const auto head = node_->handle(request("HEAD", path, kTakesGzip));
    EXPECT_EQ(header(head, "Content-Encoding"), "gzip") << path;
  }
}

TEST_F(Routes, FormsAreNotCompressed) {
  person("alice");
  const auto form = get("/sign-in", {{"Accept", "text/html"}, {"Accept-Encoding", "gzip"}});
  ASSERT_THAT(form.body, HasSubstr("<form"));
  EXPECT_EQ(header(form, "Content-Encoding"), "");
  const auto page =
      get("/@alice",
          {{"Accept", "text/html"}, {"Accept-Encoding", "gzip"}, {"Cookie", "hallway=somebody"}});
  EXPECT_EQ(header(page, "Content-Encoding"), "");
}

TEST_F(Routes, HealthTellsAliveAndReady) {
  EXPECT_EQ(get("/livez").body, "alive\n");
  EXPECT_EQ(get("/readyz").body, "ready\n");
}

TEST_F(Routes, EveryAnswerIsCounted) {
  get("/livez");
  get("/nodeinfo/2.0");
  const auto text = node_->metrics_text();
  EXPECT_THAT(text, HasSubstr("hallway_requests_total{answer=\"health 2xx\"} 1"));
  EXPECT_THAT(text, HasSubstr("hallway_requests_total{answer=\"discovery 2xx\"} 1"));
  EXPECT_THAT(text, HasSubstr("hallway_store_commits_total"));
}

}  // namespace
}  // namespace hallway
