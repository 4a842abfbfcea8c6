#include "server/pusher.h"

#include <gmock/gmock.h>

#include <deque>

#include "tests/support/api.h"
#include "tests/support/unseal.h"

namespace hallway::test {
namespace {

using testing::HasSubstr;

// Answers as it was told to, and keeps what was asked.
class PushService final : public HttpClient {
 public:
  void send(OutboundRequest request, Done done) override {
    asked.push_back(std::move(request));
    if (answers.empty()) return done(OutboundResponse{.status = 201});
    auto answer = std::move(answers.front());
    answers.pop_front();
    done(std::move(answer));
  }
  std::vector<OutboundRequest> asked;
  std::deque<Result<OutboundResponse>> answers;
};

class PusherTest : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    token_ = token_for(account("alice"), "read write push");
    subscribe();
    pusher_ = std::make_unique<Pusher>(
        Pusher::Parts{
            node_->home(), node_->store(), node_->writer(), service_, random_, clock_, {}},
        PushKey::generate().value());
  }
  void TearDown() override { pusher_.reset(); }
  Account account(const std::string& name) { return *find_account(node_->read().value(), name); }
  void subscribe() {
    PushSubscription one{.person = account("alice").actor,
                         .token = sha256(token_),
                         .endpoint = iri("https://push.example/send/1"),
                         .p256dh = phone_.public_point(),
                         .auth = kAuth,
                         .alerts = ~0U,
                         .created = clock_.now()};
    ASSERT_TRUE(
        node_->writer().apply([&](WriteTxn& txn) { return put_push_subscription(txn, one); }).ok());
  }
  bool subscribed() {
    return find_push_subscription(node_->read().value(), account("alice").actor, sha256(token_))
        .has_value();
  }
  std::string mention(const Json& more = Json::object()) {
    Json body{{"status", "@alice Look at the pumps"}};
    body.update(more);
    return post(bob_, body);
  }
  // What is still owed afterwards.
  size_t push() {
    pusher_->run_due();
    node_->writer().drain();
    return node_->read().value().count(Table::pushes);
  }
  Json read(size_t i) {
    return parse_json(unseal_push(service_.asked.at(i).body, phone_, kAuth)).value_or(Json());
  }
  const std::string kAuth = std::string(kPushAuthBytes, 'a');
  const PushKey phone_ = PushKey::generate().value();
  std::string token_;
  PushService service_;
  std::unique_ptr<Pusher> pusher_;
};

TEST_F(PusherTest, SendsWhatOnlyTheSubscriberCanRead) {
  mention();
  EXPECT_EQ(push(), 0U);
  ASSERT_EQ(service_.asked.size(), 1U);
  const auto& request = service_.asked[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, iri("https://push.example/send/1"));
  EXPECT_EQ(request.headers.find("Content-Encoding"), "aes128gcm");
  EXPECT_EQ(request.headers.find("TTL"), "172800");
  EXPECT_THAT(std::string(request.headers.find("Authorization").value_or("")),
              HasSubstr("k=" + pusher_->public_key()));
  EXPECT_EQ(request.body.find("pumps"), std::string::npos);
  const auto note = read(0);
  EXPECT_EQ(note["notification_type"], "mention");
  EXPECT_EQ(note["title"], "bob mentioned you");
  EXPECT_THAT(note["body"].get<std::string>(), HasSubstr("Look at the pumps"));
  const auto listed = json(get("/api/v1/notifications", bearer(alice_)));
  EXPECT_EQ(std::to_string(note["notification_id"].get<uint64_t>()), listed[0]["id"]);
  mention();
  push();
  EXPECT_NE(service_.asked[0].body.substr(0, 86), service_.asked[1].body.substr(0, 86))
      << "salt and key are for one message alone";
}

TEST_F(PusherTest, WaitsAndTriesAgainWhereThatMayHelp) {
  for (const Result<OutboundResponse>& answer :
       {Result<OutboundResponse>(OutboundResponse{.status = 429}),
        Result<OutboundResponse>(OutboundResponse{.status = 503}),
        Result<OutboundResponse>(fail(Code::unavailable, "no connection"))}) {
    mention();
    service_.answers.push_back(answer);
    const auto asked = service_.asked.size();
    EXPECT_EQ(push(), 1U);
    EXPECT_EQ(push(), 1U) << "not at once";
    EXPECT_EQ(service_.asked.size(), asked + 1);
    clock_.advance(minutes(3));
    EXPECT_EQ(push(), 0U);
    EXPECT_EQ(service_.asked.size(), asked + 2);
  }
  EXPECT_EQ(pusher_->figures().retried, 3U);
  EXPECT_EQ(pusher_->figures().delivered, 3U);
}

TEST_F(PusherTest, ObeysRetryAfter) {
  mention();
  service_.answers.push_back(OutboundResponse{.status = 429, .headers = {{"Retry-After", "3600"}}});
  push();
  EXPECT_EQ(pusher_->next_due(), clock_.now() + hours(1));
}

TEST_F(PusherTest, AServiceThatIsGoneEndsTheSubscription) {
  for (const int status : {404, 410}) {
    subscribe();
    mention();
    service_.answers.push_back(OutboundResponse{.status = status});
    EXPECT_EQ(push(), 0U);
    EXPECT_FALSE(subscribed()) << status;
  }
  mention();
  EXPECT_EQ(push(), 0U);
  EXPECT_EQ(service_.asked.size(), 2U);
}

TEST_F(PusherTest, WhatIsRefusedIsGivenUpAndTheSubscriptionStays) {
  for (const Result<OutboundResponse>& answer :
       {Result<OutboundResponse>(OutboundResponse{.status = 400}),
        Result<OutboundResponse>(OutboundResponse{.status = 413}),
        Result<OutboundResponse>(OutboundResponse{.status = 301}),
        Result<OutboundResponse>(fail(Code::forbidden, "an address that is not permitted"))}) {
    mention();
    service_.answers.push_back(answer);
    EXPECT_EQ(push(), 0U);
    EXPECT_TRUE(subscribed());
  }
  EXPECT_EQ(pusher_->figures().given_up, 4U);
}

TEST_F(PusherTest, WhatIsTwoDaysOldIsNoNews) {
  mention();
  service_.answers.push_back(fail(Code::unavailable, "down"));
  push();
  clock_.advance(days(3));
  EXPECT_EQ(push(), 0U);
  EXPECT_EQ(service_.asked.size(), 1U);
}

TEST_F(PusherTest, NothingIsSentThatMayNotBeSeenAnyMore) {
  const auto id = mention();
  call("DELETE", "/api/v1/statuses/" + id, bob_);
  mention();
  call("POST", "/api/v1/accounts/" + id_of("bob") + "/block", alice_);
  EXPECT_EQ(push(), 0U);
  EXPECT_TRUE(service_.asked.empty());
}

TEST_F(PusherTest, ATokenThatIsNoMoreIsToldNothing) {
  mention();
  ASSERT_TRUE(node_->writer().apply([&](WriteTxn& txn) { return erase_token(txn, token_); }).ok());
  EXPECT_EQ(push(), 0U);
  EXPECT_TRUE(service_.asked.empty());
  EXPECT_FALSE(subscribed());
}

TEST_F(PusherTest, WhatAWarningStandsBeforeIsNotTold) {
  mention({{"spoiler_text", "about pumps"}});
  push();
  EXPECT_EQ(read(0)["body"], "about pumps");
}

TEST_F(PusherTest, TheNodesKeyIsMadeOnceAndKept) {
  const auto key = node_->pusher().public_key();
  open(FederationMode::open);
  EXPECT_EQ(node_->pusher().public_key(), key);
  EXPECT_EQ(parse_base64url(key).value().size(), kPushKeyBytes);
}

}  // namespace
}  // namespace hallway::test
