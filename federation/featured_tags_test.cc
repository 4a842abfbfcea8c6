#include "federation/featured_tags.h"

#include <gmock/gmock.h>

#include "federation/actor.h"
#include "federation/collections.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Json hashtag(const std::string& name) {
  return {{"type", "Hashtag"}, {"name", name}, {"href", "https://remote.example/tags/x"}};
}

class FeaturedTagsTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    eve_.featured = iri(eve_.iri.text() + "/featured");
    eve_.featured_tags = iri(eve_.iri.text() + "/tags");
    eve_ = put(eve_);
  }
  Result<std::string> feature_as(const Actor& who, std::string_view tag) {
    return act(who, [&](Local& l) { return feature_tag(l, tag); });
  }
  Json change(const Actor& who, const std::string& type, const Json& object, const Iri& target) {
    auto made = activity(who, type, object);
    made["target"] = target.text();
    return made;
  }
};

TEST_F(FeaturedTagsTest, OursStandInTheirCollectionAndFollowersAreTold) {
  befriend(eve_, alice_);
  EXPECT_EQ(ok(feature_as(alice_, "#Lathes")), "lathes");
  const auto sent = last_logged();
  EXPECT_THAT(owed(), ElementsAre("Add https://remote.example/inbox"));
  EXPECT_EQ(sent["object"]["type"], "Hashtag");
  EXPECT_EQ(sent["object"]["name"], "#lathes");
  EXPECT_EQ(sent["target"], alice_.featured.text());
  const auto before = rows();
  EXPECT_EQ(ok(feature_as(alice_, "lathes")), "lathes");
  EXPECT_EQ(rows(), before) << "again is no error";
  const auto document = to_json(now(alice_), home_);
  const auto page =
      collection_json(read(), home_, {now(alice_), {}}, Collection::featured_tags, Id{});
  EXPECT_EQ(page["partOf"], document["featuredTags"]);
  EXPECT_EQ(page["orderedItems"], Json::array({sent["object"]}));
  forget_owed();
  ok(act(alice_, [&](Local& l) { return unfeature_tag(l, "lathes"); }));
  EXPECT_THAT(owed(), ElementsAre("Remove https://remote.example/inbox"));
  EXPECT_THAT(now(alice_).tags, IsEmpty());
}

TEST_F(FeaturedTagsTest, TenAreEnoughAndTextIsNone) {
  for (int n = 0; n < 10; ++n) ok(feature_as(alice_, "tag" + std::to_string(n)));
  const auto before = rows();
  for (const auto* wrong : {"one more", "", "#", "tag10"}) {
    EXPECT_EQ(code_of(feature_as(alice_, wrong)), Code::invalid) << wrong;
  }
  EXPECT_EQ(rows(), before);
}

TEST_F(FeaturedTagsTest, WhoWasSuspendedMeanwhileStaysSoAndChangesNothing) {
  ok(feature_as(alice_, "mills"));
  const auto before_that = now(alice_);
  auto suspended = before_that;
  suspended.suspended = true;
  put(suspended);
  const auto before = rows();
  const auto as_read_before = [&](const std::function<Result<void>(Local&)>& deed) {
    return code_of(writer_->apply([&](WriteTxn& txn) {
      Local local{txn, home_, random_, keys_, clock_.now(), before_that};
      return deed(local);
    }));
  };
  EXPECT_EQ(as_read_before([](Local& l) -> Result<void> {
              TRY(feature_tag(l, "lathes"));
              return {};
            }),
            Code::forbidden);
  EXPECT_EQ(as_read_before([](Local& l) { return unfeature_tag(l, "mills"); }), Code::forbidden);
  EXPECT_EQ(as_read_before([](Local& l) -> Result<void> {
              TRY(update_profile(l, {.display_name = "Alice"}));
              return {};
            }),
            Code::forbidden);
  EXPECT_EQ(rows(), before);
  EXPECT_TRUE(now(alice_).suspended);
  EXPECT_THAT(now(alice_).tags, ElementsAre("mills"));
}

TEST_F(FeaturedTagsTest, WhatOthersFeatureFollowsTheirAddAndRemove) {
  for (const auto& target : {eve_.featured, eve_.featured_tags}) {
    EXPECT_EQ(outcome(eve_, change(eve_, "Add", hashtag("#Mills"), target)), Outcome::taken);
    EXPECT_THAT(now(eve_).tags, ElementsAre("mills"));
    EXPECT_EQ(outcome(eve_, change(eve_, "Add", hashtag("#mills"), target)), Outcome::ignored);
    EXPECT_EQ(outcome(eve_, change(eve_, "Remove", hashtag("#mills"), target)), Outcome::taken);
    EXPECT_THAT(now(eve_).tags, IsEmpty());
    EXPECT_EQ(outcome(eve_, change(eve_, "Remove", hashtag("#mills"), target)), Outcome::ignored);
  }
  for (int n = 0; n < 25; ++n) {
    outcome(eve_, change(eve_, "Add", hashtag("#t" + std::to_string(n)), eve_.featured));
  }
  EXPECT_EQ(now(eve_).tags.size(), 20U);
  EXPECT_EQ(refusal(mallory_, change(mallory_, "Add", hashtag("#x"), eve_.featured)),
            Code::forbidden);
}

TEST_F(FeaturedTagsTest, TwoThatWereAuthenticatedAtTheSameTimeBothCount) {
  const auto before = now(eve_);
  for (const auto* name : {"#mills", "#lathes"}) {
    const auto made = change(eve_, "Add", hashtag(name), eve_.featured);
    write([&](WriteTxn& txn) -> Result<Receipt> {
      const auto payload = seal(random_, dump_json(made));
      Inbound in{.txn = txn,
                 .home = home_,
                 .random = random_,
                 .keys = keys_,
                 .now = clock_.now(),
                 .actor = before,
                 .activity = made,
                 .id = iri(made["id"].get<std::string>()),
                 .payload = payload};
      return apply_inbound(in);
    });
  }
  EXPECT_THAT(now(eve_).tags, ElementsAre("mills", "lathes"));
}

TEST_F(FeaturedTagsTest, ACollectionIsReadAsFarAsItIsOne) {
  Json many = Json::array({hashtag("#Lathes"),
                           hashtag("lathes"),
                           hashtag("#"),
                           hashtag("a b"),
                           {{"type", "Note"}, {"name", "#note"}},
                           "https://remote.example/tags/y"});
  EXPECT_THAT(read_featured_tags({{"items", many}}), ElementsAre("lathes"));
  EXPECT_THAT(read_featured_tags({{"first", {{"orderedItems", many}}}}), ElementsAre("lathes"));
  EXPECT_THAT(read_featured_tags({{"items", hashtag("#one")}}), ElementsAre("one"));
  for (int n = 0; n < 50; ++n) many.push_back(hashtag("#t" + std::to_string(n)));
  EXPECT_EQ(read_featured_tags({{"items", many}}).size(), 20U);
  for (const Json& odd : {Json(), Json::array(), Json("x"), Json{{"first", 7}, {"items", 1}}}) {
    EXPECT_THAT(read_featured_tags(odd), IsEmpty()) << odd;
  }
}

TEST_F(FeaturedTagsTest, ADocumentThatIsReadAnewKeepsThem) {
  eve_.tags = {"mills"};
  eve_ = put(eve_);
  write([&](WriteTxn& txn) {
    Actor fresh = eve_;
    fresh.tags.clear();
    return store_remote_actor(txn, fresh, /*handle_checked=*/false, clock_.now());
  });
  EXPECT_THAT(now(eve_).tags, ElementsAre("mills"));
  EXPECT_EQ(outcome(eve_, activity(eve_, "Delete", eve_.iri.text())), Outcome::taken);
  EXPECT_THAT(now(eve_).tags, IsEmpty()) << "who has gone features nothing";
}

}  // namespace
}  // namespace hallway::test
