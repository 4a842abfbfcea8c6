#include <gmock/gmock.h>

#include "federation/actor.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using ::testing::SizeIs;

// Alice is followed from a sibling, a partner and a stranger.
class ProfileTold : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    for (const auto& [at, relation] : std::initializer_list<std::pair<std::string, Relation>>{
             {"sister.example", Relation::sibling},
             {"partner.example", Relation::partner},
             {"other.example", Relation::public_}}) {
      set_peer(at, [relation = relation](Peer& peer) { peer.relation = relation; });
      befriend(put_remote("zoe", at), alice_);
    }
  }
  // Whether the one Update that the node gets tells of her work.
  bool learns(const std::string& at) {
    const auto txn = read();
    const auto due = list_due(txn, peer(at).id, Time{INT64_MAX}, 10);
    EXPECT_THAT(due, SizeIs(1)) << at;
    if (due.size() != 1) return false;
    const auto update = payload(due[0].activity);
    EXPECT_EQ(update["object"]["id"], alice_.iri.text());
    const bool addressed = update["to"][0] == std::string(kPublic);
    EXPECT_EQ(update["object"].contains("knowsAbout"), update["object"].contains("jobTitle"));
    if (update["object"].contains("jobTitle") && now(alice_).work.reach != Label::public_) {
      EXPECT_FALSE(addressed) << "nobody is to hand it on";
    }
    return update["object"].contains("jobTitle");
  }
  void change(const ProfileChange& change) {
    forget_owed();
    ok(act(alice_, [&](Local& local) { return update_profile(local, change); }));
  }
};

TEST_F(ProfileTold, WorkIsToldAsFarAsItReachesAndToNobodyElse) {
  const WorkChange work{.title = "Potter", .skills = std::vector<std::string>{"Tea"}};
  change({.work = work});
  EXPECT_TRUE(learns("sister.example")) << "within the organization where nothing is said";
  EXPECT_FALSE(learns("partner.example"));
  EXPECT_FALSE(learns("other.example"));
  change({.work = {.reach = Label::partners}});
  EXPECT_TRUE(learns("sister.example"));
  EXPECT_TRUE(learns("partner.example"));
  EXPECT_FALSE(learns("other.example"));
  change({.work = {.reach = Label::department}});
  for (const auto* at : {"sister.example", "partner.example", "other.example"}) {
    EXPECT_FALSE(learns(at)) << at << " who knew it learns that there is nothing any more";
  }
  change({.work = {.reach = Label::public_}});
  for (const auto* at : {"sister.example", "partner.example", "other.example"}) {
    EXPECT_TRUE(learns(at)) << at;
  }
}

TEST_F(ProfileTold, AnyOtherChangeTellsTheSameOfTheirWork) {
  change({.work = {.title = "Potter", .skills = std::vector<std::string>{"Tea"}}});
  change({.display_name = "Alice A."});
  EXPECT_TRUE(learns("sister.example")) << "what lacks it says that there is none";
  EXPECT_FALSE(learns("other.example"));
}

TEST_F(ProfileTold, WhatCannotBeChangesNothing) {
  forget_owed();
  const auto bad = act(alice_, [&](Local& local) {
    return update_profile(local, {.display_name = "Other", .work = {.manager = alice_.iri}});
  });
  EXPECT_FALSE(bad.ok());
  EXPECT_EQ(now(alice_).display_name, "");
  EXPECT_TRUE(owed().empty());
}

TEST_F(ProfileTold, AnUpdateFromElsewhereSetsAndTakesAwayWork) {
  auto document = person_json("https://sister.example/users/zoe", "zoe",
                              test_key(KeyType::rsa, 0).public_key());
  const auto zoe = *stored("https://sister.example/users/zoe");
  document["jobTitle"] = "Smith";
  document["knowsAbout"] = {"Forging"};
  EXPECT_EQ(outcome(zoe, activity(zoe, "Update", document)), Outcome::taken);
  EXPECT_EQ(now(zoe).work.title, "Smith");
  document.erase("jobTitle");
  EXPECT_EQ(outcome(zoe, activity(zoe, "Update", document)), Outcome::taken);
  EXPECT_EQ(now(zoe).work.title, "");
  EXPECT_TRUE(now(zoe).work.has_skill("forging"));
}

}  // namespace
}  // namespace hallway::test
