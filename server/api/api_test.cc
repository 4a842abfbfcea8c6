#include "server/api.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Api : public ApiTest {};

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
    EXPECT_EQ(v2["configuration"]["urls"]["streaming"], "wss://design.example");
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
  ids.reserve(5);
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
  post(alice_, {{"status", "of #Pumps"}, {"visibility", "public"}});
  EXPECT_THAT(texts(json(get(path + "?tagged=pumps"))), ElementsAre(HasSubstr("Pumps")));
  EXPECT_EQ(json(get(path + "?tagged=valves")), Json::array());
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
  for (const auto* nothing : {"", "?q=", "?q=%20"}) {
    EXPECT_EQ(get("/api/v2/search" + std::string(nothing), bearer(bob_)).status, 422) << nothing;
  }
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
  const auto nobody = get("/api/v1/accounts/77");
  EXPECT_EQ(nobody.status, 404);
  // Whether somebody is known here is told to nobody.
  for (const auto& one :
       {path, path + "/statuses", std::string("/api/v1/accounts/lookup?acct=carol@other.example"),
        std::string("/api/v1/accounts/lookup?acct=dan@other.example")}) {
    EXPECT_EQ(get(one).status, 404) << one;
    EXPECT_EQ(get(one).body, nobody.body) << one;
  }
  EXPECT_EQ(json(get(path, bearer(alice_)))["acct"], "carol@other.example");
  EXPECT_EQ(get("/api/v1/accounts/" + id_of("alice")).status, 200);
}

}  // namespace
}  // namespace hallway::test
