// Quotes through the client API and on the page.
#include "storage/quotes.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ApiQuotes : public ApiTest {
 protected:
  Json status(const std::string& token, const Json& body) {
    return json(call("POST", "/api/v1/statuses", token, body));
  }
  std::string id_of_status(const Json& status) { return status["id"].get<std::string>(); }
  Json quote(const std::string& token, const Json& quoted) {
    return status(token, {{"status", "Look"}, {"quoted_status_id", quoted["id"]}});
  }
};

TEST_F(ApiQuotes, AQuoteShowsWhatItQuotes) {
  const auto mine = status(alice_, {{"status", "Lathe for sale"}});
  const auto made = quote(bob_, mine);
  EXPECT_EQ(made["quote"]["state"], "accepted");
  EXPECT_EQ(made["quote"]["quoted_status"]["id"], mine["id"]);
  const auto again = quote(alice_, made);
  EXPECT_EQ(again["quote"]["quoted_status"]["quote"]["quoted_status_id"], mine["id"])
      << "a quote within a quote is named";
  EXPECT_FALSE(again["quote"]["quoted_status"]["quote"].contains("quoted_status"));
  const auto quoted = json(get("/api/v1/statuses/" + id_of_status(mine)));
  EXPECT_EQ(quoted["quotes_count"], 1);
  const auto quotes = json(get("/api/v1/statuses/" + id_of_status(mine) + "/quotes"));
  ASSERT_EQ(quotes.size(), 1U);
  EXPECT_EQ(quotes[0]["id"], made["id"]);
  EXPECT_EQ(status(alice_, {{"status", "plain"}})["quote"], nullptr);
}

TEST_F(ApiQuotes, QuotesAreShownPageByPageAndCountedPastThoseWithoutConsent) {
  const auto mine = status(alice_, {{"status", "Lathe for sale"}});
  const auto address = Iri::parse(mine["uri"].get<std::string>()).value_or(Iri());
  const auto eve = stranger("eve", "remote.example");
  for (int n = 0; n < 210; ++n) {
    clock_.advance(milliseconds(1));
    ASSERT_TRUE(node_->writer()
                    .apply([&](WriteTxn& txn) {
                      Post post;
                      post.iri =
                          Iri::parse("https://remote.example/" + std::to_string(n)).value_or(Iri());
                      post.author = eve.id;
                      post.quote = address;
                      post.published = node_->now();
                      return add_post(txn, post, node_->now());
                    })
                    .ok());
  }
  std::vector<std::string> made;
  made.reserve(3);
  for (int n = 0; n < 3; ++n) made.push_back(id_of_status(quote(bob_, mine)));
  const auto path = "/api/v1/statuses/" + id_of_status(mine);
  EXPECT_EQ(json(get(path))["quotes_count"], 3);
  const auto page = get(path + "/quotes?limit=2");
  ASSERT_EQ(json(page).size(), 2U);
  EXPECT_EQ(json(page)[0]["id"], made[2]);
  EXPECT_EQ(json(page)[1]["id"], made[1]);
  EXPECT_THAT(header(page, "Link"), HasSubstr("max_id=" + made[1]));
  const auto rest = json(get(path + "/quotes?limit=2&max_id=" + made[1]));
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0]["id"], made[0]);
  const auto back = json(get(path + "/quotes?limit=1&min_id=" + made[0]));
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back[0]["id"], made[1]) << "the one right before";
  EXPECT_EQ(json(get(path + "/quotes?min_id=" + made[2])), Json::array());
}

TEST_F(ApiQuotes, WhoMayQuoteIsSaidAndObeyed) {
  const auto none = status(alice_, {{"status", "mine"}, {"quote_approval_policy", "nobody"}});
  EXPECT_EQ(none["quote_approval"]["automatic"], Json::array());
  EXPECT_EQ(none["quote_approval"]["current_user"], "automatic") << "their own";
  const auto path = "/api/v1/statuses/" + id_of_status(none);
  EXPECT_EQ(json(get(path, bearer(bob_)))["quote_approval"]["current_user"], "denied");
  EXPECT_EQ(
      call("POST", "/api/v1/statuses", bob_, {{"status", "x"}, {"quoted_status_id", none["id"]}})
          .status,
      403);
  const auto all = status(alice_, {{"status", "all"}, {"quote_approval_policy", "public"}});
  EXPECT_EQ(all["quote_approval"]["automatic"], Json::array({"public"}));
  for (const Json& body : {Json{{"status", "x"}, {"quote_approval_policy", "friends"}},
                           Json{{"status", "x"}, {"quoted_status_id", "x"}}}) {
    EXPECT_EQ(call("POST", "/api/v1/statuses", alice_, body).status, 422) << body;
  }
  EXPECT_EQ(
      call("POST", "/api/v1/statuses", bob_, {{"status", "x"}, {"quoted_status_id", "404"}}).status,
      404);
}

TEST_F(ApiQuotes, WhoMayQuoteIsChangedAfterwards) {
  const auto mine = status(alice_, {{"status", "mine"}});
  const auto before = quote(bob_, mine);
  const auto path = "/api/v1/statuses/" + id_of_status(mine);
  const auto policy = path + "/interaction_policy";
  const auto changed = json(call("PUT", policy, alice_, {{"quote_approval_policy", "nobody"}}));
  EXPECT_EQ(changed["quote_approval"]["automatic"], Json::array());
  EXPECT_EQ(changed["edited_at"], nullptr) << "it is no edit";
  EXPECT_EQ(json(get(path + "/history")).size(), 1U);
  EXPECT_EQ(
      call("POST", "/api/v1/statuses", bob_, {{"status", "x"}, {"quoted_status_id", mine["id"]}})
          .status,
      403);
  EXPECT_EQ(json(get("/api/v1/statuses/" + id_of_status(before)))["quote"]["state"], "accepted")
      << "what was consented to stands";
  const auto open = json(call("PUT", policy, alice_, {{"quote_approval_policy", "public"}}));
  EXPECT_EQ(open["quote_approval"]["automatic"], Json::array({"public"}));
  EXPECT_EQ(call("PUT", policy, bob_, {{"quote_approval_policy", "nobody"}}).status, 404);
  for (const auto& body : {Json{{"quote_approval_policy", "friends"}}, Json::object()}) {
    EXPECT_EQ(call("PUT", policy, alice_, body).status, 422) << body;
  }
  EXPECT_EQ(call("PUT", "/api/v1/statuses/404/interaction_policy", alice_,
                 {{"quote_approval_policy", "nobody"}})
                .status,
            404);
}

TEST_F(ApiQuotes, AConsentIsServedUntilItIsTakenBack) {
  const auto mine = status(alice_, {{"status", "Lathe for sale"}});
  const auto made = quote(bob_, mine);
  const auto object = json(
      get("/users/bob/statuses/" + id_of_status(made), {{"Accept", "application/activity+json"}}));
  const auto address = object["quoteAuthorization"].get<std::string>();
  const auto path = address.substr(std::string("https://design.example").size());
  const auto consent = json(get(path));
  EXPECT_EQ(consent["type"], "QuoteAuthorization");
  EXPECT_EQ(consent["id"], address);
  EXPECT_EQ(consent["interactingObject"], made["uri"]);
  EXPECT_EQ(consent["interactionTarget"], mine["uri"]);
  const auto revoke =
      "/api/v1/statuses/" + id_of_status(mine) + "/quotes/" + id_of_status(made) + "/revoke";
  EXPECT_EQ(call("POST", revoke, bob_).status, 403);
  EXPECT_EQ(json(call("POST", revoke, alice_))["quote"]["state"], "revoked");
  EXPECT_EQ(get(path).status, 404);
  EXPECT_EQ(call("POST", revoke, alice_).status, 404);
  for (const auto* wrong : {"x", "00", ""}) {
    EXPECT_EQ(get("/users/alice/statuses/" + id_of_status(mine) + "/quotes/" + wrong).status, 404);
  }
}

TEST_F(ApiQuotes, WhatTheViewerMayNotSeeIsNotShownInAQuote) {
  const auto inside = status(alice_, {{"status", "inside"}, {"visibility", "local"}});
  const auto made = quote(bob_, inside);
  EXPECT_EQ(made["quote"]["state"], "accepted");
  EXPECT_EQ(get("/api/v1/statuses/" + id_of_status(made)).status, 404) << "no further than it";
}

TEST_F(ApiQuotes, ThePageShowsAQuoteOnlyWithConsent) {
  const auto mine = status(alice_, {{"status", "Lathe for sale"}});
  const auto made = quote(bob_, mine);
  const auto page = "/@bob/" + id_of_status(made);
  EXPECT_THAT(get(page, {{"Accept", "text/html"}}).body, HasSubstr("Lathe for sale"));
  call("POST",
       "/api/v1/statuses/" + id_of_status(mine) + "/quotes/" + id_of_status(made) + "/revoke",
       alice_);
  const auto body = get(page, {{"Accept", "text/html"}}).body;
  EXPECT_THAT(body, Not(HasSubstr("Lathe for sale")));
  EXPECT_THAT(body, HasSubstr("It quotes"));
}

}  // namespace
}  // namespace hallway::test
