#include "server/api.h"

#include <gmock/gmock.h>

#include <latch>
#include <thread>

#include "tests/support/node.h"

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Api : public test::NodeTest {
 protected:
  void SetUp() override {
    test::NodeTest::SetUp();
    alice_ = person("alice");
    bob_ = person("bob");
  }
  std::string id_of(const std::string& name) {
    return std::string(
        find_string(json(get("/api/v1/accounts/lookup?acct=" + name)), "id").value_or(""));
  }
  static std::vector<std::string> texts(const Json& list) {
    std::vector<std::string> out;
    for (const auto& one : list) out.push_back(one.value("content", ""));
    return out;
  }
  std::string alice_, bob_;
};

TEST(ApiScopes, ContainTheirPartsAndNothingElse) {
  using api::has_scope;
  EXPECT_TRUE(has_scope("read write", "read:statuses"));
  EXPECT_TRUE(has_scope("write:statuses", "write:statuses"));
  EXPECT_TRUE(has_scope("follow", "write:follows"));
  EXPECT_TRUE(has_scope("follow", "read:blocks"));
  EXPECT_FALSE(has_scope("follow", "write:statuses"));
  EXPECT_FALSE(has_scope("read:accounts", "read:statuses"));
  EXPECT_FALSE(has_scope("read", "write:statuses"));
  EXPECT_FALSE(has_scope("", "read"));
  EXPECT_FALSE(has_scope("reader", "read"));
}

TEST_F(Api, ATokenIsNeededAndItsScopeCounts) {
  EXPECT_EQ(get("/api/v1/accounts/verify_credentials").status, 401);
  EXPECT_EQ(get("/api/v1/timelines/home", bearer("wrong")).status, 401);
  EXPECT_EQ(header(get("/api/v1/timelines/home"), "WWW-Authenticate"), "Bearer");
  const auto reader = person("reader", "read:accounts");
  EXPECT_EQ(get("/api/v1/accounts/verify_credentials", bearer(reader)).status, 200);
  EXPECT_EQ(get("/api/v1/timelines/home", bearer(reader)).status, 403);
  EXPECT_EQ(call("POST", "/api/v1/statuses", reader, {{"status", "x"}}).status, 403);
  EXPECT_EQ(get("/api/v1/accounts/" + id_of("bob"), bearer("wrong")).status, 401);
}

TEST_F(Api, ADisabledAccountIsRefused) {
  const auto done = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto account = *find_account(txn, "alice");
    account.disabled = true;
    return put_account(txn, account);
  });
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(get("/api/v1/timelines/home", bearer(alice_)).status, 401);
}

TEST_F(Api, TheInstanceIsPublicInEveryMode) {
  for (const auto mode : {FederationMode::open, FederationMode::allowlist}) {
    open(mode);
    const auto v1 = json(get("/api/v1/instance"));
    EXPECT_EQ(v1["uri"], "design.example");
    EXPECT_EQ(v1["version"], "4.5.0 (compatible; Hallway 0.1.0)");
    const auto v2 = json(get("/api/v2/instance"));
    EXPECT_EQ(v2["domain"], "design.example");
    EXPECT_EQ(v2["configuration"]["statuses"]["max_characters"], 5000);
    EXPECT_TRUE(v2["icon"].is_array());
    EXPECT_TRUE(v2["icon"][0].is_object());
    EXPECT_EQ(v2["languages"], Json::array({"en"}));
  }
}

TEST_F(Api, VerifyCredentialsDescribesTheCaller) {
  const auto me = json(get("/api/v1/accounts/verify_credentials", bearer(alice_)));
  EXPECT_EQ(me["acct"], "alice");
  EXPECT_EQ(me["url"], "https://design.example/@alice");
  EXPECT_TRUE(me["source"].is_object());
  EXPECT_TRUE(me["role"].is_object());
  for (const char* member : {"id",
                             "username",
                             "display_name",
                             "note",
                             "avatar",
                             "avatar_static",
                             "header",
                             "header_static",
                             "locked",
                             "fields",
                             "emojis",
                             "bot",
                             "group",
                             "discoverable",
                             "created_at",
                             "last_status_at",
                             "statuses_count",
                             "followers_count",
                             "following_count",
                             "uri"}) {
    EXPECT_TRUE(me.contains(member)) << member;
  }
}

TEST_F(Api, AStatusHasEveryMemberOfItsShape) {
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
                             "application",
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
  EXPECT_EQ(status["visibility"], "unlisted");
  EXPECT_EQ(status["spoiler_text"], "greeting");
  EXPECT_EQ(status["sensitive"], true);
  ASSERT_EQ(status["mentions"].size(), 1U);
  EXPECT_EQ(status["mentions"][0]["acct"], "bob");
  ASSERT_EQ(status["tags"].size(), 1U);
  EXPECT_EQ(status["tags"][0]["name"], "world");
  EXPECT_THAT(status["content"].get<std::string>(), HasSubstr("/@bob"));
}

TEST_F(Api, StatusesComeAsFormsMultipartAndJson) {
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

TEST_F(Api, WhatCannotBePublishedIs422AndLeavesNothing) {
  const Json cases[] = {{{"status", ""}},
                        {{"status", std::string(5'001, 'a')}},
                        {{"status", "x"}, {"visibility", "nonsense"}},
                        {{"status", "x"}, {"label", "nonsense"}},
                        {{"status", "x"}, {"media_ids", {"1"}}},
                        {{"status", "x"}, {"poll", {{"options", {"a", "b", "c"}}}}},
                        {{"status", "x"}, {"scheduled_at", "2030-01-01T00:00:00Z"}}};
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

TEST_F(Api, TheSameIdempotencyKeyPublishesOnce) {
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

TEST_F(Api, TheSameIdempotencyKeyManyTimesAtOncePublishesOnce) {
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

TEST_F(Api, LocalOnlyStaysInTheDepartment) {
  for (const Json& body : {Json{{"status", "a"}, {"visibility", "local"}},
                           Json{{"status", "b"}, {"local_only", true}}}) {
    const auto status = json(call("POST", "/api/v1/statuses", alice_, body));
    EXPECT_EQ(status["local_only"], true);
    const auto path = "/api/v1/statuses/" + status["id"].get<std::string>();
    EXPECT_EQ(get(path).status, 404);
    EXPECT_EQ(get(path, bearer(bob_)).status, 200);
  }
}

TEST_F(Api, EditAndDeleteAreTheAuthorsAlone) {
  const auto id = post(alice_, {{"status", "first"}});
  const auto path = "/api/v1/statuses/" + id;
  EXPECT_EQ(call("PUT", path, bob_, {{"status", "mine"}}).status, 403);
  EXPECT_EQ(call("DELETE", path, bob_).status, 403);
  const auto edited = json(call("PUT", path, alice_, {{"status", "second"}}));
  EXPECT_THAT(edited["content"].get<std::string>(), HasSubstr("second"));
  EXPECT_TRUE(edited["edited_at"].is_string());
  EXPECT_EQ(json(get(path + "/source", bearer(alice_)))["text"], "second");
  const auto deleted = json(call("DELETE", path, alice_));
  EXPECT_EQ(deleted["text"], "second");
  EXPECT_EQ(get(path, bearer(alice_)).status, 404);
}

TEST_F(Api, ContextHoldsTheThreadThatTheReaderMaySee) {
  const auto root = post(alice_, {{"status", "root"}, {"visibility", "public"}});
  const auto reply = post(bob_, {{"status", "reply"}, {"in_reply_to_id", root}});
  const auto leaf = post(alice_, {{"status", "leaf"}, {"in_reply_to_id", reply}});
  post(bob_, {{"status", "hidden"}, {"in_reply_to_id", root}, {"visibility", "direct"}});
  const auto of_leaf = json(get("/api/v1/statuses/" + leaf + "/context", bearer(alice_)));
  EXPECT_THAT(texts(of_leaf["ancestors"]), ElementsAre(HasSubstr("root"), HasSubstr("reply")));
  const auto of_root = json(get("/api/v1/statuses/" + root + "/context", bearer(alice_)));
  EXPECT_THAT(texts(of_root["descendants"]), ElementsAre(HasSubstr("reply"), HasSubstr("leaf")));
}

TEST_F(Api, FollowingBringsPostsAndTellsBoth) {
  const auto followed = json(call("POST", "/api/v1/accounts/" + id_of("bob") + "/follow", alice_));
  EXPECT_EQ(followed["following"], true);
  post(bob_, {{"status", "from bob"}});
  EXPECT_THAT(texts(json(get("/api/v1/timelines/home", bearer(alice_)))),
              ElementsAre(HasSubstr("from bob")));
  const auto told = json(get("/api/v1/notifications", bearer(bob_)));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0]["type"], "follow");
  EXPECT_EQ(told[0]["account"]["acct"], "alice");
  const auto seen =
      json(get("/api/v1/accounts/relationships?id[]=" + id_of("alice"), bearer(bob_)));
  EXPECT_EQ(seen[0]["followed_by"], true);
  EXPECT_EQ(
      json(call("POST", "/api/v1/accounts/" + id_of("bob") + "/unfollow", alice_))["following"],
      false);
  EXPECT_EQ(json(get("/api/v1/timelines/home", bearer(alice_))), Json::array());
  EXPECT_EQ(call("POST", "/api/v1/accounts/99/follow", alice_).status, 404);
}

TEST_F(Api, ARemoteFollowIsRequestedUntilAccepted) {
  const auto carol = stranger("carol", "other.example");
  const auto answer =
      json(call("POST", "/api/v1/accounts/" + to_string(carol.id) + "/follow", alice_));
  EXPECT_EQ(answer["following"], false);
  EXPECT_EQ(answer["requested"], true);
}

TEST_F(Api, LikesAndBoostsCountAndNotify) {
  const auto id = post(alice_, {{"status", "nice"}, {"visibility", "public"}});
  const auto path = "/api/v1/statuses/" + id;
  EXPECT_EQ(json(call("POST", path + "/favourite", bob_))["favourited"], true);
  const auto reblog = json(call("POST", path + "/reblog", bob_));
  EXPECT_EQ(reblog["reblog"]["id"], id);
  EXPECT_EQ(reblog["account"]["acct"], "bob");
  const auto status = json(get(path, bearer(bob_)));
  EXPECT_EQ(status["favourites_count"], 1);
  EXPECT_EQ(status["reblogs_count"], 1);
  EXPECT_EQ(status["reblogged"], true);
  // The boost's own id stands for the post.
  const auto wrapper = "/api/v1/statuses/" + reblog["id"].get<std::string>();
  EXPECT_EQ(json(get(wrapper, bearer(bob_)))["reblog"]["id"], id);
  EXPECT_EQ(json(call("POST", wrapper + "/unfavourite", bob_))["favourites_count"], 0);
  EXPECT_EQ(json(call("POST", path + "/unreblog", bob_))["reblogs_count"], 0);
  const auto only = json(get("/api/v1/notifications?types[]=reblog", bearer(alice_)));
  for (const auto& one : only) EXPECT_EQ(one["type"], "reblog");
  EXPECT_EQ(json(get("/api/v1/notifications?exclude_types[]=favourite&exclude_types[]=reblog",
                     bearer(alice_))),
            Json::array());
}

TEST_F(Api, PagesLinkNextThenPrev) {
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(post(alice_, {{"status", std::to_string(i)}}));
  const auto page = get("/api/v1/timelines/home?limit=2&local=true", bearer(alice_));
  EXPECT_EQ(json(page).size(), 2U);
  EXPECT_EQ(header(page, "Link"),
            "<https://design.example/api/v1/timelines/home?limit=2&local=true&max_id=" + ids[3] +
                ">; rel=\"next\", <https://design.example/api/v1/timelines/home?limit=2&local=true"
                "&min_id=" +
                ids[4] + ">; rel=\"prev\"");
  const auto below = json(get("/api/v1/timelines/home?max_id=" + ids[3], bearer(alice_)));
  EXPECT_EQ(below.size(), 3U);
  const auto above = json(get("/api/v1/timelines/home?limit=2&min_id=" + ids[0], bearer(alice_)));
  ASSERT_EQ(above.size(), 2U);
  EXPECT_EQ(above[0]["id"], ids[2]);
  EXPECT_EQ(above[1]["id"], ids[1]);
  const auto since = json(get("/api/v1/timelines/home?since_id=" + ids[3], bearer(alice_)));
  ASSERT_EQ(since.size(), 1U);
  const auto end = get("/api/v1/timelines/home?max_id=" + ids[0], bearer(alice_));
  EXPECT_EQ(json(end), Json::array());
  EXPECT_EQ(header(end, "Link"), "");
}

TEST_F(Api, AnAccountsStatusesCanBeFiltered) {
  const auto root = post(alice_, {{"status", "root"}, {"visibility", "public"}});
  post(alice_, {{"status", "reply"}, {"in_reply_to_id", root}, {"visibility", "public"}});
  post(alice_, {{"status", "secret"}, {"visibility", "private"}});
  const auto path = "/api/v1/accounts/" + id_of("alice") + "/statuses";
  EXPECT_EQ(json(get(path, bearer(alice_))).size(), 3U);
  EXPECT_EQ(json(get(path)).size(), 2U) << "anybody sees what is public";
  EXPECT_THAT(texts(json(get(path + "?exclude_replies=true"))), ElementsAre(HasSubstr("root")));
  EXPECT_EQ(json(get(path + "?pinned=true")), Json::array());
}

TEST_F(Api, SearchFindsPeopleAndPosts) {
  const auto carol = stranger("carol", "other.example");
  const auto id = post(alice_, {{"status", "findable"}, {"visibility", "public"}});
  const auto hidden = post(alice_, {{"status", "hidden"}, {"visibility", "direct"}});
  const auto find = [&](const std::string& q, const std::string& more = "") {
    return json(get("/api/v2/search?q=" + percent_encode(q) + more, bearer(bob_)));
  };
  EXPECT_EQ(find("@carol@other.example")["accounts"][0]["acct"], "carol@other.example");
  EXPECT_EQ(find("https://other.example/users/carol")["accounts"][0]["id"], to_string(carol.id));
  EXPECT_EQ(find("ALI")["accounts"][0]["acct"], "alice");
  EXPECT_EQ(find("@alice")["accounts"][0]["acct"], "alice");
  EXPECT_EQ(find("https://design.example/@alice/" + id)["statuses"][0]["id"], id);
  EXPECT_EQ(find("https://design.example/users/alice/statuses/" + id)["statuses"][0]["id"], id);
  EXPECT_EQ(find("https://design.example/@alice/" + hidden)["statuses"], Json::array());
  EXPECT_EQ(find("#Topic")["hashtags"][0]["name"], "topic");
  EXPECT_EQ(find("ali", "&type=statuses")["accounts"], Json::array());
  EXPECT_EQ(network_.asked, 0) << "nobody is asked without resolve";
  EXPECT_EQ(find("@dave@unknown.example", "&resolve=true")["accounts"], Json::array());
  EXPECT_GT(network_.asked, 0);
  EXPECT_EQ(get("/api/v2/search?q=x").status, 401);
}

TEST_F(Api, FollowRequestsAreListedAndAnswered) {
  const auto lock = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto actor = *find_actor_by_handle(txn, "alice", "design.example");
    actor.locked = true;
    return put_actor(txn, actor, clock_.now());
  });
  ASSERT_TRUE(lock.ok());
  const auto carol = person("carol");
  const auto target = "/api/v1/accounts/" + id_of("alice") + "/follow";
  EXPECT_EQ(json(call("POST", target, bob_))["requested"], true);
  EXPECT_EQ(json(call("POST", target, carol))["requested"], true);
  EXPECT_EQ(json(get("/api/v1/follow_requests", bearer(alice_))).size(), 2U);
  const auto base = "/api/v1/follow_requests/";
  EXPECT_EQ(json(call("POST", base + id_of("bob") + "/authorize", alice_))["followed_by"], true);
  EXPECT_EQ(json(call("POST", base + id_of("carol") + "/reject", alice_))["followed_by"], false);
  EXPECT_EQ(json(get("/api/v1/follow_requests", bearer(alice_))), Json::array());
}

TEST_F(Api, StrangersAreNotShownToAnybodyWithoutAToken) {
  const auto carol = stranger("carol", "other.example");
  const auto path = "/api/v1/accounts/" + to_string(carol.id);
  EXPECT_EQ(get(path).status, 401);
  EXPECT_EQ(json(get(path, bearer(alice_)))["acct"], "carol@other.example");
  EXPECT_EQ(get("/api/v1/accounts/" + id_of("alice")).status, 200);
  EXPECT_EQ(get("/api/v1/accounts/77").status, 404);
}

}  // namespace
}  // namespace hallway
