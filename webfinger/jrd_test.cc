#include "webfinger/jrd.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace hallway {
namespace {

Iri iri(const std::string& text) { return Iri::parse(text).value(); }

LocalSubject alice() {
  return {.handle = Handle::parse("alice@design.example").value(),
          .actor = iri("https://design.example/users/alice"),
          .page = iri("https://design.example/@alice"),
          .avatar = iri("https://design.example/media/1.webp"),
          .avatar_type = "image/webp",
          .base = iri("https://design.example/")};
}

TEST(WebfingerQuery, AsksForOneResource) {
  struct Case {
    std::string query, resource;
    std::vector<std::string> rels;
  };
  const std::vector<Case> cases = {
      {"resource=acct:alice@design.example", "acct:alice@design.example", {}},
      {"resource=acct%3Aalice%40design.example", "acct:alice@design.example", {}},
      {"rel=self&resource=acct%3Aa%40b&rel=http%3A%2F%2Fwebfinger.net%2Frel%2Favatar",
       "acct:a@b",
       {"self", "http://webfinger.net/rel/avatar"}},
      {"resource=https%3A%2F%2Fdesign.example%2Fusers%2Falice%3Fa%3Db%26c",
       "https://design.example/users/alice?a=b&c",
       {}},
      {"resource=a+b%40c", "a+b@c", {}},
      {"x=y&&resource=a&flag&resources=b", "a", {}},
      {"re%73ource=a=b", "a=b", {}},
      {"resource=d%C3%BCsseldorf%40x", "d\u00FCsseldorf@x", {}},
  };
  for (const auto& [query, resource, rels] : cases) {
    const auto read = parse_webfinger_query(query);
    ASSERT_TRUE(read.ok()) << query << ": " << read.error().what;
    EXPECT_EQ(read->resource, resource);
    EXPECT_EQ(read->rels, rels);
  }
}

TEST(WebfingerQuery, AnythingElseIsABadRequest) {
  std::string many = "resource=a";
  for (int i = 0; i < 33; ++i) many += "&rel=x";
  for (const std::string& query :
       {std::string(), std::string("rel=self"), std::string("resource="), std::string("resource"),
        std::string("Resource=a"), std::string("resource=a&resource=b"),
        std::string("resource=a&resource=a"), std::string("resource=&resource=a"),
        std::string("resource=%"), std::string("resource=%4"), std::string("resource=%zz"),
        std::string("resource=a%00"), std::string("resource=%FF"), std::string("resource=a&rel=%"),
        std::string("resource=a&%=b"), many, "resource=" + std::string(9000, 'a')}) {
    const auto read = parse_webfinger_query(query);
    ASSERT_FALSE(read.ok()) << query;
    EXPECT_EQ(read.error().code, Code::invalid) << query;
  }
}

TEST(Jrd, OursNamesTheCanonicalSubjectTheActorAndThePage) {
  const Json json = to_json(jrd_of(alice()));
  EXPECT_EQ(
      dump_json(json),
      R"({"aliases":["https://design.example/@alice","https://design.example/users/alice"],"links":[)"
      R"({"href":"https://design.example/users/alice","rel":"self","type":"application/activity+json"},)"
      R"({"href":"https://design.example/@alice","rel":"http://webfinger.net/rel/profile-page","type":"text/html"},)"
      R"({"rel":"http://ostatus.org/schema/1.0/subscribe","template":"https://design.example/authorize_interaction?uri={uri}"},)"
      R"({"rel":"https://w3id.org/fep/3b86/Follow","template":"https://design.example/authorize_interaction?uri={object}"},)"
      R"({"rel":"https://w3id.org/fep/3b86/Like","template":"https://design.example/authorize_interaction?uri={object}"},)"
      R"({"rel":"https://w3id.org/fep/3b86/Announce","template":"https://design.example/authorize_interaction?uri={object}"},)"
      R"({"rel":"https://w3id.org/fep/3b86/Object","template":"https://design.example/authorize_interaction?uri={object}"},)"
      R"({"rel":"https://w3id.org/fep/3b86/Create","template":"https://design.example/share?text={content}"},)"
      R"({"href":"https://design.example/media/1.webp","rel":"http://webfinger.net/rel/avatar","type":"image/webp"}],)"
      R"("subject":"acct:alice@design.example"})");
}

TEST(Jrd, TheNodeItselfIsTheServersActorAndFollowsNobody) {
  auto node = alice();
  node.is_node = true;
  const auto jrd = jrd_of(node);
  const auto has = [&](std::string_view rel) {
    return std::ranges::any_of(jrd.links, [&](const JrdLink& link) { return link.rel == rel; });
  };
  EXPECT_TRUE(has("https://www.w3.org/ns/activitystreams#Service"));
  EXPECT_FALSE(has("https://w3id.org/fep/3b86/Follow"));
  EXPECT_FALSE(has("http://ostatus.org/schema/1.0/subscribe"));
}

TEST(Jrd, RelsFilterLinksAndNothingElse) {
  const Json one = to_json(jrd_of(alice()), {"self"});
  ASSERT_EQ(one["links"].size(), 1u);
  EXPECT_EQ(one["links"][0]["rel"], "self");
  EXPECT_EQ(one["subject"], "acct:alice@design.example");
  EXPECT_EQ(one["aliases"].size(), 2u);
  EXPECT_EQ(
      to_json(jrd_of(alice()), {"self", "unknown", "http://webfinger.net/rel/avatar"})["links"]
          .size(),
      2u);
  EXPECT_EQ(to_json(jrd_of(alice()), {"unknown"})["links"], Json::array());
}

TEST(Jrd, WhatWeWriteWeRead) {
  const auto read = parse_jrd(dump_json(to_json(jrd_of(alice()))));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(self_of(*read), iri("https://design.example/users/alice"));
  EXPECT_EQ(subject_of(*read), Handle::parse("alice@design.example").value());
  EXPECT_EQ(read->aliases.size(), 2u);
  EXPECT_EQ(read->links[2].template_, "https://design.example/authorize_interaction?uri={uri}");
}

TEST(Jrd, SelfIsTheLinkToAnActivityStreamsDocument) {
  struct Case {
    std::string links, self;  // empty: none
  };
  const std::string profile =
      R"("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"")";
  const std::vector<Case> cases = {
      {R"([{"rel":"self","type":"application/activity+json","href":"https://a.example/1"}])",
       "https://a.example/1"},
      {R"([{"rel":"self","type":"Application/Activity+JSON; charset=utf-8","href":"https://a.example/1"}])",
       "https://a.example/1"},
      {R"([{"rel":"self","type":)" + profile + R"(,"href":"https://a.example/2"}])",
       "https://a.example/2"},
      {R"({"rel":"self","type":"application/activity+json","href":"https://a.example/3"})",
       "https://a.example/3"},
      {R"([{"rel":"self","type":"text/html","href":"https://a.example/1"},{"rel":"self","type":"application/activity+json","href":"https://a.example/2"},{"rel":"self","type":"application/activity+json","href":"https://a.example/3"}])",
       "https://a.example/2"},
      {R"([1,null,{"rel":7},{"rel":"self"},{"href":"https://a.example/1"}])", ""},
      {R"([{"rel":"self","href":"https://a.example/1"}])", ""},
      {R"([{"rel":"self","type":"application/ld+json","href":"https://a.example/1"}])", ""},
      {R"([{"rel":"self","type":"application/activity+jsonx","href":"https://a.example/1"}])", ""},
      {R"([{"rel":"self","type":"application/activity+json","href":"javascript:x"}])", ""},
      {R"([{"rel":"self","type":"application/activity+json","href":"https://user@a.example/1"}])",
       ""},
      {R"([{"rel":"self","type":"application/activity+json","href":["https://a.example/1"]}])", ""},
      {R"("self")", ""},
  };
  for (const auto& [links, self] : cases) {
    const auto read = parse_jrd(R"({"subject":"acct:a@a.example","links":)" + links + "}");
    ASSERT_TRUE(read.ok()) << links;
    const auto found = self_of(*read);
    EXPECT_EQ(found ? found->text() : "", self) << links;
  }
}

// Attack 21: the subject is what the JRD says, not what was asked; the resolver compares the two.
TEST(Jrd, SubjectIsReadAsItStandsEvenOnAnotherDomain) {
  const auto subject = [](const std::string& text) {
    return subject_of(parse_jrd("{\"subject\":" + text + "}").value());
  };
  EXPECT_EQ(subject(R"("acct:gargron@mastodon.social")"),
            Handle::parse("gargron@mastodon.social").value());
  EXPECT_EQ(subject(R"("ACCT:a@b.example")"), Handle::parse("a@b.example").value());
  for (const std::string none :
       {R"("a@b.example")", R"("https://b.example/@a")", R"("acct:a")", R"("acct:a@b@c.example")",
        R"("")", "7", "null", R"(["acct:a@b.example"])"}) {
    EXPECT_EQ(subject(none), std::nullopt) << none;
  }
}

TEST(Jrd, WhatIsNoneIsRefusedAndWhatIsHugeIsCut) {
  for (const std::string body :
       {"", "[]", "\"x\"", "null", "{", "{\"subject\":\"a\"}x", "<XRD/>"}) {
    const auto read = parse_jrd(body);
    ASSERT_FALSE(read.ok()) << body;
    EXPECT_EQ(read.error().code, Code::invalid) << body;
  }
  EXPECT_EQ(parse_jrd("\"" + std::string(300 * 1024, 'a') + "\"").error().code, Code::invalid);
  std::string links, aliases;
  for (int i = 0; i < 1000; ++i) {
    links += (i ? "," : "") + std::string(R"({"rel":"x"})");
    aliases += (i ? "," : "") + std::string(R"("y")");
  }
  const auto read = parse_jrd("{\"links\":[" + links + "],\"aliases\":[" + aliases + "]}");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->links.size(), 64u);
  EXPECT_EQ(read->aliases.size(), 64u);
}

TEST(Jrd, AddressToAskIsOnTheHandlesOwnDomain) {
  const auto url = [](const std::string& handle, bool https) {
    return webfinger_url(Handle::parse(handle).value(), https).value().text();
  };
  EXPECT_EQ(url("alice@design.example", true),
            "https://design.example/.well-known/webfinger?resource=acct%3Aalice%40design.example");
  EXPECT_EQ(url("a@127.0.0.4:8080", false),
            "http://127.0.0.4:8080/.well-known/webfinger?resource=acct%3Aa%40127.0.0.4%3A8080");
  EXPECT_EQ(url("joe%40old.example@new.example", true),
            "https://new.example/.well-known/"
            "webfinger?resource=acct%3Ajoe%2540old.example%40new.example");
  EXPECT_EQ(webfinger_url({.name = "alice", .domain = {}}, true).error().code, Code::invalid);
  const Iri asked = iri(url("joe%40old.example@new.example", true));
  EXPECT_EQ(Handle::parse(parse_webfinger_query(asked.query())->resource)->name, "joe@old.example");
}

}  // namespace
}  // namespace hallway
