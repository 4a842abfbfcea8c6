#include "server/api/status_text.h"

#include <gmock/gmock.h>

#include "server/node.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

class StatusText : public ApiTest {
 protected:
  // A page of alice's home timeline as text, which must say what the JSON says.
  Json page() {
    const auto txn = node_->read().value();
    const auto alice = *parse_id(id_of("alice"));
    const auto items = home_timeline(txn, node_->home(), alice, {});
    const api::View view{txn, node_->home(), alice, node_->now()};
    Json whole = Json::array();
    for (const auto& item : items) whole.push_back(api::status_json(view, item));
    const auto text = api::statuses_text(node_->pieces(), view, items);
    auto parsed = parse_json(text);
    EXPECT_TRUE(parsed.ok()) << text;
    EXPECT_EQ(std::move(parsed).value_or(Json()), whole);
    return whole;
  }
};

TEST_F(StatusText, SaysWhatTheJsonSaysOfEveryKindOfPost) {
  done("POST", "/api/v1/accounts/" + id_of("bob") + "/follow", alice_);
  const auto plain = post(bob_, {{"status", "Hello @alice #tea <b> \"quoted\" \\ ünï"}});
  post(bob_, {{"status", "a poll"}, {"poll", {{"options", {"a", "b"}}, {"expires_in", 600}}}});
  post(bob_, {{"status", "careful"}, {"spoiler_text", "cw"}, {"language", "de"}});
  post(bob_, {{"status", "quoting"}, {"quoted_status_id", plain}});
  post(bob_, {{"status", "answer"}, {"in_reply_to_id", plain}});
  const auto mine = post(alice_, {{"status", "mine"}});
  done("POST", "/api/v1/statuses/" + mine + "/pin", alice_);
  done("POST", "/api/v1/statuses/" + mine + "/reblog", bob_);
  done("POST", "/api/v1/statuses/" + plain + "/favourite", alice_);
  EXPECT_EQ(page().size(), 7U);
  EXPECT_EQ(page().size(), 7U) << "from pieces that are kept by now";
}

TEST_F(StatusText, WhatChangesIsNeverShownAsItWas) {
  done("POST", "/api/v1/accounts/" + id_of("bob") + "/follow", alice_);
  const auto id = post(bob_, {{"status", "before"}});
  page();
  done("PUT", "/api/v1/statuses/" + id, bob_, {{"status", "after"}});
  EXPECT_EQ(page()[0]["content"], "<p>after</p>");
  done("PATCH", "/api/v1/accounts/update_credentials", bob_, {{"display_name", "Robert"}});
  EXPECT_EQ(page()[0]["account"]["display_name"], "Robert");
  for (const auto* what : {"favourite", "reblog", "bookmark", "mute"}) {
    done("POST", "/api/v1/statuses/" + id + "/" + what, alice_);
    page();
  }
  post(bob_, {{"status", "answer"}, {"in_reply_to_id", id}});
  const auto after = page();
  EXPECT_EQ(after.back()["replies_count"], 1);
  EXPECT_EQ(after.back()["account"]["statuses_count"], 2);
  done("POST", "/api/v2/filters", alice_,
       {{"title", "x"},
        {"context", Json::array({"home"})},
        {"keywords_attributes", Json::array({{{"keyword", "after"}}})}});
  EXPECT_EQ(page().back()["filtered"].size(), 1U);
}

}  // namespace
}  // namespace hallway::test
