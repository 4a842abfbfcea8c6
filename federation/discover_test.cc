#include "federation/discover.h"

#include "tests/support/lone_node.h"

namespace hallway::test {
namespace {

constexpr auto kActor = "https://remote.example/users/alice";

class DiscoverTest : public LoneNode {
 protected:
  void SetUp() override {
    LoneNode::SetUp();
    alice_.iri = iri(kActor);
    alice_.name = "alice";
  }
  static Handle handle(std::string_view text) { return Handle::parse(text).value(); }
  Result<HandleAnswer> ask(std::string_view text) {
    return ask_handle(*fetcher_, handle(text), /*https=*/true);
  }
  Result<Handle> canonical(const std::optional<HandleAnswer>& known = {}) {
    return canonical_handle(*fetcher_, alice_, /*https=*/true, known);
  }
  Code refusal() {
    const auto found = canonical();
    return found.ok() ? Code::internal : found.error().code;
  }
  void put_host_meta(const std::string& lrdd) {
    remote_.put("/.well-known/host-meta",
                Response{.headers = {{"Content-Type", "application/xrd+xml"}},
                         .body = "<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">"
                                 "<Link rel=\"lrdd\" template=\"" +
                                 lrdd + "\"/></XRD>"});
  }
  static std::string jrd(std::string_view subject) {
    return dump_json({{"subject", subject},
                      {"links", {{{"rel", "self"}, {"type", kActivityJson}, {"href", kActor}}}}});
  }

  Site remote_{net_, "https://remote.example"};
  Site other_{net_, "https://other.example"};
  Actor alice_;
};

// --- asking a domain ---

TEST_F(DiscoverTest, WhatADomainSaysIsTheAnswer) {
  remote_.put_webfinger("alice@remote.example", "alice@remote.example", kActor);
  const auto answer = ask("alice@remote.example");
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_EQ(answer->asked, handle("alice@remote.example"));
  EXPECT_EQ(self_of(answer->jrd), iri(kActor));
  EXPECT_EQ(net_.requests("remote.example"), 1U);
}

TEST_F(DiscoverTest, HostMetaLeadsToWhereWebFingerIs) {
  put_host_meta("https://other.example/finger?q={uri}");
  other_.put("/finger?q=acct%3Aalice%40remote.example",
             Response{.headers = {{"Content-Type", "application/jrd+json"}},
                      .body = jrd("acct:alice@remote.example")});
  const auto answer = ask("alice@remote.example");
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_EQ(self_of(answer->jrd), iri(kActor));
}

TEST_F(DiscoverTest, AHostMetaOfNoUseIsNobody) {
  for (const auto* lrdd : {"https://other.example/finger", "{uri}", "file:///{uri}",
                           "https://remote.example/.well-known/webfinger?resource={uri}"}) {
    put_host_meta(lrdd);
    const auto answer = ask("alice@remote.example");
    ASSERT_FALSE(answer.ok()) << lrdd;
    EXPECT_EQ(answer.error().code, Code::not_found) << lrdd;
  }
  remote_.put("/.well-known/host-meta", Response{.body = "<XRD><Link"});
  EXPECT_EQ(ask("alice@remote.example").error().code, Code::not_found);
}

TEST_F(DiscoverTest, OnlyWhereNobodyIsFoundHostMetaIsAsked) {
  net_.trouble("remote.example", {.status = 503});
  EXPECT_FALSE(ask("alice@remote.example").ok());
  EXPECT_EQ(net_.requests("remote.example", "/.well-known/host-meta"), 0U);
}

TEST_F(DiscoverTest, WhatIsNoJrdIsInvalid) {
  for (const auto* body : {"", "{", "[]", "<html>", "7"}) {
    remote_.put("/.well-known/webfinger?resource=acct%3Aalice%40remote.example",
                Response{.headers = {{"Content-Type", "application/jrd+json"}}, .body = body});
    const auto answer = ask("alice@remote.example");
    ASSERT_FALSE(answer.ok()) << body;
    EXPECT_EQ(answer.error().code, Code::invalid) << body;
  }
}

// --- whose handle it is ---

TEST_F(DiscoverTest, AHandleIsAnActorsIfItsDomainSaysSo) {
  remote_.put_webfinger("alice@remote.example", "alice@remote.example", kActor);
  EXPECT_EQ(canonical().value(), handle("alice@remote.example"));
}

TEST_F(DiscoverTest, Attack21ADomainThatNamesAnotherActorIsNotBelieved) {
  remote_.put_webfinger("alice@remote.example", "alice@remote.example",
                        "https://remote.example/users/mallory");
  EXPECT_EQ(refusal(), Code::invalid);
}

TEST_F(DiscoverTest, AnotherDomainMayNameItIfBothSaySo) {
  remote_.put_webfinger("alice@remote.example", "alice@other.example", kActor);
  other_.put_webfinger("alice@other.example", "alice@other.example", kActor);
  EXPECT_EQ(canonical().value(), handle("alice@other.example"));
}

TEST_F(DiscoverTest, Attack21AHandleOfADomainThatDoesNotAgreeIsRefused) {
  remote_.put_webfinger("alice@remote.example", "president@other.example", kActor);
  EXPECT_EQ(refusal(), Code::not_found) << "it knows nobody of that name";
  other_.put_webfinger("president@other.example", "president@other.example",
                       "https://other.example/users/president");
  EXPECT_EQ(refusal(), Code::invalid) << "it means somebody else";
  other_.put_webfinger("president@other.example", "king@third.example", kActor);
  EXPECT_EQ(refusal(), Code::invalid) << "and no chain is followed";
}

TEST_F(DiscoverTest, WhereTheActorSaysItsHandleIsThatDomainIsAskedAlone) {
  alice_.domain = "other.example";  // FEP-2c59
  other_.put_webfinger("alice@other.example", "alice@other.example", kActor);
  EXPECT_EQ(canonical().value(), handle("alice@other.example"));
  EXPECT_EQ(net_.requests("remote.example"), 0U);
}

TEST_F(DiscoverTest, Attack21AClaimThatItsDomainDoesNotConfirmIsWorthNothing) {
  alice_.domain = "other.example";
  remote_.put_webfinger("alice@remote.example", "alice@remote.example", kActor);
  const auto own = handle("alice@remote.example");
  EXPECT_EQ(canonical().value(), own) << "nobody there";
  other_.put_webfinger("alice@other.example", "alice@other.example",
                       "https://other.example/users/alice");
  EXPECT_EQ(canonical().value(), own) << "somebody else there";
  other_.put_webfinger("alice@other.example", "alice@third.example", kActor);
  EXPECT_EQ(canonical().value(), own) << "and no chain is followed";
}

TEST_F(DiscoverTest, AnAnswerThatIsKnownIsNotAskedAgain) {
  remote_.put_webfinger("alice@remote.example", "alice@remote.example", kActor);
  const auto known = ask("alice@remote.example").value();
  net_.forget_requests();
  EXPECT_TRUE(canonical(known).ok());
  EXPECT_EQ(net_.requests("remote.example"), 0U);
}

TEST_F(DiscoverTest, AmongSeveralSelvesOneIsEnough) {
  const Json two = {
      {"subject", "acct:alice@remote.example"},
      {"links",
       {{{"rel", "self"}, {"type", kActivityJson}, {"href", "https://remote.example/c/alice"}},
        {{"rel", "self"}, {"type", kActivityJson}, {"href", kActor}}}}};
  remote_.put("/.well-known/webfinger?resource=acct%3Aalice%40remote.example", two,
              "application/jrd+json");
  EXPECT_EQ(canonical().value(), handle("alice@remote.example"));
}

}  // namespace
}  // namespace hallway::test
