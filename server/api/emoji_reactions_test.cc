#include "server/api/emoji_reactions.h"

#include <gmock/gmock.h>

#include "storage/blocks.h"
#include "storage/reactions.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class ApiEmojiReactions : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    const auto made = json(call("POST", "/api/v1/statuses", alice_, {{"status", "Lathe"}}));
    id_ = std::string(find_string(made, "id").value_or(""));
  }
  std::string at(const std::string& emoji = "") const {
    const auto list = "/api/v1/pleroma/statuses/" + id_ + "/reactions";
    return emoji.empty() ? list : list + "/" + percent_encode(emoji);
  }
  // Somebody of other.example reacts, as if it had come from there.
  void react_from_elsewhere(const std::string& name, const std::string& content,
                            const std::string& picture = "") {
    const auto who = stranger(name, "other.example");
    Reaction reaction{.iri = iri(who.iri.text() + "/reactions/1"),
                      .actor = who.id,
                      .post = parse_id(id_).value_or(Id{}),
                      .content = content,
                      .at = clock_.now(),
                      .emoji = picture.empty() ? Iri() : iri(picture)};
    EXPECT_TRUE(node_->writer()
                    .apply([&](WriteTxn& txn) { return add_reaction(txn, reaction, clock_.now()); })
                    .ok());
  }
  std::string id_;
};

TEST_F(ApiEmojiReactions, AreMadeListedAndTakenBack) {
  const auto status = json(call("PUT", at("🎉"), bob_));
  ASSERT_THAT(status["reactions"], SizeIs(1));
  EXPECT_EQ(status["reactions"][0]["name"], "🎉");
  EXPECT_EQ(status["reactions"][0]["me"], true);
  EXPECT_EQ(status["pleroma"]["emoji_reactions"], status["reactions"]);
  EXPECT_EQ(status["favourited"], false) << "it is no like";
  EXPECT_EQ(call("PUT", at("🎉"), bob_).status, 200) << "again is no error";
  EXPECT_EQ(call("PUT", at("🎉"), alice_).status, 200);
  EXPECT_EQ(call("PUT", at("👍"), alice_).status, 200);
  const auto list = json(get(at(), bearer(bob_)));
  ASSERT_THAT(list, SizeIs(2));
  EXPECT_EQ(list[0]["name"], "🎉");
  EXPECT_EQ(list[0]["count"], 2);
  EXPECT_THAT(list[0]["accounts"], SizeIs(2));
  EXPECT_EQ(list[1]["me"], false);
  EXPECT_EQ(list[1]["accounts"][0]["acct"], "alice");
  EXPECT_THAT(json(get(at("👍"))), SizeIs(1)) << "whoever may see the post may ask";
  EXPECT_THAT(json(get(at("🍎"))), SizeIs(0));
  EXPECT_THAT(json(call("DELETE", at("🎉"), bob_))["reactions"], SizeIs(2));
  EXPECT_THAT(json(call("DELETE", at("🎉"), alice_))["reactions"], SizeIs(1));
}

TEST_F(ApiEmojiReactions, TheAuthorIsNotifiedInTheWordThatAppsKnow) {
  call("PUT", at("🎉"), bob_);
  const auto news = json(get("/api/v1/notifications", bearer(alice_)));
  ASSERT_THAT(news, SizeIs(1));
  EXPECT_EQ(news[0]["type"], "reaction");
  EXPECT_EQ(news[0]["account"]["acct"], "bob");
}

TEST_F(ApiEmojiReactions, WhatIsNoEmojiIsRefusedAndWhatIsNotSeenIsNotThere) {
  for (const auto* wrong : {"great", "lathe", "👍👍"}) {
    EXPECT_EQ(call("PUT", at(wrong), bob_).status, 422) << wrong;
  }
  EXPECT_EQ(get(at()).body, "[]");
  const auto reader = person("reader", "read");
  EXPECT_EQ(call("PUT", at("🎉"), reader).status, 403);
  EXPECT_EQ(call("PUT", at("🎉"), "").status, 401);
  const auto few =
      json(call("POST", "/api/v1/statuses", alice_, {{"status", "few"}, {"visibility", "direct"}}));
  id_ = few["id"].get<std::string>();
  EXPECT_EQ(call("PUT", at("🎉"), bob_).status, 404);
  EXPECT_EQ(get(at(), bearer(bob_)).status, 404);
}

TEST_F(ApiEmojiReactions, WhoKeepsAwayFromSomebodyDoesNotSeeThemAmongThoseWhoReacted) {
  call("PUT", at("🎉"), bob_);
  call("POST", "/api/v1/accounts/" + id_of("bob") + "/block", alice_);
  EXPECT_THAT(json(get(at(), bearer(alice_)))[0]["accounts"], SizeIs(0));
  EXPECT_THAT(json(get(at()))[0]["accounts"], SizeIs(1));
}

TEST_F(ApiEmojiReactions, WhoIsNotSignedInIsToldOfPeopleHereOnlyAndNobodyOfEndlessOnes) {
  react_from_elsewhere("carol", "🎉");
  call("PUT", at("🎉"), bob_);
  const auto told = json(get(at()))[0];
  EXPECT_EQ(told["count"], 2);
  ASSERT_THAT(told["accounts"], SizeIs(1));
  EXPECT_EQ(told["accounts"][0]["acct"], "bob");
  EXPECT_THAT(json(get(at(), bearer(alice_)))[0]["accounts"], SizeIs(2));
  for (int n = 0; n < 50; ++n) react_from_elsewhere("dan" + std::to_string(n), "👍");
  for (int n = 0; n < 40; ++n) react_from_elsewhere("eve" + std::to_string(n), "👏");
  size_t people = 0;
  for (const auto& each : json(get(at(), bearer(alice_)))) people += each["accounts"].size();
  EXPECT_EQ(people, 80U);
}

TEST_F(ApiEmojiReactions, WhereThePictureMayNotBeShownItsNameIs) {
  react_from_elsewhere("carol", ":lathe:", "https://pictures.example/lathe.png");
  react_from_elsewhere("dan", ":lathe:", "https://pictures.example/lathe.png");
  EXPECT_THAT(json(get(at()))[0]["url"].get<std::string>(),
              HasSubstr("https://design.example/media/posts/" + id_ + "/reaction-lathe/"));
  relate("pictures.example", Relation::blocked);
  const auto list = json(get(at(":lathe:"), bearer(alice_)));
  ASSERT_THAT(list, SizeIs(1));
  EXPECT_EQ(list[0]["name"], ":lathe:");
  EXPECT_EQ(list[0]["count"], 2);
  EXPECT_EQ(list[0]["url"], nullptr);
  EXPECT_EQ(list[0]["static_url"], nullptr);
  EXPECT_THAT(list[0]["accounts"], SizeIs(2));
  const auto page = get("/@alice/" + id_, kBrowser).body;
  EXPECT_THAT(page, HasSubstr("<span>:lathe: 2</span>"));
  EXPECT_THAT(page, Not(HasSubstr("pictures.example")));
  EXPECT_EQ(call("PUT", at(":lathe:"), bob_).status, 422) << "nobody sends that picture on";
}

TEST_F(ApiEmojiReactions, AppsAreToldThatThereAreSome) {
  for (const auto* at : {"/api/v1/instance", "/api/v2/instance"}) {
    EXPECT_EQ(json(get(at))["pleroma"]["metadata"]["features"],
              Json::array({"pleroma_emoji_reactions"}));
  }
  EXPECT_THAT(get("/nodeinfo/2.1").body, HasSubstr("pleroma_emoji_reactions"));
}

}  // namespace
}  // namespace hallway::test
