// Two departments talk about kilns, and somebody elsewhere talks louder than all of them.

#include <gmock/gmock.h>

#include "server/new_voices.h"
#include "server/topic_watch.h"
#include "storage/followed_tags.h"
#include "tests/support/two_towns.h"

namespace hallway {
namespace {

using test::Town;
using testing::ElementsAre;
using testing::IsEmpty;

class TopicStory : public test::TwoTowns {
 protected:
  void SetUp() override {
    befriend();
    // Alice follows them all, so that what they write comes here; Cem follows nobody.
    for (int i = 0; i < 4; ++i) {
      const auto name = "loud" + std::to_string(i);
      loud_.push_back(mill_.person(name));
      design_.follow(alice_, design_.meet(name + "@mill.example"));
    }
    world_.settle();
    world_.pass(days(2), hours(12));
    const auto done = design_.node().writer().apply(
        [&](WriteTxn& txn) { return add_followed_tag(txn, cem_.id, "kiln", world_.clock.now()); });
    ASSERT_TRUE(done.ok());
  }
  template <class Use>
  auto seen_by(const Actor& viewer, Use&& use) {
    world_.settle();
    EXPECT_TRUE(design_.node().topic_watch().look().ok());
    const auto latest = design_.node().topic_watch().latest();
    const auto txn = design_.node().read().value();
    return use(TrendView{txn, design_.node().home(), *latest, viewer.id, design_.node().now()});
  }
  std::vector<std::string> tags(const Actor& viewer) {
    return seen_by(viewer, [](const TrendView& view) {
      std::vector<std::string> out;
      for (const auto& one : trending_tags(view, 10)) out.push_back(one.name);
      return out;
    });
  }
  std::vector<std::string> voices() {
    return seen_by(cem_, [](const TrendView& view) {
      std::vector<std::string> out;
      for (const auto& one : new_voices(view, 10)) out.push_back(one.actor.handle());
      return out;
    });
  }
  void like(const Actor& who, const Post& post) {
    design_.act(who, [&](Local& l) { return hallway::like(l, there(design_, post).id); });
  }
  Town& mill_ = world_.town("mill.example");
  Actor cem_ = design_.person("cem"), dia_ = design_.person("dia");
  std::vector<Actor> loud_;
};

TEST_F(TopicStory, WhoeverIsLoudIsCountedOnceAndWhoIsHeardIsShown) {
  const auto help = acme_.post(bob_, "A cracked #kiln is mended with #fireclay");
  design_.post(alice_, "Our #kiln has a crack");
  design_.post(dia_, "The #kiln again");
  for (int i = 0; i < 30; ++i) mill_.post(loud_[0], "Cheap #kiln for sale, #buy #now");
  EXPECT_THAT(tags(cem_), ElementsAre("kiln")) << "one account makes no trend";
  like(alice_, help);
  like(dia_, help);
  EXPECT_THAT(voices(), ElementsAre("bob@acme.example")) << "thirty posts nobody liked say less";
}

TEST_F(TopicStory, FourAccountsOfAStrangeHostCountAsThreeAndABlockedOneAsNone) {
  for (const auto& loud : loud_) mill_.post(loud, "#buy");
  for (const auto& colleague : {alice_, cem_, dia_}) design_.post(colleague, "#kiln");
  acme_.post(bob_, "#kiln");
  EXPECT_THAT(tags(cem_), ElementsAre("kiln", "buy"));
  design_.relate("mill.example", Relation::blocked);
  EXPECT_THAT(tags(cem_), ElementsAre("kiln"));
}

// A wave of accounts that were made this morning.
TEST_F(TopicStory, WhoCameThisMorningDoesNotCountYet) {
  for (const auto* name : {"fresh0", "fresh1", "fresh2"}) {
    const auto fresh = mill_.person(name);
    design_.follow(alice_, design_.meet(std::string(name) + "@mill.example"));
    world_.settle();
    mill_.post(fresh, "#buy");
  }
  EXPECT_THAT(tags(alice_), IsEmpty());
  world_.pass(days(1), hours(6));
  EXPECT_THAT(tags(alice_), ElementsAre("buy"));
}

}  // namespace
}  // namespace hallway
