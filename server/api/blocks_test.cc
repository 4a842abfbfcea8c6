#include "server/api/blocks.h"

#include <gmock/gmock.h>

#include "federation/block.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ApiBlocks : public ApiTest {
 protected:
  Json do_to(const std::string& who, const std::string& what, const Json& body = nullptr) {
    const auto answer = call("POST", "/api/v1/accounts/" + id_of(who) + "/" + what, alice_, body);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json(answer);
  }
  std::vector<std::string> names(const std::string& list) {
    std::vector<std::string> out;
    for (const auto& one : json(get("/api/v1/" + list, bearer(alice_)))) {
      out.push_back(one.value("acct", ""));
    }
    return out;
  }
  std::vector<std::string> home_of(const std::string& token) {
    return texts(json(get("/api/v1/timelines/home", bearer(token))));
  }
};

TEST_F(ApiBlocks, ABlockHidesEachFromTheOther) {
  do_to("bob", "follow");
  const auto post_id = post(bob_, {{"status", "from bob"}});
  ASSERT_THAT(home_of(alice_), ElementsAre(HasSubstr("from bob")));
  auto stands = do_to("bob", "block");
  EXPECT_EQ(stands["blocking"], true);
  EXPECT_EQ(stands["following"], false);
  EXPECT_THAT(names("blocks"), ElementsAre("bob"));
  EXPECT_THAT(home_of(alice_), IsEmpty());
  EXPECT_EQ(get("/api/v1/statuses/" + post_id, bearer(alice_)).status, 404);
  EXPECT_EQ(call("POST", "/api/v1/statuses/" + post_id + "/favourite", alice_).status, 404);
  const auto mine = post(alice_, {{"status", "@bob hello"}});
  EXPECT_EQ(get("/api/v1/statuses/" + mine, bearer(bob_)).status, 404);
  for (const auto& told : json(get("/api/v1/notifications", bearer(bob_)))) {
    EXPECT_NE(told["type"], "mention");
  }
  const auto seen =
      json(get("/api/v1/accounts/relationships?id[]=" + id_of("alice"), bearer(bob_)));
  EXPECT_EQ(seen[0]["blocked_by"], false) << "nobody is told";
  stands = do_to("bob", "unblock");
  EXPECT_EQ(stands["blocking"], false);
  EXPECT_THAT(names("blocks"), IsEmpty());
  EXPECT_EQ(get("/api/v1/statuses/" + post_id, bearer(alice_)).status, 200);
}

TEST_F(ApiBlocks, WhatHappenedBeforeABlockIsNotToldAnyMore) {
  const auto mine = post(alice_, {{"status", "mine"}});
  call("POST", "/api/v1/statuses/" + mine + "/favourite", bob_);
  ASSERT_EQ(json(get("/api/v1/notifications", bearer(alice_))).size(), 1U);
  do_to("bob", "block");
  EXPECT_EQ(json(get("/api/v1/notifications", bearer(alice_))), Json::array());
}

TEST_F(ApiBlocks, AMuteKeepsThemOutOfTheTimelineOnly) {
  do_to("bob", "follow");
  const auto post_id = post(bob_, {{"status", "from bob"}});
  auto stands = do_to("bob", "mute", {{"notifications", false}});
  EXPECT_EQ(stands["muting"], true);
  EXPECT_EQ(stands["muting_notifications"], false);
  EXPECT_EQ(stands["following"], true);
  EXPECT_THAT(home_of(alice_), IsEmpty());
  EXPECT_EQ(get("/api/v1/statuses/" + post_id, bearer(alice_)).status, 200);
  EXPECT_THAT(names("mutes"), ElementsAre("bob"));
  EXPECT_EQ(do_to("bob", "mute")["muting_notifications"], true) << "the default";
  EXPECT_EQ(do_to("bob", "unmute")["muting"], false);
  EXPECT_EQ(home_of(alice_).size(), 1U);
}

TEST_F(ApiBlocks, AMuteEndsByItselfWhenItsTimeIsOver) {
  do_to("bob", "follow");
  post(bob_, {{"status", "from bob"}});
  const auto until = node_->now() + hours(1);
  EXPECT_EQ(do_to("bob", "mute", {{"duration", 3600}})["muting"], true);
  const auto listed = json(get("/api/v1/mutes", bearer(alice_)));
  ASSERT_EQ(listed.size(), 1U);
  const auto ends = parse_rfc3339(listed[0]["mute_expires_at"].get<std::string>());
  ASSERT_TRUE(ends.ok());
  EXPECT_LT((*ends - until).ms, 1'000);
  clock_.advance(minutes(59));
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_THAT(home_of(alice_), IsEmpty());
  clock_.advance(minutes(2));
  const auto path = "/api/v1/accounts/relationships?id[]=" + id_of("bob");
  EXPECT_EQ(json(get(path, bearer(alice_)))[0]["muting"], false);
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_EQ(home_of(alice_).size(), 1U);
  EXPECT_THAT(names("mutes"), IsEmpty());
}

TEST_F(ApiBlocks, HowLongAMuteLastsIsChangedByMutingAgain) {
  do_to("bob", "mute", {{"duration", 3600}});
  do_to("bob", "mute");
  EXPECT_EQ(json(get("/api/v1/mutes", bearer(alice_)))[0]["mute_expires_at"], nullptr);
  const auto path = "/api/v1/accounts/" + id_of("bob") + "/mute";
  for (const Json& wrong : {Json("an hour"), Json(-1), Json("1e3"), Json("99999999999")}) {
    EXPECT_EQ(call("POST", path, alice_, {{"duration", wrong}}).status, 422) << wrong;
  }
  EXPECT_EQ(json(get("/api/v1/mutes", bearer(alice_)))[0]["mute_expires_at"], nullptr);
}

TEST_F(ApiBlocks, ADomainIsBlockedForOnePerson) {
  const auto carol = stranger("carol", "other.example");
  const auto relation = [&] {
    return json(get("/api/v1/accounts/relationships?id[]=" + to_string(carol.id),
                    bearer(alice_)))[0]["domain_blocking"];
  };
  EXPECT_EQ(relation(), false);
  const Json body = {{"domain", "other.example"}};
  EXPECT_EQ(call("POST", "/api/v1/domain_blocks", alice_, body).status, 200);
  EXPECT_EQ(relation(), true);
  EXPECT_EQ(json(get("/api/v1/domain_blocks", bearer(alice_))), Json::array({"other.example"}));
  EXPECT_EQ(json(get("/api/v1/domain_blocks", bearer(bob_))), Json::array());
  EXPECT_EQ(call("DELETE", "/api/v1/domain_blocks", alice_, body).status, 200);
  EXPECT_EQ(relation(), false);
  for (const auto* wrong : {"", "design.example", "no domain"}) {
    EXPECT_EQ(call("POST", "/api/v1/domain_blocks", alice_, {{"domain", wrong}}).status, 422)
        << wrong;
  }
}

TEST_F(ApiBlocks, BlockedDomainsArePagedThereAndBack) {
  for (const auto* domain : {"c.example", "a.example", "e.example", "b.example", "d.example"}) {
    call("POST", "/api/v1/domain_blocks", alice_, {{"domain", domain}});
  }
  struct Case {
    const char* query;
    Json page;
    bool next;
  };
  const std::vector<Case> cases{
      {"", {"a.example", "b.example", "c.example", "d.example", "e.example"}, false},
      {"limit=2", {"a.example", "b.example"}, true},
      {"limit=2&max_id=b.example", {"c.example", "d.example"}, true},
      {"limit=2&max_id=d.example", {"e.example"}, false},
      {"limit=2&min_id=e.example", {"c.example", "d.example"}, true},
      {"limit=2&min_id=b.example", {"a.example"}, true},
      {"max_id=e.example", Json::array(), false},
      {"min_id=a.example", Json::array(), false},
      {"min_id=a.example&max_id=e.example", Json::array(), false}};
  for (const auto& one : cases) {
    const auto page = get("/api/v1/domain_blocks?" + std::string(one.query), bearer(alice_));
    EXPECT_EQ(json(page), one.page) << one.query;
    const auto link = header(page, "Link");
    EXPECT_EQ(link.find("rel=\"next\"") != std::string::npos, one.next) << one.query;
    EXPECT_EQ(link.find("rel=\"prev\"") != std::string::npos, !one.page.empty()) << one.query;
  }
}

TEST_F(ApiBlocks, ScopesCountAndNobodyElseIsMeant) {
  const auto reader = person("reader", "read");
  const auto bob = "/api/v1/accounts/" + id_of("bob");
  for (const auto* what : {"/block", "/unblock", "/mute", "/unmute"}) {
    EXPECT_EQ(call("POST", bob + what, reader).status, 403) << what;
  }
  EXPECT_EQ(call("POST", "/api/v1/domain_blocks", reader, {{"domain", "a.example"}}).status, 403);
  for (const auto* list : {"blocks", "mutes", "domain_blocks"}) {
    EXPECT_EQ(get("/api/v1/" + std::string(list)).status, 401);
  }
  for (const auto* what : {"block", "unblock", "mute", "unmute", "follow", "unfollow"}) {
    EXPECT_EQ(call("POST", "/api/v1/accounts/99/" + std::string(what), alice_).status, 404) << what;
  }
  EXPECT_EQ(call("POST", "/api/v1/accounts/" + id_of("alice") + "/block", alice_).status, 422);
}

}  // namespace
}  // namespace hallway::test
