#include "server/well_known.h"

#include <gmock/gmock.h>

#include "tests/support/node.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;

class WellKnown : public test::NodeTest {
 protected:
  Response ask(const std::string& resource, const std::string& more = "") {
    return get("/.well-known/webfinger?resource=" + percent_encode(resource) + more);
  }
};

TEST_F(WellKnown, EveryNameOfAPersonLeadsToTheCanonicalSubject) {
  person("Alice");
  for (const char* resource :
       {"acct:alice@design.example", "acct:Alice@DESIGN.example", "alice@design.example",
        "https://design.example/users/Alice", "https://design.example/@alice"}) {
    const auto response = ask(resource);
    ASSERT_EQ(response.status, 200) << resource << response.body;
    EXPECT_EQ(header(response, "Content-Type"), "application/jrd+json");
    EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "*");
    const auto jrd = json(response);
    EXPECT_EQ(find_string(jrd, "subject"), "acct:Alice@design.example") << resource;
    EXPECT_THAT(response.body, HasSubstr("https://design.example/users/Alice"));
  }
}

TEST_F(WellKnown, RelFiltersLinks) {
  person("alice");
  const auto all = json(ask("acct:alice@design.example"));
  const auto self = json(ask("acct:alice@design.example", "&rel=self"));
  EXPECT_GT(find_list(all, "links").size(), 1U);
  ASSERT_EQ(find_list(self, "links").size(), 1U);
  EXPECT_EQ(find_string(*find_list(self, "links")[0], "rel"), "self");
}

TEST_F(WellKnown, TheNodeItselfHasASubject) {
  const auto jrd = json(ask("acct:instance.actor@design.example"));
  EXPECT_EQ(find_string(jrd, "subject"), "acct:instance.actor@design.example");
  EXPECT_EQ(json(ask("https://design.example/actor")), jrd);
  // FEP-d556: who knows only the host asks for that.
  EXPECT_EQ(json(ask("https://design.example/")), jrd);
  EXPECT_EQ(json(ask("https://design.example")), jrd);
  const auto service =
      json(ask("https://design.example/",
               "&rel=" + percent_encode("https://www.w3.org/ns/activitystreams#Service")));
  ASSERT_EQ(find_list(service, "links").size(), 1U);
  EXPECT_EQ(find_string(*find_list(service, "links")[0], "href"), "https://design.example/actor");
}

TEST_F(WellKnown, WhoeverIsNotOursIs404AndNonsenseIs400) {
  person("alice");
  for (const char* resource :
       {"acct:bob@design.example", "acct:alice@other.example", "https://other.example/users/alice",
        "https://design.example/users/bob", "http://design.example/users/alice",
        "acct:alice@design.example:8443"}) {
    EXPECT_EQ(ask(resource).status, 404) << resource;
  }
  EXPECT_EQ(get("/.well-known/webfinger").status, 400);
  EXPECT_EQ(get("/.well-known/webfinger?resource=").status, 400);
  EXPECT_EQ(get("/.well-known/webfinger?resource=acct:").status, 400);
  EXPECT_EQ(get("/.well-known/webfinger?resource=%zz").status, 400);
  EXPECT_EQ(
      get("/.well-known/webfinger?resource=acct:a@b.example&resource=acct:c@d.example").status,
      400);
}

TEST_F(WellKnown, HostMetaComesAsXrdAndJson) {
  const auto xrd = get("/.well-known/host-meta");
  EXPECT_THAT(header(xrd, "Content-Type"), HasSubstr("application/xrd+xml"));
  EXPECT_THAT(xrd.body, HasSubstr("https://design.example/.well-known/webfinger?resource={uri}"));
  EXPECT_THAT(get("/.well-known/host-meta.json").body,
              HasSubstr("https://design.example/.well-known/webfinger?resource={uri}"));
}

TEST_F(WellKnown, NodeInfoCountsPeopleAndPostsOnceAMinute) {
  const auto token = person("alice");
  post(token, {{"status", "hello"}});
  const auto links = json(get("/.well-known/nodeinfo"));
  EXPECT_EQ(find_list(links, "links").size(), 2U);
  for (const char* version : {"2.0", "2.1"}) {
    const auto info = json(get("/nodeinfo/" + std::string(version)));
    EXPECT_EQ(find_string(info, "version"), version);
    EXPECT_EQ(find_string(info["software"], "name"), "hallway");
    EXPECT_EQ(info["usage"]["users"]["total"], 1);
    EXPECT_EQ(info["usage"]["localPosts"], 1);
    EXPECT_EQ(info["metadata"]["upstream"]["name"], "mastodon");
  }
  post(token, {{"status", "again"}});
  EXPECT_EQ(json(get("/nodeinfo/2.0"))["usage"]["localPosts"], 1) << "kept for a minute";
  clock_.advance(minutes(2));
  EXPECT_EQ(json(get("/nodeinfo/2.0"))["usage"]["localPosts"], 2);
  EXPECT_EQ(get("/nodeinfo/9.9").status, 404);
}

}  // namespace
}  // namespace hallway
