#include "server/api/featured_tags.h"

#include <gmock/gmock.h>

#include "storage/fetches.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class ApiFeaturedTags : public ApiTest {
 protected:
  Json feature(const std::string& name) {
    return json(call("POST", "/api/v1/featured_tags", alice_, {{"name", name}}));
  }
  Json featured_by(const std::string& name, const std::string& token = "") {
    const auto path = "/api/v1/accounts/" + id_of(name) + "/featured_tags";
    return json(token.empty() ? get(path) : get(path, bearer(token)));
  }
};

TEST_F(ApiFeaturedTags, AreAddedCountedShownAndTakenAway) {
  call("POST", "/api/v1/statuses", alice_, {{"status", "New #Lathe"}});
  call("POST", "/api/v1/statuses", alice_, {{"status", "Old #lathe"}, {"visibility", "direct"}});
  call("POST", "/api/v1/statuses", bob_, {{"status", "My #lathe"}});
  const auto made = feature("#Lathe");
  EXPECT_EQ(made["name"], "lathe");
  EXPECT_EQ(made["statuses_count"], "2");
  EXPECT_EQ(made["url"], "https://design.example/tags/lathe");
  EXPECT_TRUE(made["last_status_at"].is_string());
  EXPECT_EQ(json(get("/api/v1/featured_tags", bearer(alice_))), Json::array({made}));
  EXPECT_EQ(featured_by("alice")[0]["statuses_count"], "1") << "what others may see";
  EXPECT_THAT(get("/@alice", kBrowser).body, HasSubstr(">#lathe</a>"));
  const Headers activity{{"Accept", "application/activity+json"}};
  const auto page = json(get("/users/alice/collections/tags?page=true", activity));
  EXPECT_EQ(page["orderedItems"][0]["name"], "#lathe");
  const auto path = "/api/v1/featured_tags/" + made["id"].get<std::string>();
  EXPECT_EQ(call("DELETE", path, bob_).status, 404);
  EXPECT_EQ(call("DELETE", path, alice_).status, 200);
  EXPECT_EQ(call("DELETE", path, alice_).status, 404);
  EXPECT_THAT(featured_by("alice"), SizeIs(0));
}

TEST_F(ApiFeaturedTags, EachIsCountedForItselfAndOneThatWasNotUsedIsThereToo) {
  for (const auto* text : {"#a1 #b1", "#b1", "#c1"}) {
    call("POST", "/api/v1/statuses", alice_, {{"status", text}});
  }
  for (const auto* tag : {"a1", "b1", "d1"}) feature(tag);
  const auto tags = featured_by("alice");
  ASSERT_THAT(tags, SizeIs(3));
  EXPECT_EQ(tags[0]["statuses_count"], "1");
  EXPECT_EQ(tags[1]["statuses_count"], "2");
  EXPECT_EQ(tags[2]["statuses_count"], "0");
  EXPECT_TRUE(tags[2]["last_status_at"].is_null());
}

TEST_F(ApiFeaturedTags, WhatIsUsedMostIsSuggested) {
  for (const auto* text : {"#a1", "#b1 #c1", "#b1 #d1"}) {
    call("POST", "/api/v1/statuses", alice_, {{"status", text}});
  }
  feature("c1");
  const auto suggested = json(get("/api/v1/featured_tags/suggestions", bearer(alice_)));
  ASSERT_THAT(suggested, SizeIs(3));
  EXPECT_EQ(suggested[0]["name"], "b1");
}

TEST_F(ApiFeaturedTags, WhatIsNoTagIsRefusedAndScopesCount) {
  for (const auto& body : {Json{{"name", "no tag"}}, Json{{"name", ""}}, Json::object()}) {
    EXPECT_EQ(call("POST", "/api/v1/featured_tags", alice_, body).status, 422) << body;
  }
  for (int n = 0; n < 10; ++n) feature("t" + std::to_string(n));
  EXPECT_EQ(call("POST", "/api/v1/featured_tags", alice_, {{"name", "t10"}}).status, 422);
  const auto reader = person("reader", "read");
  EXPECT_EQ(call("POST", "/api/v1/featured_tags", reader, {{"name", "x"}}).status, 403);
  EXPECT_EQ(get("/api/v1/featured_tags").status, 401);
  EXPECT_EQ(json(get("/api/v2/instance"))["configuration"]["accounts"]["max_featured_tags"], 10);
}

TEST_F(ApiFeaturedTags, OfSomebodyElsewhereTheyAreToldToWhoIsSignedInAndAskedForAnew) {
  auto carol = stranger("carol", "other.example");
  carol.featured_tags = iri("https://other.example/users/carol/tags");
  carol.tags = {"mills"};
  ASSERT_TRUE(node_->writer()
                  .apply([&](WriteTxn& txn) { return put_actor(txn, carol, clock_.now()); })
                  .ok());
  const auto path = "/api/v1/accounts/" + to_string(carol.id) + "/featured_tags";
  EXPECT_EQ(get(path).status, 404);
  const auto asked = [&] {
    // Behind what was submitted.
    EXPECT_TRUE(node_->writer().apply([](WriteTxn&) { return Result<void>(); }).ok());
    return list_due_fetches(*node_->read(), Time{INT64_MAX}, 10).size();
  };
  EXPECT_EQ(asked(), 0U);
  const auto tags = json(get(path, bearer(alice_)));
  ASSERT_THAT(tags, SizeIs(1));
  EXPECT_EQ(tags[0]["name"], "mills");
  EXPECT_EQ(asked(), 1U);
  get("/api/v1/accounts/" + to_string(carol.id), bearer(alice_));
  EXPECT_EQ(asked(), 1U) << "once in some hours";
}

}  // namespace
}  // namespace hallway::test
