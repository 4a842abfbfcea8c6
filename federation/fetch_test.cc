#include "federation/fetch.h"

#include "tests/support/lone_node.h"

namespace hallway::test {
namespace {

constexpr auto kDocument = "https://remote.example/notes/1";

Json note(std::string_view id) { return {{"id", id}, {"type", "Note"}, {"content", "hello"}}; }

// Whether `request`, as it arrived, was signed by the instance actor.
std::optional<Scheme> signed_as_instance(const Request& request, Time now) {
  const auto url = Iri::parse(request.scheme + "://" + request.host + request.target).value();
  const auto claim =
      read_signature({request.method, url, &request.headers, request.body}, url.domain(), now);
  if (!claim || !claim->key_id.starts_with("https://home.example/actor#")) return std::nullopt;
  const auto type = claim->key_id.ends_with("#main-key") ? KeyType::rsa : KeyType::ed25519;
  if (!verify_claim(*claim, test_key(type, 100).public_key())) return std::nullopt;
  return claim->scheme;
}

class FetcherTest : public LoneNode {
 protected:
  [[nodiscard]] Code code_of(std::string_view address) {
    const auto fetched = fetcher_->fetch(iri(address));
    return fetched ? Code::internal : fetched.error().code;
  }
  // Answers 401 to all but one scheme.
  void only_takes(Scheme scheme) {
    remote_.guard([this, scheme](const Request& request) -> std::optional<Response> {
      if (signed_as_instance(request, clock_.now()) == scheme) return std::nullopt;
      return Response{.status = 401};
    });
  }
  Site remote_{net_, "https://remote.example"};
  Site other_{net_, "https://other.example"};
};

TEST_F(FetcherTest, AnObjectComesBySignedGet) {
  remote_.put("/notes/1", note(kDocument));
  const auto document = fetcher_->fetch(iri(std::string(kDocument) + "#part"));
  ASSERT_TRUE(document.ok()) << document.error().what;
  EXPECT_EQ(document->url.text(), kDocument);
  EXPECT_EQ(document->json["content"], "hello");
  EXPECT_EQ(document->bytes, dump_json(note(kDocument)));
  ASSERT_EQ(remote_.seen().size(), 1U);
  EXPECT_EQ(remote_.seen()[0].target, "/notes/1");
  EXPECT_EQ(signed_as_instance(remote_.seen()[0], clock_.now()), Scheme::cavage);
  EXPECT_NE(remote_.seen()[0].headers.find("accept")->find("application/activity+json"),
            std::string_view::npos);
}

TEST_F(FetcherTest, KnocksTwiceAndRemembers) {
  only_takes(Scheme::rfc9421);
  remote_.put("/notes/1", note(kDocument));
  ASSERT_TRUE(fetcher_->fetch(iri(kDocument)).ok());
  EXPECT_EQ(net_.requests("remote.example"), 2U);
  EXPECT_EQ(peer("remote.example").signing, KnownSigning::rfc9421_rsa);
  ASSERT_TRUE(fetcher_->fetch(iri(kDocument)).ok());
  EXPECT_EQ(net_.requests("remote.example"), 3U);
}

TEST_F(FetcherTest, AHostThatWentBackIsFollowedBack) {
  set_peer("remote.example", [](Peer& p) { p.signing = KnownSigning::rfc9421_rsa; });
  only_takes(Scheme::cavage);
  remote_.put("/notes/1", note(kDocument));
  ASSERT_TRUE(fetcher_->fetch(iri(kDocument)).ok());
  EXPECT_EQ(peer("remote.example").signing, KnownSigning::cavage_rsa);
}

TEST_F(FetcherTest, Ed25519GoesOnlyToWhoShowedIt) {
  set_peer("remote.example", [](Peer& p) {
    p.signing = KnownSigning::rfc9421_ed25519;
    p.ed25519 = true;
  });
  remote_.put("/notes/1", note(kDocument));
  ASSERT_TRUE(fetcher_->fetch(iri(kDocument)).ok());
  const auto input = remote_.seen().at(0).headers.find("signature-input");
  ASSERT_TRUE(input.has_value());
  EXPECT_NE(input->find("#ed25519-key"), std::string_view::npos);
}

TEST_F(FetcherTest, WhatTheFirstKnockGaveIsNotWrittenDown) {
  remote_.put("/notes/1", note(kDocument));
  const auto before = commits();
  ASSERT_TRUE(fetcher_->fetch(iri(kDocument)).ok());
  EXPECT_EQ(commits(), before);
}

TEST_F(FetcherTest, WhoRefusesBothIsAskedTwiceAndNotRemembered) {
  remote_.put("/notes/1", Response{.status = 401});
  EXPECT_EQ(code_of(kDocument), Code::forbidden);
  EXPECT_EQ(net_.requests("remote.example"), 2U);
  EXPECT_EQ(peer("remote.example").signing, KnownSigning::unknown);
}

TEST_F(FetcherTest, AnswersSayWhatToDo) {
  const std::pair<int, Code> cases[] = {
      {400, Code::forbidden},   {401, Code::forbidden}, {403, Code::forbidden},
      {404, Code::not_found},   {406, Code::forbidden}, {408, Code::unavailable},
      {410, Code::gone},        {429, Code::limited},   {500, Code::unavailable},
      {503, Code::unavailable}, {304, Code::invalid}};
  for (const auto& [status, code] : cases) {
    remote_.put("/notes/1", Response{.status = status});
    EXPECT_EQ(code_of(kDocument), code) << status;
  }
}

TEST_F(FetcherTest, ATombstoneIsGone) {
  remote_.put("/notes/1", {{"id", kDocument}, {"type", "Tombstone"}});
  EXPECT_EQ(code_of(kDocument), Code::gone);
}

TEST_F(FetcherTest, WhatIsNoObjectIsInvalid) {
  for (const auto* body : {"", "[]", "\"x\"", "7", "{", "null", "{\"type\":\"Note\"}", "{\"id\":7}",
                           "{\"id\":null}", "{\"id\":\"data:x\"}", "{\"id\":[]}"}) {
    remote_.put("/notes/1",
                Response{.headers = {{"Content-Type", std::string(kActivityJson)}}, .body = body});
    EXPECT_EQ(code_of(kDocument), Code::invalid) << body;
  }
}

TEST_F(FetcherTest, LimitsHold) {
  const Headers type = {{"Content-Type", std::string(kActivityJson)}};
  remote_.put("/notes/1", Response{.headers = type, .body = std::string(2 << 20, ' ')});
  EXPECT_EQ(code_of(kDocument), Code::too_large);
  remote_.put("/notes/1", Response{.headers = type, .body = std::string(100, '[')});
  EXPECT_NE(code_of(kDocument), Code::internal);
}

TEST_F(FetcherTest, WhoIsSlowOrDownIsUnavailable) {
  remote_.put("/notes/1", note(kDocument));
  net_.trouble("remote.example", {.delay = seconds(11)});
  EXPECT_EQ(code_of(kDocument), Code::unavailable);
  net_.trouble("remote.example", {.down = true});
  EXPECT_EQ(code_of(kDocument), Code::unavailable);
  EXPECT_EQ(code_of("https://nowhere.example/1"), Code::unavailable);
}

TEST_F(FetcherTest, ADocumentHasTwentySecondsWithAllItsHops) {
  remote_.redirect("/notes/1", "/notes/2");
  remote_.guard([this](const Request&) -> std::optional<Response> {
    clock_.advance(seconds(9));
    return std::nullopt;
  });
  remote_.redirect("/notes/2", "/notes/3");
  remote_.redirect("/notes/3", "/notes/4");
  remote_.put("/notes/4", note("https://remote.example/notes/4"));
  EXPECT_EQ(code_of(kDocument), Code::unavailable);
  EXPECT_EQ(net_.requests("remote.example"), 3U);
}

TEST_F(FetcherTest, Attack15AnIdElsewhereIsFetchedFromThere) {
  remote_.put("/@alice/1", note(kDocument));
  auto true_note = note(kDocument);
  true_note["content"] = "the original";
  remote_.put("/notes/1", true_note);
  const auto document = fetcher_->fetch(iri("https://remote.example/@alice/1"));
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->url.text(), kDocument);
  EXPECT_EQ(document->json["content"], "the original");
}

TEST_F(FetcherTest, Attack15NobodyServesAnothersObject) {
  other_.put("/fake", note(kDocument));
  EXPECT_EQ(code_of("https://other.example/fake"), Code::not_found);
  // Once more is enough: a chain of ids leads nowhere.
  remote_.put("/notes/1", note("https://remote.example/notes/2"));
  remote_.put("/notes/2", note("https://remote.example/notes/2"));
  EXPECT_EQ(code_of("https://other.example/fake"), Code::invalid);
  EXPECT_EQ(net_.requests("remote.example", "/notes/2"), 0U);
  // The port is part of the origin.
  other_.put("/fake", note("https://other.example:8443/fake"));
  EXPECT_EQ(code_of("https://other.example/fake"), Code::unavailable);
}

TEST_F(FetcherTest, Attack19OurOwnAddressesAreNeverAsked) {
  net_.serve("https://home.example", [](const Request&) { return Response{}; });
  EXPECT_EQ(code_of("https://home.example/users/alice"), Code::forbidden);
  EXPECT_EQ(code_of("https://HOME.example:443/users/alice"), Code::forbidden);
  remote_.redirect("/notes/1", "https://home.example/users/alice");
  EXPECT_EQ(code_of(kDocument), Code::forbidden);
  remote_.put("/notes/1", note("https://home.example/users/alice"));
  EXPECT_EQ(code_of(kDocument), Code::forbidden);
  EXPECT_EQ(net_.requests("home.example"), 0U);
}

TEST_F(FetcherTest, Attack19AnUploadedFileIsNoObject) {
  for (const auto* type : {"application/json", "text/plain", "application/ld+json", ""}) {
    remote_.put("/notes/1", note(kDocument), type);
    EXPECT_EQ(code_of(kDocument), Code::invalid) << type;
  }
  remote_.put("/notes/1", note(kDocument),
              "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"");
  EXPECT_TRUE(fetcher_->fetch(iri(kDocument)).ok());
}

TEST_F(FetcherTest, Attack20FiveRedirectsAreFollowedAndSigned) {
  other_.redirect("/1", "/2");
  other_.redirect("/2", "3");
  other_.redirect("/3", "https://other.example/4");
  other_.redirect("/4", "//other.example/5");
  other_.redirect("/5", std::string(kDocument) + "#x");
  remote_.put("/notes/1", note(kDocument));
  const auto document = fetcher_->fetch(iri("https://other.example/1"));
  ASSERT_TRUE(document.ok()) << document.error().what;
  EXPECT_EQ(document->url.text(), kDocument);
  // Anew for each host: what one got is of no use at another.
  EXPECT_EQ(remote_.seen().at(0).host, "remote.example");
  EXPECT_TRUE(signed_as_instance(remote_.seen().at(0), clock_.now()).has_value());
  for (const auto& request : other_.seen()) {
    EXPECT_TRUE(signed_as_instance(request, clock_.now()).has_value());
  }
  other_.redirect("/0", "/1");
  EXPECT_EQ(code_of("https://other.example/0"), Code::invalid);
}

TEST_F(FetcherTest, Attack20ALoopEnds) {
  remote_.redirect("/notes/1", "/notes/2");
  remote_.redirect("/notes/2", "/notes/1");
  EXPECT_EQ(code_of(kDocument), Code::invalid);
  EXPECT_EQ(net_.requests("remote.example"), 6U);
}

TEST_F(FetcherTest, Attack20ARedirectLeadsOnlyWhereWeMayGo) {
  set_peer("other.example", [](Peer& p) { p.relation = Relation::blocked; });
  net_.serve("http://remote.example", [](const Request&) { return Response{}; });
  const std::pair<const char*, Code> cases[] = {
      {"http://remote.example/notes/2", Code::forbidden},
      {"https://other.example/notes/1", Code::forbidden},
      {"data:application/activity+json,{}", Code::invalid},
      {"file:///etc/passwd", Code::invalid},
      {"gopher://remote.example/", Code::invalid},
      {"https://user@remote.example/notes/2", Code::invalid}};
  for (const auto& [location, code] : cases) {
    net_.forget_requests();
    remote_.redirect("/notes/1", location);
    EXPECT_EQ(code_of(kDocument), code) << location;
    EXPECT_EQ(net_.requests("remote.example") + net_.requests("other.example"), 1U) << location;
  }
}

TEST_F(FetcherTest, Attack20WhoRedirectsDoesNotLendItsName) {
  remote_.redirect("/notes/1", "https://other.example/notes/1");
  other_.put("/notes/1", note(kDocument));
  EXPECT_EQ(code_of(kDocument), Code::invalid);
}

TEST_F(FetcherTest, Attack25APermitIsForOnePeerOnly) {
  net_.place("remote.example", "10.1.2.3");
  net_.place("other.example", "10.1.2.4");
  remote_.put("/notes/1", note(kDocument));
  EXPECT_EQ(code_of(kDocument), Code::unavailable);
  EXPECT_EQ(remote_.seen().size(), 0U);
  set_peer("remote.example", [](Peer& p) { p.permits = {Cidr::parse("10.1.0.0/16").value()}; });
  EXPECT_TRUE(fetcher_->fetch(iri(kDocument)).ok());
  // Not even by a redirect from there.
  other_.put("/1", note("https://other.example/1"));
  remote_.redirect("/to-other", "https://other.example/1");
  EXPECT_EQ(code_of("https://remote.example/to-other"), Code::unavailable);
  EXPECT_EQ(other_.seen().size(), 0U);
}

TEST_F(FetcherTest, PlainHttpNeedsToBeAllowed) {
  Site plain(net_, "http://remote.example");
  plain.put("/notes/1", note("http://remote.example/notes/1"));
  EXPECT_EQ(code_of("http://remote.example/notes/1"), Code::forbidden);
  auto parts = fetcher_parts();
  parts.plain_http = true;
  EXPECT_TRUE(Fetcher(std::move(parts)).fetch(iri("http://remote.example/notes/1")).ok());
}

TEST_F(FetcherTest, AStrangerOutsideTheAllowlistIsNotAsked) {
  home_.mode = Mode::allowlist;
  remote_.put("/notes/1", note(kDocument));
  EXPECT_EQ(code_of(kDocument), Code::forbidden);
  EXPECT_EQ(net_.requests("remote.example"), 0U);
  set_peer("remote.example", [](Peer& p) { p.relation = Relation::partner; });
  EXPECT_TRUE(fetcher_->fetch(iri(kDocument)).ok());
}

TEST_F(FetcherTest, OtherThingsComeUnsignedUnderTheSameGuards) {
  remote_.put("/nodeinfo", Json{{"x", 1}}, "application/json");
  remote_.redirect("/moved", "/nodeinfo");
  const auto response =
      fetcher_->fetch_plain(iri("https://remote.example/moved"), "application/json");
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->body, "{\"x\":1}");
  EXPECT_FALSE(remote_.seen().at(1).headers.find("signature").has_value());
  EXPECT_EQ(remote_.seen().at(1).headers.find("accept"), "application/json");
  EXPECT_EQ(fetcher_->fetch_plain(iri("https://home.example/x"), "*/*").error().code,
            Code::forbidden);
  EXPECT_EQ(fetcher_->fetch_plain(iri("https://remote.example/no"), "*/*").error().code,
            Code::not_found);
}

}  // namespace
}  // namespace hallway::test
