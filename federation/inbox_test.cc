#include "federation/inbox.h"

#include <gmock/gmock.h>

#include <latch>
#include <thread>

#include "federation/proof.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

constexpr auto kInboxUrl = "https://home.example/inbox";

// The whole way of a request, signatures included: alice and bob live here, carol elsewhere.
class InboxTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    inbox_ =
        std::make_unique<Inbox>(home_, *store_, *writer_, *authenticator_, keys_, random_, clock_);
    remote_.put_person("carol", key_.public_key());
  }
  Result<Receipt> send(std::string body, const SignWith& with) {
    return inbox_->receive(signed_post(kInboxUrl, std::move(body), with, clock_.now()));
  }
  Result<Receipt> send(const Json& activity) { return send(dump_json(activity), carols_); }
  // Carol is met, so that what follows changes nothing but what it is about.
  void meet_carol() { ASSERT_EQ(send(follow_of("alice", "met")).value().outcome, Outcome::taken); }
  [[nodiscard]] Json follow_of(const std::string& name, const std::string& id = "1") const {
    return {{"id", carol_ + "/follows/" + id},
            {"type", "Follow"},
            {"actor", carol_},
            {"object", "https://home.example/users/" + name}};
  }
  [[nodiscard]] Json carols(Json members) const {
    members["actor"] = carol_;
    return members;
  }

  const std::string carol_ = "https://carols.example/users/carol";
  Site remote_{net_, "https://carols.example"};
  const PrivateKey& key_ = test_key(KeyType::rsa, 0);
  const SignWith carols_{key_id_of(carol_), key_};
  std::unique_ptr<Inbox> inbox_;
};

TEST_F(InboxTest, WhatWasTakenIsOnDiskWithItsAnswer) {
  const auto receipt = send(follow_of("alice"));
  ASSERT_TRUE(receipt.ok()) << receipt.error().what;
  EXPECT_EQ(receipt->outcome, Outcome::taken);
  EXPECT_EQ(receipt->type, "Follow");
  const auto carol = stored(carol_);
  ASSERT_TRUE(carol);
  reopen();
  EXPECT_TRUE(follows(read(), carol->id, alice_.id));
  EXPECT_THAT(owed(), testing::ElementsAre("Accept " + carol_ + "/inbox"));
}

TEST_F(InboxTest, AForgedFollowLeavesNoTrace) {
  const auto before = rows();
  const SignWith forged{key_id_of(carol_), test_key(KeyType::rsa, 1)};
  EXPECT_EQ(code_of(send(dump_json(follow_of("alice")), forged)), Code::unauthenticated);
  EXPECT_EQ(rows(), before);
}

TEST_F(InboxTest, AnUnsignedRequestLearnsNothingAboutTheParser) {
  for (const auto* body : {"", "{", "[]", "{}", R"({"type":"Follow","type":"Like"})"}) {
    auto request = signed_post(kInboxUrl, body, carols_, clock_.now());
    request.headers.erase("Signature");
    EXPECT_EQ(code_of(inbox_->receive(request)), Code::unauthenticated) << body;
  }
}

TEST_F(InboxTest, WhatIsNoActivityIsRefusedAndLeavesNoTrace) {
  meet_carol();
  const auto before = rows();
  const std::string actor = R"("actor":")" + carol_ + "\"";
  const std::string deep(200, '[');
  const struct {
    std::string body;
    Code code;
  } kCases[] = {
      {"", Code::invalid},
      {"{", Code::invalid},
      {"null", Code::invalid},
      {"[]", Code::invalid},
      {"\"Follow\"", Code::invalid},
      {"{}", Code::invalid},
      {"{" + actor + "}", Code::invalid},
      {R"({"type":7,)" + actor + "}", Code::invalid},
      {R"({"type":"",)" + actor + "}", Code::invalid},
      {R"({"type":[],)" + actor + "}", Code::invalid},
      {R"({"type":"Like"})", Code::invalid},
      {R"({"type":"Like","actor":7})", Code::invalid},
      {R"({"type":"Like","actor":"carol"})", Code::invalid},
      {R"({"type":"Like","id":7,)" + actor + "}", Code::invalid},
      {R"({"type":"Like","id":"urn:uuid:1",)" + actor + "}", Code::invalid},
      {R"({"type":"Like","id":"data:,x",)" + actor + "}", Code::invalid},
      {R"({"type":"Like","type":"Follow",)" + actor + "}", Code::invalid},
      {"{\"type\":\"Li\xff\"," + actor + "}", Code::invalid},
      {R"({"type":"Like",)" + actor + ",\"x\":" + deep + std::string(200, ']') + "}",
       Code::too_large},
      {R"({"type":"Create",)" + actor + "}", Code::invalid},
      {R"({"type":"Update",)" + actor + "}", Code::invalid},
      {R"({"type":"Delete",)" + actor + "}", Code::invalid},
      {R"({"type":"Announce",)" + actor + "}", Code::invalid},
      {R"({"type":"Undo",)" + actor + "}", Code::invalid},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(code_of(send(c.body, carols_)), c.code) << c.body.substr(0, 120);
  }
  EXPECT_EQ(rows(), before);
}

TEST_F(InboxTest, NobodySpeaksForAnother) {
  meet_carol();
  const auto before = rows();
  auto follow = follow_of("bob");
  follow["actor"] = eve_.iri.text();
  EXPECT_EQ(code_of(send(follow)), Code::unauthenticated);
  EXPECT_EQ(rows(), before);
}

TEST_F(InboxTest, AnIdOfAnotherOriginIsRefused) {
  meet_carol();
  const auto before = rows();
  for (const auto* id : {"https://home.example/activities/1", "https://evil.example/1",
                         "http://carols.example/1", "https://carols.example:8443/1"}) {
    auto follow = follow_of("bob");
    follow["id"] = id;
    EXPECT_EQ(code_of(send(follow)), Code::forbidden) << id;
  }
  EXPECT_EQ(rows(), before);
}

TEST_F(InboxTest, TheSameActivityIsTakenOnce) {
  EXPECT_EQ(send(follow_of("alice")).value().outcome, Outcome::taken);
  const auto before = rows();
  EXPECT_EQ(send(follow_of("alice")).value().outcome, Outcome::seen_before);
  // The first counts, whatever comes later under its name.
  EXPECT_EQ(send(follow_of("bob")).value().outcome, Outcome::seen_before);
  EXPECT_EQ(rows(), before);
}

TEST_F(InboxTest, Attack41TheSameActivityTwiceAtOnceIsTakenOnce) {
  meet_carol();
  constexpr int kSenders = 8;
  std::array<Outcome, kSenders> outcomes{};
  {
    std::latch start(kSenders);
    std::vector<std::jthread> senders;
    senders.reserve(kSenders);
    for (int i = 0; i < kSenders; ++i) {
      senders.emplace_back([&, i] {
        start.arrive_and_wait();
        const auto receipt = send(follow_of("bob"));
        outcomes[static_cast<size_t>(i)] = receipt.ok() ? receipt->outcome : Outcome::ignored;
      });
    }
  }
  EXPECT_EQ(std::ranges::count(outcomes, Outcome::taken), 1);
  EXPECT_EQ(std::ranges::count(outcomes, Outcome::seen_before), kSenders - 1);
}

TEST_F(InboxTest, AnUnknownTypeIsKeptToTheByte) {
  const std::string body = R"({ "id" : "https://carols.example/x/1", "type":"Frobnicate",
      "actor":")" + carol_ +
                           R"(", "gizmo" : [ 1.50, {"a":"\u00e9"} ] })";
  const auto receipt = send(body, carols_);
  ASSERT_TRUE(receipt.ok()) << receipt.error().what;
  EXPECT_EQ(receipt->outcome, Outcome::unknown_type);
  EXPECT_EQ(receipt->type, "Frobnicate");
  const auto last = last_log(read());
  ASSERT_TRUE(last);
  EXPECT_EQ(last->actor, carol_);
  EXPECT_EQ(find_payload(read(), last->seq), body);
  EXPECT_EQ(send(body, carols_).value().outcome, Outcome::seen_before);
}

TEST_F(InboxTest, OfSeveralTypesTheOneThatIsKnownCounts) {
  auto follow = follow_of("alice");
  follow["type"] = {"https://example.org/Subscribe", "Follow"};
  const auto receipt = send(follow);
  ASSERT_TRUE(receipt.ok()) << receipt.error().what;
  EXPECT_EQ(receipt->type, "Follow");
  EXPECT_EQ(receipt->outcome, Outcome::taken);
}

TEST_F(InboxTest, ATypeWithoutEndIsCut) {
  const auto receipt = send(carols({{"type", std::string(5'000, 'x')}}));
  ASSERT_TRUE(receipt.ok()) << receipt.error().what;
  EXPECT_EQ(receipt->type.size(), 64U);
}

TEST_F(InboxTest, WhatConcernsNobodyIsAnsweredAndForgotten) {
  meet_carol();
  const auto before = rows();
  const Json kCases[] = {
      follow_of("nobody"),
      carols({{"id", carol_ + "/2"}, {"type", "Like"}, {"object", "https://home.example/9"}}),
      carols({{"id", carol_ + "/3"}, {"type", "Announce"}, {"object", "https://x.example/9"}}),
      carols({{"id", carol_ + "/4"}, {"type", "Accept"}, {"object", "https://home.example/9"}}),
      carols({{"id", carol_ + "/5"}, {"type", "Reject"}, {"object", "https://home.example/9"}}),
      carols({{"id", carol_ + "/6"}, {"type", "Undo"}, {"object", "https://carols.example/9"}}),
      carols({{"id", carol_ + "/7"}, {"type", "Delete"}, {"object", "https://carols.example/9"}}),
      carols({{"id", carol_ + "/8"}, {"type", "Create"}, {"object", "https://carols.example/9"}}),
      carols({{"id", carol_ + "/9"}, {"type", "Update"}, {"object", "https://carols.example/9"}}),
  };
  for (const auto& activity : kCases) {
    const auto receipt = send(activity);
    ASSERT_TRUE(receipt.ok()) << activity << receipt.error().what;
    EXPECT_EQ(receipt->outcome, Outcome::ignored) << activity;
    EXPECT_FALSE(receipt->why.empty()) << activity;
  }
  EXPECT_EQ(rows(), before);
}

TEST_F(InboxTest, Attack32ADeleteByAStrangerOfItselfAsksNobody) {
  const auto before = rows();
  for (const Json& type : {Json("Delete"), Json({"Delete"}), Json({"Tomb", "Delete"})}) {
    for (const Json& object : {Json(carol_), Json({{"id", carol_}}), Json::array({carol_})}) {
      auto request =
          signed_post(kInboxUrl, dump_json({{"type", type}, {"actor", carol_}, {"object", object}}),
                      carols_, clock_.now());
      const auto receipt = inbox_->receive(request);
      ASSERT_TRUE(receipt.ok()) << receipt.error().what;
      EXPECT_EQ(receipt->outcome, Outcome::ignored);
      request.headers.erase("Signature");
      EXPECT_TRUE(inbox_->receive(request).ok());
    }
  }
  EXPECT_EQ(net_.requests("carols.example"), 0U);
  EXPECT_EQ(rows(), before);
}

TEST_F(InboxTest, WhoIsGoneOrSuspendedIsNotHeard) {
  meet_carol();
  const auto with = [&](auto&& change) {
    auto carol = stored(carol_).value();
    change(carol);
    put(carol);
    return code_of(send(follow_of("bob")));
  };
  EXPECT_EQ(with([](Actor& a) { a.suspended = true; }), Code::forbidden);
  EXPECT_EQ(with([](Actor& a) { a.suspended = false, a.gone = true; }), Code::gone);
  EXPECT_FALSE(follows(read(), stored(carol_)->id, bob_.id));
}

TEST_F(InboxTest, ABlockedDomainIsNotHeard) {
  set_peer("carols.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  const auto before = rows();
  EXPECT_EQ(code_of(send(follow_of("alice"))), Code::forbidden);
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(net_.requests("carols.example"), 0U);
}

TEST_F(InboxTest, AnOutageOfTheSendersNodeIsNoRefusal) {
  net_.trouble("carols.example", {.down = true});
  EXPECT_EQ(code_of(send(follow_of("alice"))), Code::unavailable);
  net_.trouble("carols.example", {});
  clock_.advance(hours(1));
  EXPECT_EQ(send(follow_of("alice")).value().outcome, Outcome::taken);
}

TEST_F(InboxTest, AForwardedActivityIsItsActorsNotItsBearers) {
  Site daves{net_, "https://daves.example"};
  const std::string dave = "https://daves.example/users/dave";
  const auto& ed = test_key(KeyType::ed25519, 7);
  auto document = daves.put_person("dave", test_key(KeyType::rsa, 2).public_key());
  document["assertionMethod"] = {{{"id", dave + "#ed"},
                                  {"type", "Multikey"},
                                  {"controller", dave},
                                  {"publicKeyMultibase", ed.public_key().to_multibase()}}};
  daves.put("/users/dave", document);
  const Json follow = {{"id", dave + "/follows/1"},
                       {"type", "Follow"},
                       {"actor", dave},
                       {"object", alice_.iri.text()}};
  const auto proven = add_proof(follow, iri(dave + "#ed"), ed, clock_.now()).value();
  ASSERT_EQ(send(proven).value().outcome, Outcome::taken);
  EXPECT_TRUE(follows(read(), stored(dave)->id, alice_.id));
  EXPECT_FALSE(follows(read(), stored(carol_)->id, alice_.id));
}

}  // namespace
}  // namespace hallway::test
