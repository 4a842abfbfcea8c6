// Posts through the client API: publish, edit, delete, read the thread.
#include <gmock/gmock.h>

#include <latch>
#include <thread>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class ApiStatuses : public ApiTest {};

TEST_F(ApiStatuses, AStatusHasEveryMemberOfItsShape) {
  const auto status = json(call("POST", "/api/v1/statuses", alice_,
                                {{"status", "hello #World @bob"},
                                 {"spoiler_text", "greeting"},
                                 {"visibility", "unlisted"},
                                 {"language", "en"}}));
  for (const char* member : {"id",
                             "uri",
                             "url",
                             "created_at",
                             "edited_at",
                             "account",
                             "content",
                             "visibility",
                             "sensitive",
                             "spoiler_text",
                             "language",
                             "in_reply_to_id",
                             "in_reply_to_account_id",
                             "reblog",
                             "media_attachments",
                             "mentions",
                             "tags",
                             "emojis",
                             "card",
                             "poll",
                             "replies_count",
                             "reblogs_count",
                             "favourites_count",
                             "favourited",
                             "reblogged",
                             "muted",
                             "bookmarked",
                             "pinned",
                             "filtered"}) {
    EXPECT_TRUE(status.contains(member)) << member;
  }
  EXPECT_FALSE(status.contains("application")) << "it may be absent, but never null";
  EXPECT_EQ(status["visibility"], "unlisted");
  EXPECT_EQ(status["spoiler_text"], "greeting");
  EXPECT_EQ(status["sensitive"], true);
  ASSERT_EQ(status["mentions"].size(), 1U);
  EXPECT_EQ(status["mentions"][0]["acct"], "bob");
  ASSERT_EQ(status["tags"].size(), 1U);
  EXPECT_EQ(status["tags"][0]["name"], "world");
  EXPECT_THAT(status["content"].get<std::string>(), HasSubstr("/@bob"));
}

TEST_F(ApiStatuses, StatusesComeAsFormsMultipartAndJson) {
  const auto form = node_->handle(request("POST", "/api/v1/statuses",
                                          {{"Authorization", "Bearer " + alice_},
                                           {"Content-Type", "application/x-www-form-urlencoded"}},
                                          "status=from+a+form&visibility=public"));
  EXPECT_EQ(form.status, 200) << form.body;
  const auto multipart = node_->handle(request(
      "POST", "/api/v1/statuses",
      {{"Authorization", "Bearer " + alice_}, {"Content-Type", "multipart/form-data; boundary=b"}},
      "--b\r\nContent-Disposition: form-data; name=\"status\"\r\n\r\nfrom multipart\r\n--b--\r\n"));
  EXPECT_EQ(multipart.status, 200) << multipart.body;
  EXPECT_THAT(multipart.body, HasSubstr("from multipart"));
}

TEST_F(ApiStatuses, WhatCannotBePublishedIs422AndLeavesNothing) {
  const Json cases[] = {{{"status", ""}},
                        {{"status", std::string(5'001, 'a')}},
                        {{"status", "x"}, {"visibility", "nonsense"}},
                        {{"status", "x"}, {"label", "nonsense"}},
                        {{"status", "x"}, {"media_ids", {"1"}}},
                        {{"status", "x"}, {"poll", {{"options", {"a", "b", "c"}}}}},
                        {{"status", "x"}, {"scheduled_at", "2020-01-01T00:00:00Z"}}};
  for (const auto& body : cases) {
    const auto refused = call("POST", "/api/v1/statuses", alice_, body);
    EXPECT_EQ(refused.status, 422) << refused.body;
    EXPECT_TRUE(json(refused).contains("error"));
  }
  EXPECT_EQ(
      call("POST", "/api/v1/statuses", alice_, {{"status", "x"}, {"in_reply_to_id", "5"}}).status,
      404);
  EXPECT_EQ(json(get("/api/v1/timelines/home", bearer(alice_))), Json::array());
}

TEST_F(ApiStatuses, TheSameIdempotencyKeyPublishesOnce) {
  const Json body{{"status", "once"}};
  const auto first =
      json(call("POST", "/api/v1/statuses", alice_, body, {{"Idempotency-Key", "k"}}));
  const auto again =
      json(call("POST", "/api/v1/statuses", alice_, body, {{"Idempotency-Key", "k"}}));
  EXPECT_EQ(first["id"], again["id"]);
  const auto other = json(call("POST", "/api/v1/statuses", bob_, body, {{"Idempotency-Key", "k"}}));
  EXPECT_NE(first["id"], other["id"]);
  clock_.advance(hours(2));
  const auto later =
      json(call("POST", "/api/v1/statuses", alice_, body, {{"Idempotency-Key", "k"}}));
  EXPECT_NE(first["id"], later["id"]);
}

TEST_F(ApiStatuses, TheSameIdempotencyKeyManyTimesAtOncePublishesOnce) {
  constexpr size_t kRequests = 8;
  std::array<std::string, kRequests> ids;
  std::latch start(kRequests);
  {
    std::vector<std::jthread> requests;
    requests.reserve(kRequests);
    for (auto& id : ids) {
      requests.emplace_back([&] {
        start.arrive_and_wait();
        const auto answer = call("POST", "/api/v1/statuses", alice_, {{"status", "once"}},
                                 {{"Idempotency-Key", "k"}});
        id = find_string(json(answer), "id").value_or("none");
      });
    }
  }
  EXPECT_THAT(ids, ::testing::Each(ids[0]));
  EXPECT_EQ(node_->read()->count(Table::posts), 1U);
}

TEST_F(ApiStatuses, LocalOnlyStaysInTheDepartment) {
  for (const Json& body : {Json{{"status", "a"}, {"visibility", "local"}},
                           Json{{"status", "b"}, {"local_only", true}}}) {
    const auto status = json(call("POST", "/api/v1/statuses", alice_, body));
    EXPECT_EQ(status["local_only"], true);
    const auto path = "/api/v1/statuses/" + status["id"].get<std::string>();
    EXPECT_EQ(get(path).status, 404);
    EXPECT_EQ(get(path, bearer(bob_)).status, 200);
  }
}

TEST_F(ApiStatuses, EditAndDeleteAreTheAuthorsAlone) {
  const auto id = post(alice_, {{"status", "first"}});
  const auto path = "/api/v1/statuses/" + id;
  EXPECT_EQ(call("PUT", path, bob_, {{"status", "mine"}}).status, 404);
  EXPECT_EQ(call("DELETE", path, bob_).status, 404);
  EXPECT_EQ(call("POST", path + "/pin", bob_).status, 422);
  const auto edited = json(call("PUT", path, alice_, {{"status", "second"}}));
  EXPECT_THAT(edited["content"].get<std::string>(), HasSubstr("second"));
  EXPECT_TRUE(edited["edited_at"].is_string());
  EXPECT_EQ(json(get(path + "/source", bearer(alice_)))["text"], "second");
  const auto deleted = json(call("DELETE", path, alice_));
  EXPECT_EQ(deleted["text"], "second");
  EXPECT_EQ(get(path, bearer(alice_)).status, 404);
}

TEST_F(ApiStatuses, ContextHoldsTheThreadThatTheReaderMaySee) {
  const auto root = post(alice_, {{"status", "root"}, {"visibility", "public"}});
  const auto reply = post(bob_, {{"status", "reply"}, {"in_reply_to_id", root}});
  const auto leaf = post(alice_, {{"status", "leaf"}, {"in_reply_to_id", reply}});
  post(bob_, {{"status", "hidden"}, {"in_reply_to_id", root}, {"visibility", "direct"}});
  const auto of_leaf = json(get("/api/v1/statuses/" + leaf + "/context", bearer(alice_)));
  EXPECT_THAT(texts(of_leaf["ancestors"]), ElementsAre(HasSubstr("root"), HasSubstr("reply")));
  const auto of_root = json(get("/api/v1/statuses/" + root + "/context", bearer(alice_)));
  EXPECT_THAT(texts(of_root["descendants"]), ElementsAre(HasSubstr("reply"), HasSubstr("leaf")));
}

TEST_F(ApiStatuses, OfTwoEditsAtOnceNeitherIsLostSilently) {
  const auto id = post(alice_, {{"status", "first"}});
  const auto path = "/api/v1/statuses/" + id;
  const auto seen = header(call("GET", path + "/source", alice_), "ETag");
  ASSERT_FALSE(seen.empty());
  const auto edit = [&](const std::string& text, const std::string& if_match) {
    Headers headers;
    if (!if_match.empty()) headers.add("If-Match", if_match);
    return call("PUT", path, alice_, {{"status", text}}, std::move(headers)).status;
  };
  EXPECT_EQ(edit("by the phone", seen), 200);
  EXPECT_EQ(edit("by the desk", seen), 412) << "which had not seen what the phone wrote";
  EXPECT_EQ(edit("by the desk", "W/" + seen), 412);
  EXPECT_EQ(json(call("GET", path + "/source", alice_))["text"], "by the phone");
  const auto now = header(call("GET", path + "/source", alice_), "ETag");
  EXPECT_EQ(edit("by both", "\"x\", " + now), 200);
  // Who does not ask overwrites, but what was there stays in the history.
  EXPECT_EQ(edit("by the desk after all", ""), 200);
  EXPECT_THAT(texts(json(call("GET", path + "/history", alice_))),
              ElementsAre("<p>first</p>", "<p>by the phone</p>", "<p>by both</p>",
                          "<p>by the desk after all</p>"));
}

class ApiPicked : public ApiTest {
 protected:
  static Json message(const std::string& text, const std::vector<std::string>& to) {
    return {{"status", text}, {"visibility", "direct"}, {"hallway", {{"to", to}}}};
  }
  Json tell(const std::string& text, const std::vector<std::string>& to) {
    return done("POST", "/api/v1/statuses", alice_, message(text, to));
  }
  Json inbox(const std::string& token) { return done("GET", "/api/v1/conversations", token); }
};

TEST_F(ApiPicked, WhoWasPickedReadsItAndANameInTheTextAddsNobody) {
  const auto carol = person("carol");
  const auto sent = tell("ask @carol about it #pier", {id_of("bob")});
  EXPECT_THAT(all(sent["mentions"], "acct"), ElementsAre("bob"));
  EXPECT_THAT(all(sent["tags"], "name"), ElementsAre("pier"));
  EXPECT_THAT(sent["content"].get<std::string>(), HasSubstr("ask @carol about it"));
  ASSERT_EQ(inbox(bob_).size(), 1U);
  EXPECT_EQ(inbox(bob_)[0]["last_status"]["id"], sent["id"]);
  EXPECT_THAT(inbox(carol), IsEmpty());
  EXPECT_EQ(status("GET", "/api/v1/statuses/" + sent["id"].get<std::string>(), carol), 404);
  EXPECT_EQ(done("GET", "/api/v1/notifications?types[]=mention", bob_).size(), 1U);
  EXPECT_THAT(done("GET", "/api/v1/notifications", carol), IsEmpty());
}

TEST_F(ApiPicked, SeveralShareAConversation) {
  person("carol");
  tell("for you two", {id_of("bob"), id_of("carol"), id_of("bob")});
  EXPECT_THAT(all(inbox(bob_)[0]["accounts"], "acct"), UnorderedElementsAre("alice", "carol"));
}

TEST_F(ApiPicked, AnEditChangesTheTextAndNotForWhom) {
  const auto carol = person("carol");
  const auto sent = tell("hello", {id_of("bob")});
  const auto edited = done("PUT", "/api/v1/statuses/" + sent["id"].get<std::string>(), alice_,
                           {{"status", "hello @carol"}});
  EXPECT_THAT(all(edited["mentions"], "acct"), ElementsAre("bob"));
  EXPECT_THAT(edited["content"].get<std::string>(), HasSubstr("hello @carol"));
  EXPECT_THAT(inbox(carol), IsEmpty());
  EXPECT_THAT(inbox(bob_)[0]["last_status"]["content"].get<std::string>(), HasSubstr("@carol"));
}

TEST_F(ApiPicked, WhatNamesItsReadersInItsTextStillDoes) {
  const auto sent = post(alice_, {{"status", "@bob psst"}, {"visibility", "direct"}});
  const auto carol = person("carol");
  const auto edited =
      done("PUT", "/api/v1/statuses/" + sent, alice_, {{"status", "@bob @carol psst"}});
  EXPECT_THAT(all(edited["mentions"], "acct"), ElementsAre("bob", "carol"));
  EXPECT_EQ(inbox(carol).size(), 1U);
}

TEST_F(ApiPicked, NobodyUnknownTooManyOrInPublicIsRefused) {
  const auto bob = id_of("bob");
  const std::vector<std::string> many(51, bob);
  const std::vector<std::vector<std::string>> wrong = {{}, {"9"}, {bob, "x"}, many};
  for (const auto& to : wrong) {
    EXPECT_EQ(status("POST", "/api/v1/statuses", alice_, message("hello", to)), 422) << to.size();
  }
  auto aloud = message("hello", {bob});
  aloud["visibility"] = "public";
  const auto answer = call("POST", "/api/v1/statuses", alice_, aloud);
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(answer.body, HasSubstr("direct"));
  EXPECT_THAT(inbox(bob_), IsEmpty());
}

TEST_F(ApiPicked, AMessageToOneselfIsANote) {
  const auto sent = tell("buy bread", {id_of("alice")});
  EXPECT_THAT(all(inbox(alice_)[0]["accounts"], "acct"), ElementsAre("alice"));
  EXPECT_THAT(sent["content"].get<std::string>(), Not(HasSubstr("@alice")));
}

}  // namespace
}  // namespace hallway::test
