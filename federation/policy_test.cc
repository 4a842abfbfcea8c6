#include "federation/policy.h"

#include <gtest/gtest.h>

#include "federation/actor.h"
#include "storage/follows.h"
#include "tests/support/store.h"

namespace hallway {
namespace {

const Time kPolicyDay = {1'790'000'000'000};

// A node with one author, one other person here, and two peers of each relation's kind.
class Policy : public test::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    author_ = put(local_actor(home_, "alice", kPolicyDay));
    reader_ = put(local_actor(home_, "bob", kPolicyDay));
    for (const auto* domain :
         {"sibling.example", "partner.example", "public.example", "blocked.example"}) {
      people_[domain] = put(remote(domain));
    }
    relate("sibling.example", Relation::sibling);
    relate("partner.example", Relation::partner);
    relate("public.example", Relation::public_);
    relate("blocked.example", Relation::blocked);
  }

  static Actor remote(const std::string& domain) {
    Actor actor;
    actor.iri = *Iri::parse("https://" + domain + "/users/eve");
    actor.inbox = *Iri::parse("https://" + domain + "/users/eve/inbox");
    actor.name = "eve";
    actor.domain = domain;
    return actor;
  }

  Actor put(Actor actor) {
    EXPECT_TRUE(
        writer_->apply([&](WriteTxn& txn) { return put_actor(txn, actor, kPolicyDay); }).ok());
    return actor;
  }

  void relate(const std::string& domain, Relation relation) {
    EXPECT_TRUE(writer_
                    ->apply([&](WriteTxn& txn) -> Result<void> {
                      auto peer = TRY(meet_peer(txn, *Domain::parse(domain), kPolicyDay));
                      peer.relation = relation;
                      return put_peer(txn, peer);
                    })
                    .ok());
  }

  void follow(const Actor& follower, FollowState state) {
    EXPECT_TRUE(writer_
                    ->apply([&](WriteTxn& txn) {
                      Follow f{.iri = *Iri::parse(follower.iri.text() + "/follow"),
                               .follower = follower.id,
                               .followee = author_.id,
                               .state = state,
                               .at = kPolicyDay};
                      return put_follow(txn, f);
                    })
                    .ok());
  }

  [[nodiscard]] Post post(Visibility visibility, Label label) const {
    Post p;
    p.author = author_.id;
    p.visibility = visibility;
    p.label = label;
    p.local = true;
    return p;
  }

  bool flows(const Post& p, const Destination& to) {
    const auto txn = store_->read();
    return may_flow(*txn, home_, p, to).allowed;
  }

  bool flows(const Post& p, const std::string& domain) {
    const Id there[] = {people_[domain].id};
    return flows(p, Destination::to_domain(*Domain::parse(domain), there));
  }

  Home home_ = *Home::of("design.example", /*https=*/true, Mode::allowlist);
  Actor author_, reader_;
  std::map<std::string, Actor> people_;
};

TEST_F(Policy, ALabelReachesAsFarAsTheTableOfTheDesignSays) {
  struct Row {
    Label label;
    bool sibling, partner, public_domain, anonymous;
  };
  constexpr Row kTable[] = {
      {Label::department, false, false, false, false},
      {Label::organization, true, false, false, false},
      {Label::partners, true, true, false, false},
      {Label::public_, true, true, true, true},
  };
  for (const auto& row : kTable) {
    const auto p = post(Visibility::public_, row.label);
    EXPECT_TRUE(flows(p, Destination::to_person(reader_.id))) << name_of(row.label);
    EXPECT_EQ(flows(p, "sibling.example"), row.sibling) << name_of(row.label);
    EXPECT_EQ(flows(p, "partner.example"), row.partner) << name_of(row.label);
    EXPECT_EQ(flows(p, "public.example"), row.public_domain) << name_of(row.label);
    EXPECT_EQ(flows(p, Destination::anybody()), row.anonymous) << name_of(row.label);
    EXPECT_FALSE(flows(p, "blocked.example")) << name_of(row.label);
    EXPECT_FALSE(flows(p, Destination::to_domain(*Domain::parse("stranger.example"), {})));
  }
}

TEST_F(Policy, InOpenModeAStrangerIsAPublicDomain) {
  home_.mode = Mode::open;
  const auto stranger = Destination::to_domain(*Domain::parse("stranger.example"), {});
  EXPECT_TRUE(flows(post(Visibility::public_, Label::public_), stranger));
  EXPECT_FALSE(flows(post(Visibility::public_, Label::partners), stranger));
}

TEST_F(Policy, AFollowersPostGoesOnlyWhereAnAcceptedFollowerIs) {
  const auto p = post(Visibility::followers, Label::public_);
  EXPECT_FALSE(flows(p, "partner.example"));
  follow(people_["partner.example"], FollowState::pending);
  EXPECT_FALSE(flows(p, "partner.example"));
  follow(people_["partner.example"], FollowState::accepted);
  EXPECT_TRUE(flows(p, "partner.example"));
  EXPECT_FALSE(flows(p, "sibling.example"));
  EXPECT_FALSE(flows(p, Destination::anybody()));
  EXPECT_FALSE(flows(p, Destination::to_person(reader_.id)));
  EXPECT_TRUE(flows(p, Destination::to_person(author_.id)));
}

TEST_F(Policy, AFollowerBeyondTheLabelGetsNothing) {
  follow(people_["public.example"], FollowState::accepted);
  EXPECT_FALSE(flows(post(Visibility::followers, Label::partners), "public.example"));
}

TEST_F(Policy, ADirectPostGoesToWhomItNames) {
  auto p = post(Visibility::direct, Label::public_);
  p.to = {reader_.iri.text(), people_["sibling.example"].iri.text()};
  EXPECT_TRUE(flows(p, Destination::to_person(reader_.id)));
  EXPECT_TRUE(flows(p, "sibling.example"));
  EXPECT_FALSE(flows(p, "partner.example"));
  EXPECT_FALSE(flows(p, Destination::anybody()));
}

TEST_F(Policy, WhatSomebodyElseAddressedToFewIsNotHandedOn) {
  follow(people_["partner.example"], FollowState::accepted);
  auto p = post(Visibility::followers, Label::public_);
  p.local = false;
  EXPECT_FALSE(flows(p, "partner.example"));
}

TEST_F(Policy, ASuspendedOrGoneAuthorsPostsStayOutByEveryDoor) {
  const auto p = post(Visibility::public_, Label::public_);
  for (const auto flag : {&Actor::suspended, &Actor::gone}) {
    Actor changed = author_;
    changed.*flag = true;
    put(changed);
    EXPECT_FALSE(flows(p, Destination::anybody()));
    EXPECT_FALSE(flows(p, Destination::to_person(reader_.id)));
    EXPECT_FALSE(flows(p, "sibling.example"));
    put(author_);
  }
}

TEST_F(Policy, ABlockOfAHostCoversEachOfItsPorts) {
  home_.mode = Mode::open;
  relate("[2001:db8::1]", Relation::blocked);
  relate("blocked.example:9443", Relation::partner);
  relate("public.example:8443", Relation::blocked);
  const auto p = post(Visibility::public_, Label::public_);
  const struct {
    const char* domain;
    bool talks;
  } kCases[] = {
      {"blocked.example", false},      {"blocked.example:8443", false},
      {"blocked.example:9443", false}, {"[2001:db8::1]:8443", false},
      {"public.example:8443", false},  {"public.example", true},
      {"public.example:9443", true},   {"partner.example:8443", true},
      {"design.example", true},
  };
  for (const auto& c : kCases) {
    const auto domain = *Domain::parse(c.domain);
    EXPECT_EQ(may_talk(read(), home_, domain).allowed, c.talks) << c.domain;
    EXPECT_EQ(flows(p, Destination::to_domain(domain, {})), c.talks) << c.domain;
  }
}

TEST_F(Policy, OfABlockedDomainNothingIsShownThatCameBefore) {
  auto there = people_["public.example"];
  auto p = post(Visibility::public_, Label::public_);
  p.author = there.id;
  p.local = false;
  p.iri = Iri::parse(there.iri.text() + "/notes/1").value();
  EXPECT_TRUE(flows(p, Destination::anybody()));
  EXPECT_TRUE(may_be_shown(read(), home_, there));
  relate("public.example", Relation::blocked);
  EXPECT_FALSE(flows(p, Destination::anybody()));
  EXPECT_FALSE(flows(p, Destination::to_person(reader_.id)));
  EXPECT_FALSE(may_be_shown(read(), home_, there));
  EXPECT_TRUE(may_be_shown(read(), home_, author_));
}

TEST_F(Policy, WhatIsOfSomebodySuspendedIsNotAskedFor) {
  home_.mode = Mode::open;
  Actor mallory;
  mallory.iri = Iri::parse("https://public.example/users/mallory").value();
  mallory.name = "mallory";
  mallory.domain = "public.example";
  mallory.suspended = true;
  put(mallory);
  const struct {
    const char* iri;
    bool asked;
  } kCases[] = {
      {"https://public.example/users/mallory", false},
      {"https://public.example/users/mallory#main-key", false},
      {"https://public.example/users/mallory/", false},
      {"https://public.example/users/mallory/notes/1?x=1", false},
      {"https://public.example/users/mallory/notes/1/activity", false},
      {"https://public.example/@mallory", false},
      {"https://public.example/@mallory/17", false},
      {"https://public.example/users/mallory2", true},
      {"https://public.example/users", true},
      {"https://public.example/", true},
      {"https://public.example", true},
      {"https://public.example/objects/17", true},
      {"https://public.example/@carol/17", true},
      {"https://partner.example/users/mallory", true},
      {"https://partner.example/@mallory", true},
      {"https://blocked.example/users/carol", false},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(may_ask(read(), home_, Iri::parse(c.iri).value()).allowed, c.asked) << c.iri;
  }
  mallory.suspended = false;
  put(mallory);
  EXPECT_TRUE(may_ask(read(), home_, mallory.iri));
}

TEST_F(Policy, OnlyThoseWithWhomLabelsWereAgreedCanNarrow) {
  EXPECT_EQ(label_of_remote(Relation::public_, Label::partners), Label::public_);
  EXPECT_EQ(label_of_remote(Relation::sibling, Label::organization), Label::organization);
  EXPECT_EQ(label_of_remote(Relation::partner, Label::partners), Label::partners);
  EXPECT_EQ(label_of_remote(Relation::partner, Label::organization), Label::department);
  EXPECT_EQ(label_of_remote(Relation::sibling, std::nullopt), Label::public_);
}

}  // namespace
}  // namespace hallway
