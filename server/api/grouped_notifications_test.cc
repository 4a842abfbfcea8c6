#include "server/api/grouped_notifications.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class ApiGroupedNotifications : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    clock_.set(Time{int64_t{43'200'000} * 41'565});  // half a day begins
    carol_ = person("carol");
    id_ = post(alice_, {{"status", "hello"}, {"visibility", "public"}});
    for (const auto& token : {bob_, carol_}) {
      call("POST", "/api/v1/statuses/" + id_ + "/favourite", token);
    }
    post(bob_, {{"status", "@alice hello"}, {"visibility", "public"}});
  }
  Response groups(const std::string& query = "") {
    return get("/api/v2/notifications" + query, bearer(alice_));
  }
  static std::vector<std::string> members(const Json& list, const char* member) {
    std::vector<std::string> out;
    for (const auto& one : list) out.push_back(one.value(member, ""));
    return out;
  }
  std::string carol_, id_;
};

TEST_F(ApiGroupedNotifications, NameEachPersonAndPostOnce) {
  const auto answer = json(groups());
  EXPECT_THAT(members(answer["accounts"], "acct"), UnorderedElementsAre("bob", "carol"));
  ASSERT_EQ(answer["statuses"].size(), 2U);
  EXPECT_FALSE(answer.contains("partial_accounts"));
  const auto& likes = answer["notification_groups"].at(1);
  EXPECT_EQ(likes["type"], "favourite");
  EXPECT_EQ(likes["group_key"], "favourite-" + id_ + "-41565");
  EXPECT_EQ(likes["notifications_count"], 2);
  EXPECT_EQ(likes["status_id"], id_);
  EXPECT_EQ(likes["sample_account_ids"], Json::array({id_of("carol"), id_of("bob")}));
  EXPECT_EQ(likes["page_max_id"], likes["most_recent_notification_id"]);
  EXPECT_LT(likes["page_min_id"].get<std::string>(), likes["page_max_id"].get<std::string>());
  EXPECT_TRUE(parse_rfc3339(likes["latest_page_notification_at"].get<std::string>()).ok());
}

TEST_F(ApiGroupedNotifications, OfPeopleInARowOfPicturesOnlyTheLastIsTold) {
  const auto answer = json(groups("?expand_accounts=partial_avatars&types[]=favourite"));
  EXPECT_THAT(members(answer["accounts"], "acct"), ElementsAre("carol"));
  ASSERT_EQ(answer["partial_accounts"].size(), 1U);
  const auto& bob = answer["partial_accounts"][0];
  EXPECT_EQ(bob["acct"], "bob");
  EXPECT_EQ(bob.size(), 7U) << bob;
  EXPECT_EQ(groups("?expand_accounts=some").status, 422);
}

TEST_F(ApiGroupedNotifications, OnlyKindsThatAClientCanGroupAreGrouped) {
  const auto answer = json(groups("?grouped_types[]=follow"));
  for (const auto& key : members(answer["notification_groups"], "group_key")) {
    EXPECT_THAT(key, testing::StartsWith("ungrouped-"));
  }
  EXPECT_EQ(answer["notification_groups"].size(), 3U);
}

TEST_F(ApiGroupedNotifications, PagesLinkToWhatIsBelow) {
  const auto first = groups("?limit=1");
  EXPECT_THAT(members(json(first)["notification_groups"], "type"), ElementsAre("mention"));
  const auto link = header(first, "Link");
  const auto begin = link.find("max_id=");
  ASSERT_NE(begin, std::string::npos) << link;
  const auto bound = link.substr(begin, link.find('>') - begin);
  const auto next = json(groups("?limit=1&" + bound));
  EXPECT_THAT(members(next["notification_groups"], "type"), ElementsAre("favourite"));
  EXPECT_EQ(header(groups("?max_id=12"), "Link"), "");
}

TEST_F(ApiGroupedNotifications, AGroupIsShownListedAndDismissedByItsKey) {
  const auto path = "/api/v2/notifications/favourite-" + id_ + "-41565";
  const auto group = json(get(path, bearer(alice_)));
  ASSERT_EQ(group["notification_groups"].size(), 1U);
  EXPECT_EQ(group["notification_groups"][0]["notifications_count"], 2);
  EXPECT_FALSE(group["notification_groups"][0].contains("page_min_id"));
  EXPECT_THAT(members(json(get(path + "/accounts", bearer(alice_))), "acct"),
              ElementsAre("carol", "bob"));
  EXPECT_EQ(json(get(path + "/accounts?limit=1", bearer(alice_))).size(), 1U);
  EXPECT_EQ(get(path, bearer(bob_)).status, 404);
  EXPECT_EQ(get("/api/v2/notifications/nonsense", bearer(alice_)).status, 404);
  EXPECT_EQ(call("POST", path + "/dismiss", alice_).body, "{}");
  EXPECT_THAT(members(json(groups())["notification_groups"], "type"), ElementsAre("mention"));
}

TEST_F(ApiGroupedNotifications, WhoWasShutOutCountsNoLonger) {
  suspend(find_actor(*node_->read(), iri("https://design.example/users/carol")).value());
  const auto answer = json(groups("?types[]=favourite"));
  EXPECT_EQ(answer["notification_groups"][0]["notifications_count"], 1);
  EXPECT_THAT(members(answer["accounts"], "acct"), ElementsAre("bob"));
}

}  // namespace
}  // namespace hallway::test
