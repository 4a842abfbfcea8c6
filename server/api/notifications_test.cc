#include "server/api/notifications.h"

#include <gmock/gmock.h>

#include "storage/markers.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;

class ApiNotifications : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    id_ = post(alice_, {{"status", "hello"}, {"visibility", "public"}});
  }
  void like(const std::string& token) {
    EXPECT_EQ(call("POST", "/api/v1/statuses/" + id_ + "/favourite", token).status, 200);
  }
  void mention(const std::string& token, const std::string& visibility = "public") {
    post(token, {{"status", "@alice hello"}, {"visibility", visibility}});
  }
  Json list(const std::string& query = "") {
    return json(get("/api/v1/notifications" + query, bearer(alice_)));
  }
  static std::vector<std::string> types(const Json& notifications) {
    std::vector<std::string> out;
    for (const auto& one : notifications) out.push_back(one.value("type", ""));
    return out;
  }
  std::string id_;
};

TEST_F(ApiNotifications, OneIsShownToItsRecipientAlone) {
  mention(bob_);
  const auto told = list().at(0);
  const auto path = "/api/v1/notifications/" + told.at("id").get<std::string>();
  EXPECT_EQ(json(get(path, bearer(alice_))), told);
  EXPECT_EQ(told["type"], "mention");
  EXPECT_EQ(told["group_key"], "ungrouped-" + told["id"].get<std::string>());
  EXPECT_TRUE(told["status"].is_object());
  EXPECT_EQ(get(path, bearer(bob_)).status, 404);
  EXPECT_EQ(get("/api/v1/notifications/12", bearer(alice_)).status, 404);
  EXPECT_EQ(get(path).status, 401);
  const auto reader = token_for(*find_account(*node_->read(), "alice"), "read:statuses");
  EXPECT_EQ(get(path, bearer(reader)).status, 403);
}

TEST_F(ApiNotifications, LikesOfOnePostShareAGroupKey) {
  like(bob_);
  like(person("carol"));
  const auto told = list();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0]["group_key"], told[1]["group_key"]);
  EXPECT_THAT(told[0]["group_key"].get<std::string>(), testing::StartsWith("favourite-" + id_));
}

TEST_F(ApiNotifications, AreDismissedOneByOneOrAllAtOnce) {
  like(bob_);
  mention(bob_);
  mention(bob_);
  const auto path =
      "/api/v1/notifications/" + list().at(0).at("id").get<std::string>() + "/dismiss";
  EXPECT_EQ(call("POST", path, bob_).status, 404) << "of somebody else";
  EXPECT_EQ(list().size(), 3U);
  const auto done = call("POST", path, alice_);
  EXPECT_EQ(done.status, 200);
  EXPECT_EQ(done.body, "{}");
  EXPECT_THAT(types(list()), ElementsAre("mention", "favourite"));
  EXPECT_EQ(call("POST", path, alice_).status, 404) << "it is gone";
  EXPECT_EQ(call("POST", "/api/v1/notifications/clear", alice_).body, "{}");
  EXPECT_EQ(list(), Json::array());
}

TEST_F(ApiNotifications, APolicyIsReadChangedInPartAndRefusesWhatItDoesNotKnow) {
  const auto path = "/api/v2/notifications/policy";
  const Json usual = {
      {"for_not_following", "accept"},
      {"for_not_followers", "accept"},
      {"for_new_accounts", "accept"},
      {"for_private_mentions", "accept"},
      {"for_limited_accounts", "filter"},
      {"summary", {{"pending_requests_count", 0}, {"pending_notifications_count", 0}}}};
  EXPECT_EQ(json(get(path, bearer(alice_))), usual);
  const auto changed = json(call("PATCH", path, alice_, {{"for_not_following", "filter"}}));
  EXPECT_EQ(changed["for_not_following"], "filter");
  EXPECT_EQ(changed["for_new_accounts"], "accept");
  const auto wrong = call("PATCH", path, alice_,
                          {{"for_new_accounts", "drop"}, {"for_private_mentions", "maybe"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_TRUE(find_string(json(wrong), "error"));
  EXPECT_EQ(json(get(path, bearer(alice_))), changed) << "nothing of it was done";
  EXPECT_EQ(json(get(path, bearer(bob_))), usual) << "each has their own";
}

TEST_F(ApiNotifications, WhatIsUnreadIsCountedAboveTheMarker) {
  const auto count = [&](const std::string& version, const std::string& query = "") {
    const auto path = "/api/" + version + "/notifications/unread_count" + query;
    return json(get(path, bearer(alice_)))["count"].get<int>();
  };
  mention(bob_);
  const auto read = parse_id(list().at(0).at("id").get<std::string>()).value();
  clock_.set(Time{int64_t{43'200'000} * 41'566});
  like(bob_);
  like(person("carol"));
  EXPECT_EQ(count("v1"), 3);
  EXPECT_EQ(count("v2"), 2) << "both likes are one";
  EXPECT_EQ(count("v1", "?limit=2"), 2);
  EXPECT_EQ(count("v1", "?exclude_types[]=favourite"), 1);
  EXPECT_EQ(count("v2", "?grouped_types[]=follow"), 3);
  const auto me = find_account(*node_->read(), "alice")->actor;
  const auto set = node_->writer().apply(
      [&](WriteTxn& txn) { return set_marker(txn, me, "notifications", read, clock_.now()); });
  ASSERT_TRUE(set.ok());
  EXPECT_EQ(count("v1"), 2);
  EXPECT_EQ(count("v2"), 1);
}

// Alice holds back those whom she does not follow.
class ApiNotificationRequests : public ApiNotifications {
 protected:
  void SetUp() override {
    ApiNotifications::SetUp();
    call("PATCH", "/api/v2/notifications/policy", alice_, {{"for_not_following", "filter"}});
  }
  Json requests() { return json(get(kPath, bearer(alice_))); }
  std::string path_of(const Json& request, const std::string& act) {
    return kPath + "/" + request.at("id").get<std::string>() + act;
  }
  const std::string kPath = "/api/v1/notifications/requests";
};

TEST_F(ApiNotificationRequests, WhatIsHeldBackIsFoundInOneRequestForEachPerson) {
  mention(bob_);
  mention(bob_);
  like(bob_);
  EXPECT_EQ(list(), Json::array());
  const auto held = list("?include_filtered=true");
  EXPECT_THAT(types(held), ElementsAre("favourite", "mention", "mention"));
  EXPECT_EQ(held[0]["filtered"], true);
  const auto waiting = requests();
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0]["account"]["acct"], "bob");
  EXPECT_EQ(waiting[0]["notifications_count"], "2");
  EXPECT_EQ(waiting[0]["last_status"]["id"], held[1]["status"]["id"]);
  EXPECT_EQ(json(get(path_of(waiting[0], ""), bearer(alice_))), waiting[0]);
  EXPECT_EQ(get(path_of(waiting[0], ""), bearer(bob_)).status, 404);
  const auto summary = json(get("/api/v2/notifications/policy", bearer(alice_)))["summary"];
  EXPECT_EQ(summary["pending_requests_count"], 1);
  EXPECT_EQ(summary["pending_notifications_count"], 2);
  call("POST", "/api/v1/notifications/clear", alice_);
  EXPECT_EQ(requests(), waiting) << "clearing decides nothing about whom one does not know";
}

TEST_F(ApiNotificationRequests, AcceptingLetsThroughWhatWaitedAndWhatComes) {
  mention(bob_);
  EXPECT_EQ(call("POST", path_of(requests()[0], "/accept"), alice_).body, "{}");
  mention(bob_);
  EXPECT_THAT(types(list()), ElementsAre("mention", "mention"));
  EXPECT_EQ(requests(), Json::array());
  EXPECT_EQ(json(get(kPath + "/merged", bearer(alice_)))["merged"], true);
}

TEST_F(ApiNotificationRequests, DismissingForgetsWhatWaited) {
  mention(bob_);
  EXPECT_EQ(call("POST", path_of(requests()[0], "/dismiss"), alice_).body, "{}");
  EXPECT_EQ(requests(), Json::array());
  EXPECT_EQ(list("?include_filtered=true"), Json::array());
}

TEST_F(ApiNotificationRequests, SeveralAreAnsweredAtOnceOrNone) {
  mention(bob_);
  mention(person("carol"));
  const auto waiting = requests();
  ASSERT_EQ(waiting.size(), 2U);
  const auto some = [&](const Json& ids, const std::string& act) {
    return call("POST", kPath + act, alice_, {{"id", ids}}).status;
  };
  EXPECT_EQ(some({waiting[0]["id"], "12"}, "/accept"), 404);
  EXPECT_EQ(requests(), waiting) << "one is unknown, so none was answered";
  EXPECT_EQ(some(Json::array(), "/accept"), 422);
  EXPECT_EQ(some({waiting[0]["id"], waiting[0]["id"]}, "/accept"), 200);
  EXPECT_EQ(some({waiting[1]["id"]}, "/dismiss"), 200);
  EXPECT_EQ(requests(), Json::array());
  EXPECT_EQ(list().size(), 1U);
}

TEST_F(ApiNotificationRequests, ArePagedByTheirIds) {
  for (const auto* name : {"carol", "dave", "erin"}) mention(person(name));
  const auto all = requests();
  ASSERT_EQ(all.size(), 3U);
  const auto page = get(kPath + "?limit=2", bearer(alice_));
  EXPECT_EQ(json(page), Json::array({all[0], all[1]}));
  EXPECT_THAT(header(page, "Link"),
              testing::HasSubstr("max_id=" + all[1]["id"].get<std::string>()));
  EXPECT_EQ(json(get(kPath + "?max_id=" + all[1]["id"].get<std::string>(), bearer(alice_))),
            Json::array({all[2]}));
  EXPECT_EQ(json(get(kPath + "?limit=1&min_id=" + all[2]["id"].get<std::string>(), bearer(alice_))),
            Json::array({all[1]}));
}

}  // namespace
}  // namespace hallway::test
