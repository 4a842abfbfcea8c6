// What people do where they work, between a department, its sister and a partner.

#include <gmock/gmock.h>

#include "federation/skills.h"
#include "tests/support/world.h"

namespace hallway::test {
namespace {

class ProfilesTravel : public testing::Test {
 protected:
  void SetUp() override {
    for (auto* one : {&sister_, &partner_}) {
      one->relate("design.example", one == &sister_ ? Relation::sibling : Relation::partner);
    }
    design_.relate("sister.example", Relation::sibling);
    design_.relate("partner.example", Relation::partner);
    change({.title = "Potter", .skills = std::vector<std::string>{"Kiln firing"}});
  }
  void change(const WorkChange& work) {
    design_.act(alice_, [&](Local& local) { return update_profile(local, {.work = work}); });
    world_.settle();
  }
  static WorkProfile known(Town& town) {
    const auto txn = town.node().read();
    const auto alice = find_actor_by_handle(*txn, "alice", "design.example");
    return alice ? alice->work : WorkProfile();
  }
  size_t endorsements() {
    const auto txn = design_.node().read();
    const auto skills =
        skills_of(*txn, design_.node().home(), find_actor(*txn, alice_.id).value_or(Actor()));
    return skills.empty() ? 0 : skills.front().endorsements;
  }

  World world_;
  Town& design_ = world_.town("design.example");
  Town& sister_ = world_.town("sister.example");
  Town& partner_ = world_.town("partner.example");
  Actor alice_ = design_.person("alice");
  Actor bob_ = sister_.person("bob");
  Actor carol_ = partner_.person("carol");
};

TEST_F(ProfilesTravel, WhoeverAsksReadsWhatReachesTheirNode) {
  sister_.meet("alice@design.example");
  partner_.meet("alice@design.example");
  EXPECT_EQ(known(sister_).title, "Potter");
  EXPECT_TRUE(known(partner_).empty());
}

TEST_F(ProfilesTravel, AChangeReachesFollowersAsFarAsItIsTold) {
  sister_.follow(bob_, sister_.meet("alice@design.example"));
  partner_.follow(carol_, partner_.meet("alice@design.example"));
  world_.settle();
  change({.title = "Head of the kiln"});
  EXPECT_EQ(known(sister_).title, "Head of the kiln");
  EXPECT_TRUE(known(partner_).empty());
  change({.reach = Label::partners});
  EXPECT_EQ(known(partner_).title, "Head of the kiln");
  change({.reach = Label::department});
  EXPECT_TRUE(known(sister_).empty()) << "told no more, it is forgotten";
  EXPECT_TRUE(known(partner_).empty());
}

TEST_F(ProfilesTravel, AColleagueOfTheSisterEndorsesASkill) {
  const auto there = sister_.meet("alice@design.example");
  design_.meet("bob@sister.example");
  sister_.act(bob_, [&](Local& local) { return endorse_skill(local, there.id, "kiln firing"); });
  world_.settle();
  EXPECT_EQ(endorsements(), 1U);
  sister_.act(bob_, [&](Local& local) { return unendorse_skill(local, there.id, "Kiln firing"); });
  world_.settle();
  EXPECT_EQ(endorsements(), 0U);
}

}  // namespace
}  // namespace hallway::test
