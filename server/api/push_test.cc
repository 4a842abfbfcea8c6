#include "server/api/push.h"

#include "storage/push.h"
#include "storage/values/crypto.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

const std::string kPath = "/api/v1/push/subscription";

class ApiPush : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    token_ = token_for(*find_account(node_->read().value(), "alice"), "read push");
  }
  static Json wish() {
    return {{"subscription",
             {{"endpoint", "https://push.example/send/1"},
              {"keys",
               {{"p256dh",
                 "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZ"
                 "GH6SRpkNtoIAiw4"},
                {"auth", "BTBZMqHH6r4Tts7J_aSIgg"}}}}},
            {"data", {{"alerts", {{"mention", true}, {"follow", true}}}, {"policy", "followed"}}}};
  }
  std::string token_;
};

TEST_F(ApiPush, ATokenHasOneSubscriptionThatItSeesAndChanges) {
  EXPECT_EQ(call("GET", kPath, token_).status, 404);
  EXPECT_EQ(call("PUT", kPath, token_, {{"data", {{"policy", "all"}}}}).status, 404);
  const auto made = json(call("POST", kPath, token_, wish()));
  EXPECT_EQ(made["endpoint"], "https://push.example/send/1");
  EXPECT_EQ(made["policy"], "followed");
  EXPECT_EQ(made["standard"], true);
  EXPECT_EQ(made["alerts"]["mention"], true);
  EXPECT_EQ(made["alerts"]["favourite"], false);
  EXPECT_EQ(made["server_key"],
            json(get("/api/v2/instance"))["configuration"]["vapid"]["public_key"]);
  EXPECT_EQ(json(call("GET", kPath, token_)), made);
  const auto changed = json(call(
      "PUT", kPath, token_, {{"data", {{"alerts", {{"favourite", true}}}, {"policy", "all"}}}}));
  EXPECT_EQ(changed["id"], made["id"]);
  EXPECT_EQ(changed["endpoint"], made["endpoint"]);
  EXPECT_EQ(changed["alerts"]["favourite"], true);
  EXPECT_EQ(changed["alerts"]["mention"], false);
  EXPECT_EQ(changed["policy"], "all");
  auto other = wish();
  other["subscription"]["endpoint"] = "https://push.example/send/2";
  EXPECT_EQ(json(call("POST", kPath, token_, other))["endpoint"], "https://push.example/send/2");
  EXPECT_EQ(node_->read().value().count(Table::push_subscriptions), 1U);
  EXPECT_EQ(json(call("DELETE", kPath, token_)), Json::object());
  EXPECT_EQ(call("GET", kPath, token_).status, 404);
  EXPECT_EQ(call("DELETE", kPath, token_).status, 200) << "again is no error";
}

TEST_F(ApiPush, AFormIsTakenAsWell) {
  const auto json_wish = wish();
  std::string form = "subscription[endpoint]=https%3A%2F%2Fpush.example%2F3&data[alerts][poll]=1";
  for (const auto* key : {"p256dh", "auth"}) {
    form += std::string("&subscription[keys][") + key +
            "]=" + json_wish["subscription"]["keys"][key].get<std::string>();
  }
  auto headers = bearer(token_);
  headers.add("Content-Type", "application/x-www-form-urlencoded");
  const auto made = json(node_->handle(request("POST", kPath, headers, form)));
  EXPECT_EQ(made["endpoint"], "https://push.example/3");
  EXPECT_EQ(made["alerts"]["poll"], true);
  EXPECT_EQ(made["policy"], "all");
}

TEST_F(ApiPush, WhatIsWrongChangesNothing) {
  const auto refused = [&](const std::function<void(Json&)>& spoil) {
    auto body = wish();
    spoil(body);
    const auto response = call("POST", kPath, token_, body);
    EXPECT_EQ(response.status, 422) << dump_json(body);
    EXPECT_NE(find_string(json(response), "error"), std::nullopt);
  };
  refused([](Json& body) { body.erase("subscription"); });
  for (const auto* endpoint : {"", "push.example", "http://push.example/", "ftp://push.example/"}) {
    refused([&](Json& body) { body["subscription"]["endpoint"] = endpoint; });
  }
  for (const auto* key : {"", "AAAA", "not base64!"}) {
    refused([&](Json& body) { body["subscription"]["keys"]["p256dh"] = key; });
    refused([&](Json& body) { body["subscription"]["keys"]["auth"] = key; });
  }
  refused([](Json& body) { body["data"]["policy"] = "some"; });
  EXPECT_EQ(node_->read().value().count(Table::push_subscriptions), 0U);
}

TEST_F(ApiPush, NeedsItsScope) {
  EXPECT_EQ(node_->handle(request("GET", kPath)).status, 401);
  for (const auto* method : {"GET", "POST", "PUT", "DELETE"}) {
    EXPECT_EQ(call(method, kPath, alice_).status, 403) << method;
  }
}

TEST_F(ApiPush, ProgramsLearnTheKeyWhereTheyLook) {
  const auto registered =
      json(call("POST", "/api/v1/apps", alice_,
                {{"client_name", "x"}, {"redirect_uris", "urn:ietf:wg:oauth:2.0:oob"}}));
  EXPECT_EQ(registered["vapid_key"], node_->pusher().public_key());
}

}  // namespace
}  // namespace hallway::test
