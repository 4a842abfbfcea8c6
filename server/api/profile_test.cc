// A profile changed through the client API.
#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

class ApiProfile : public ApiTest {
 protected:
  Response change(const Json& body) {
    return call("PATCH", "/api/v1/accounts/update_credentials", alice_, body);
  }
  // As other servers see her.
  Json document() { return json(get("/users/alice", {{"Accept", "application/activity+json"}})); }
};

TEST_F(ApiProfile, ConsentToBeSearchedIsGivenAndTakenBack) {
  for (const bool consent : {true, false, true}) {
    const auto account = json(change({{"indexable", consent}}));
    EXPECT_EQ(account["indexable"], consent);
    EXPECT_EQ(account["source"]["indexable"], consent);
    EXPECT_EQ(document()["indexable"], consent);
  }
}

TEST_F(ApiProfile, WhatIsNotSaidStays) {
  EXPECT_EQ(json(change({{"display_name", "Alice <3"}, {"locked", true}}))["display_name"],
            "Alice <3");
  const auto account = json(change({{"note", "I know <lathes>"}}));
  EXPECT_EQ(account["display_name"], "Alice <3");
  EXPECT_EQ(account["locked"], true);
  EXPECT_EQ(account["note"], "<p>I know &lt;lathes&gt;</p>");
  EXPECT_EQ(document()["name"], "Alice <3");
}

TEST_F(ApiProfile, ANoteThatIsSentBackAsItCameStaysAsItIs) {
  const auto written = json(change({{"note", "I turn things.\n\nAnd <mill> them.\r\nTwice."}}));
  EXPECT_EQ(written["note"], "<p>I turn things.</p><p>And &lt;mill&gt; them.</p><p>Twice.</p>");
  const auto again = json(change({{"note", written["source"]["note"]}}));
  EXPECT_EQ(again["note"], written["note"]);
  for (const auto* nothing : {"", "\n\n"}) {
    EXPECT_EQ(json(change({{"note", nothing}}))["note"], "") << "no empty paragraph";
  }
}

TEST_F(ApiProfile, FieldsComeNumberedAndEscaped) {
  const Json fields = {{"0", {{"name", "Room"}, {"value", "<b>12</b>"}}},
                       {"1", {{"name", ""}, {"value", "gone"}}},
                       {"2", {{"name", "Phone"}, {"value", "34"}}}};
  const auto account = json(change({{"fields_attributes", fields}}));
  ASSERT_EQ(account["fields"].size(), 2U);
  EXPECT_EQ(account["fields"][0]["value"], "&lt;b&gt;12&lt;/b&gt;");
  EXPECT_EQ(account["fields"][1]["name"], "Phone");
}

TEST_F(ApiProfile, WhatIsTooLongIs422AndChangesNothing) {
  const auto before = document();
  for (const Json& body :
       {Json{{"display_name", std::string(201, 'x')}, {"locked", true}},
        Json{{"note", std::string(5'001, 'x')}, {"locked", true}},
        Json{{"fields_attributes", {{"0", {{"name", std::string(501, 'x')}}}}}}}) {
    EXPECT_EQ(change(body).status, 422);
  }
  EXPECT_EQ(document(), before);
}

TEST_F(ApiProfile, ItIsForTheAccountItselfWithTheScope) {
  const auto reader = person("carol", "read");
  EXPECT_EQ(call("PATCH", "/api/v1/accounts/update_credentials", reader, {{"locked", true}}).status,
            403);
  EXPECT_EQ(call("PATCH", "/api/v1/accounts/update_credentials", "", {{"locked", true}}).status,
            401);
}

TEST_F(ApiProfile, AFieldThatIsAnAddressLeadsThereAndTellsSinceWhenItLeadsBack) {
  const Json fields = {{"0", {{"name", "Site"}, {"value", "https://a.example/?x=1&y=2"}}}};
  const auto account = json(change({{"fields_attributes", fields}}));
  const auto shown = account["fields"][0];
  EXPECT_EQ(shown["value"],
            "<a href=\"https://a.example/?x=1&amp;y=2\" rel=\"me nofollow noopener noreferrer\" "
            "target=\"_blank\">https://a.example/?x=1&amp;y=2</a>");
  EXPECT_EQ(shown["verified_at"], nullptr);
  EXPECT_EQ(account["source"]["fields"][0]["value"], "https://a.example/?x=1&y=2");
  EXPECT_EQ(document()["attachment"][0]["value"], shown["value"]) << "so that the page can tell";
  const auto found = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto actor = find_actor_by_handle(txn, "alice", "design.example");
    actor->fields[0].verified = clock_.now();
    return put_actor(txn, *actor, clock_.now());
  });
  ASSERT_TRUE(found.ok());
  const auto now = json(get("/api/v1/accounts/" + id_of("alice")));
  EXPECT_TRUE(parse_rfc3339(now["fields"][0]["verified_at"].get<std::string>()).ok());
}

}  // namespace
}  // namespace hallway::test
