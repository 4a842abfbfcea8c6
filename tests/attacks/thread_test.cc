// Attacks 18, 30, 32, 36 and 37, by threads: what a hostile host names, never ends, says of others
// or is not meant to see.

#include "federation/fetch_budget.h"
#include "federation/post.h"
#include "storage/fetches.h"
#include "storage/log.h"
#include "tests/attacks/attack.h"
#include "tests/support/signed_request.h"

namespace hallway::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Le;
using testing::Not;

class ThreadAttack : public Attack {
 protected:
  void SetUp() override {
    Attack::SetUp();
    for (const auto& stranger : {mallory_, carol_}) victim_.meet(stranger);
  }
  // Mallory's post whose replies stand at `replies`, as Alice found it; returns its id here.
  std::string bait(const std::string& path = "/notes/1", const std::string& replies = "/replies") {
    evil_.put(path, note_by(mallory_, evil_.at(path), {{"replies", evil_.at(replies)}}));
    EXPECT_EQ(victim_.search(evil_.at(path)).at("statuses").size(), 1U);
    evil_.forget();
    good_.forget();
    return to_string(victim_.find_post(evil_.at(path))->id);
  }
  void look(const std::string& id) {
    const auto answer = victim_.get("/api/v1/statuses/" + id + "/context");
    EXPECT_EQ(answer.status, 200) << answer.body;
    victim_.node().writer().drain();  // what is to be fetched is written down after the answer
    EXPECT_TRUE(victim_.settle());
  }
  static Json page(const std::string& id, const Json& items, const Json& next = nullptr) {
    Json out{{"id", id}, {"type", "CollectionPage"}, {"items", items}};
    if (!next.is_null()) out["next"] = next;
    return out;
  }
  // A reply of Carol's to Mallory's bait.
  Json carols_reply(const std::string& path) {
    auto note = note_by(carol_, good_.at(path), {{"inReplyTo", evil_.at("/notes/1")}});
    good_.put(path, note);
    return note;
  }

  const Stranger mallory_ = evil_.put_person("mallory");
  const Stranger carol_ = good_.put_person("carol", test_key(KeyType::rsa, 1));
};

using Attack18Threads = ThreadAttack;
using Attack30 = ThreadAttack;
using Attack32 = ThreadAttack;
using Attack37Threads = ThreadAttack;

// --- 18: inlined objects

TEST_F(Attack18Threads, WhatAThreadCarriesInlineIsAskedOfItsOrigin) {
  const auto id = bait();
  auto forged = carols_reply("/notes/2");
  forged["content"] = "<p>Give Mallory your password.</p>";
  auto invented = forged;
  invented["id"] = good_.at("/notes/3");
  evil_.put("/replies", page(evil_.at("/replies"), {forged, invented}));
  look(id);
  EXPECT_EQ(victim_.find_post(good_.at("/notes/2"))->content, "<p>Words.</p>");
  EXPECT_FALSE(victim_.find_post(good_.at("/notes/3")));
}

// --- 30: what never ends

TEST_F(Attack30, ACollectionWithoutEndIsReadForTenPages) {
  const auto id = bait();
  evil_.put("/replies", page(evil_.at("/replies"), Json::array(), evil_.at("/p/1")));
  for (int n = 1; n < 40; ++n) {
    const auto at = "/p/" + std::to_string(n);
    evil_.put(at, page(evil_.at(at), {evil_.at("/none/" + std::to_string(n))},
                       evil_.at("/p/" + std::to_string(n + 1))));
  }
  look(id);
  EXPECT_EQ(evil_.asked("/p/9"), 1U);
  EXPECT_EQ(evil_.asked("/p/10"), 0U);
}

TEST_F(Attack30, ACollectionThatLinksToItselfOrRoundIsReadOnce) {
  const auto id = bait();
  evil_.put("/replies", page(evil_.at("/replies"), Json::array(), evil_.at("/replies")));
  look(id);
  EXPECT_EQ(evil_.asked("/replies"), 1U);
}

TEST_F(Attack30, PagesThatLeadRoundEnd) {
  const auto id = bait();
  evil_.put("/replies", page(evil_.at("/replies"), Json::array(), evil_.at("/round")));
  evil_.put("/round", page(evil_.at("/round"), Json::array(), evil_.at("/replies")));
  look(id);
  EXPECT_THAT(evil_.asked(), Le(10U));
}

TEST_F(Attack30, RepliesOfRepliesEnd) {
  const auto id = bait();
  const auto path = [](int n) { return "/r/" + std::to_string(n); };
  evil_.put("/replies", page(evil_.at("/replies"), {evil_.at(path(1))}));
  for (int n = 1; n < 12; ++n) {
    const auto above = n == 1 ? evil_.at("/notes/1") : evil_.at(path(n - 1));
    const auto replies = path(n) + "/replies";
    evil_.put(path(n), note_by(mallory_, evil_.at(path(n)),
                               {{"inReplyTo", above}, {"replies", evil_.at(replies)}}));
    evil_.put(replies, page(evil_.at(replies), {evil_.at(path(n + 1))}));
  }
  look(id);
  EXPECT_TRUE(victim_.find_post(evil_.at(path(5))));
  EXPECT_EQ(evil_.asked(path(6)), 0U);
}

TEST_F(Attack30, AChainOfParentsWithoutEndIsFollowedForTwentySteps) {
  const auto path = [](int n) { return "/up/" + std::to_string(n); };
  for (int n = 0; n < 60; ++n) {
    evil_.put(path(n),
              note_by(mallory_, evil_.at(path(n)), {{"inReplyTo", evil_.at(path(n + 1))}}));
  }
  const auto note =
      note_by(mallory_, evil_.at(path(0)),
              {{"inReplyTo", evil_.at(path(1))}, {"to", Json::array({victim_.alice()})}});
  taken(victim_.post(create_by(mallory_, note), mallory_));
  ASSERT_TRUE(victim_.settle());
  EXPECT_EQ(evil_.asked(path(20)), 1U);
  EXPECT_EQ(evil_.asked(path(21)), 0U);
}

TEST_F(Attack30, AFarmOfHostsUnderOneNameHasOneBudget) {
  Host farm("127.0.54.7", "a0.farm.test");
  // Two threads, each of which may ask for 60.
  for (const std::string thread : {"1", "2"}) {
    const auto id = bait("/notes/" + thread, "/replies/" + thread);
    Json items = Json::array();
    for (int n = 1; n <= 100; ++n) {
      const auto name = "a" + thread + "x" + std::to_string(n) + ".farm.test";
      outside::name(name, {"127.0.54.7"});
      items.push_back("http://" + name + ":" + std::to_string(farm.port()) + "/notes/" +
                      std::to_string(n));
    }
    evil_.put("/replies/" + thread, page(evil_.at("/replies/" + thread), items));
    look(id);
  }
  EXPECT_THAT(farm.asked(), testing::Gt(60U));
  EXPECT_THAT(farm.asked(), Le(size_t{FetchBudget::kMostPerSite}));
}

TEST_F(Attack30, WhatIsOnlyToldOfNeverFillsWhatWaits) {
  bait();
  const auto tell = [&](int n) {
    const auto note = note_by(carol_, good_.at("/none/" + std::to_string(n)),
                              {{"inReplyTo", evil_.at("/notes/1")}});
    EXPECT_EQ(victim_.send(victim_.post(create_by(carol_, note), mallory_)).status, 202);
  };
  const auto waiting = [&] { return victim_.node().read()->count(Table::fetches); };
  for (int n = 0; n < 130; ++n) tell(n);
  EXPECT_THAT(waiting(), Le(FetchBudget::kMostHeard));
  ASSERT_TRUE(victim_.settle());
  EXPECT_THAT(good_.asked(), Le(FetchBudget::kMostHeard));
}

TEST_F(Attack30, WhileMuchWaitsNobodyIsListenedTo) {
  bait();
  ASSERT_TRUE(victim_.settle());
  const auto now = victim_.node().now();
  const auto filled = victim_.node().writer().apply([&](WriteTxn& txn) -> Result<void> {
    for (int n = 0; n < 500; ++n) {
      TRY(add_fetch(txn, {.iri = iri(good_.at("/later/" + std::to_string(n))),
                          .next = now + hours(1),
                          .created = now}));
    }
    return {};
  });
  ASSERT_TRUE(filled.ok());
  const auto note = note_by(carol_, good_.at("/none"), {{"inReplyTo", evil_.at("/notes/1")}});
  ignored(victim_.post(create_by(carol_, note), mallory_), "much else waits");
}

TEST_F(Attack30, OneActivityMakesTwoFetchesWhateverItNames) {
  Json tags = Json::array(), to = Json::array({victim_.alice()});
  for (int n = 0; n < 100; ++n) {
    to.push_back(good_.at("/users/x" + std::to_string(n)));
    tags.push_back({{"type", "Mention"}, {"href", good_.at("/users/y" + std::to_string(n))}});
  }
  good_.forget();
  const auto note = note_by(mallory_, evil_.at("/notes/9"),
                            {{"to", to},
                             {"tag", tags},
                             {"inReplyTo", good_.at("/notes/8")},
                             {"replies", evil_.at("/replies")},
                             {"context", evil_.at("/context")},
                             {"quoteUrl", good_.at("/notes/7")}});
  taken(victim_.post(create_by(mallory_, note), mallory_));
  ASSERT_TRUE(victim_.settle());
  EXPECT_EQ(good_.asked(), 2U) << "the post that it answers and the one that it quotes";
  EXPECT_EQ(evil_.asked("/replies") + evil_.asked("/context"), 0U) << "before somebody looks";
}

// --- 32: deletions

TEST_F(Attack32, AStormOfStrangersFarewellsCostsNothing) {
  ASSERT_TRUE(victim_.settle());
  const auto before = victim_.stored();
  evil_.forget();
  for (int n = 0; n < 200; ++n) {
    const Stranger gone{evil_.at("/users/gone" + std::to_string(n)), mallory_.sign};
    EXPECT_EQ(victim_.send(victim_.post(activity_by(gone, "Delete", gone.iri), gone)).status, 202);
  }
  EXPECT_EQ(evil_.asked(), 0U);
  EXPECT_THAT(victim_.changes(before), IsEmpty());
}

TEST_F(Attack32, WhoIsOnlyAwayIsNotDeleted) {
  for (const int status : {404, 403, 500}) {
    evil_.put("/users/mallory", Response{.status = status});
    evil_.forget();
    taken(victim_.post(activity_by(mallory_, "Update", mallory_.iri), mallory_));
    EXPECT_TRUE(victim_.settle());
    EXPECT_GE(evil_.asked("/users/mallory"), 1U) << status;
    EXPECT_FALSE(victim_.find_actor(mallory_.iri)->gone) << status;
  }
}

TEST_F(Attack32, AnActorThatAnswers410IsDeleted) {
  evil_.put("/users/mallory", Response{.status = 410});
  taken(victim_.post(activity_by(mallory_, "Update", mallory_.iri), mallory_));
  EXPECT_TRUE(victim_.settle());
  EXPECT_TRUE(victim_.find_actor(mallory_.iri)->gone);
}

TEST_F(Attack32, AForgedForwardedDeletionErasesNothing) {
  bait();
  carols_reply("/notes/2");
  ASSERT_EQ(victim_.search(good_.at("/notes/2")).at("statuses").size(), 1U);
  const auto forged = activity_by(carol_, "Delete", good_.at("/notes/2"));
  good_.forget();
  EXPECT_EQ(victim_.send(victim_.post(forged, mallory_)).status, 202);
  ASSERT_TRUE(victim_.settle());
  EXPECT_EQ(good_.asked("/notes/2"), 1U) << "its origin is asked";
  EXPECT_FALSE(victim_.find_post(good_.at("/notes/2"))->gone);
  good_.put("/notes/2", Response{.status = 404});
  EXPECT_EQ(victim_.send(victim_.post(forged, mallory_)).status, 202);
  ASSERT_TRUE(victim_.settle());
  EXPECT_FALSE(victim_.find_post(good_.at("/notes/2"))->gone) << "404 is no deletion";
  // Of an account, nobody's word but its own counts.
  refused(victim_.post(activity_by(carol_, "Delete", carol_.iri), mallory_), 401, "proof");
  good_.put("/notes/2", Response{.status = 410});
  EXPECT_EQ(victim_.send(victim_.post(forged, mallory_)).status, 202);
  ASSERT_TRUE(victim_.settle());
  EXPECT_TRUE(victim_.find_post(good_.at("/notes/2"))->gone);
}

// --- 36: what is for followers

class FollowersOnly : public ThreadAttack {
 protected:
  void SetUp() override {
    ThreadAttack::SetUp();
    const auto alice = *victim_.find_actor(victim_.alice());
    const auto made = victim_.node().act_as(alice, [](Local& local) {
      return publish(local, NewPost{.text = "Psst.", .visibility = Visibility::followers});
    });
    ASSERT_TRUE(made.ok());
    secret_ = *made;
  }
  // Every door at which a node could ask for it.
  [[nodiscard]] std::vector<std::string> doors() const {
    const std::string path(secret_.iri.path());
    return {path,
            path + "/activity",
            path + "/replies",
            path + "/context",
            path + "/context?page=0",
            path + "/likes",
            "/users/alice/outbox?page=0",
            "/users/alice/collections/featured?page=0",
            "/@alice/" + to_string(secret_.id)};
  }
  void leaks_nothing_to(const Stranger& who) {
    for (const auto& door : doors()) {
      EXPECT_THAT(victim_.get_as(who, door).body, Not(HasSubstr("Psst."))) << door;
      EXPECT_THAT(victim_.get_as(who, door).body,
                  Not(HasSubstr("/statuses/" + to_string(secret_.id))))
          << door;
    }
  }
  Post secret_;
};
using Attack36Doors = FollowersOnly;

TEST_F(Attack36Doors, AFollowThatWasOnlyAskedForOpensNothing) {
  victim_.put_follow(iri(mallory_.iri), iri(victim_.alice()), FollowState::pending,
                     iri(evil_.at("/follows/1")));
  leaks_nothing_to(mallory_);
  leaks_nothing_to(carol_);
}

TEST_F(Attack36Doors, AnAcceptOfOnesOwnFollowOpensNothing) {
  victim_.put_follow(iri(mallory_.iri), iri(victim_.alice()), FollowState::pending,
                     iri(evil_.at("/follows/1")));
  const Json follow = {{"id", evil_.at("/follows/1")},
                       {"type", "Follow"},
                       {"actor", mallory_.iri},
                       {"object", victim_.alice()}};
  const auto answer = victim_.send(victim_.post(activity_by(mallory_, "Accept", follow), mallory_));
  EXPECT_TRUE(answer.status == 202 || answer.status == 403) << answer.status;
  leaks_nothing_to(mallory_);
}

TEST_F(Attack36Doors, WhatAFollowerReadIsNotServedToTheNext) {
  victim_.put_follow(iri(carol_.iri), iri(victim_.alice()), FollowState::accepted,
                     iri(good_.at("/follows/1")));
  const auto path = std::string(secret_.iri.path());
  const auto seen = victim_.get_as(carol_, path);
  EXPECT_EQ(seen.status, 200);
  EXPECT_THAT(seen.body, HasSubstr("Psst."));
  EXPECT_THAT(seen.headers.at("vary"), HasSubstr("Signature"));
  EXPECT_THAT(seen.headers.at("cache-control"), HasSubstr("private"));
  leaks_nothing_to(mallory_);
}

TEST_F(Attack36Doors, HiddenAndAbsentLookAlikeAtEveryDoor) {
  const auto id = to_string(secret_.id);
  for (const auto* end : {"", "/activity", "/replies", "/context", "/likes", "/shares"}) {
    const auto hidden = victim_.get_as(mallory_, "/users/alice/statuses/" + id + end);
    const auto absent = victim_.get_as(mallory_, "/users/alice/statuses/1" + std::string(end));
    EXPECT_EQ(hidden.status, 404) << end;
    EXPECT_EQ(absent.status, 404) << end;
    EXPECT_EQ(hidden.body, absent.body) << end;
  }
}

// --- 37: the suspended

TEST_F(Attack37Threads, TheSuspendedDoNotComeInByAThread) {
  const auto suspended = victim_.node().writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto carol = hallway::find_actor(txn, iri(carol_.iri)).value();
    carol.suspended = true;
    return put_actor(txn, carol, victim_.node().now());
  });
  ASSERT_TRUE(suspended.ok());
  const auto id = bait();
  carols_reply("/notes/2");
  evil_.put("/replies", page(evil_.at("/replies"), {good_.at("/notes/2")}));
  look(id);
  EXPECT_EQ(good_.asked("/notes/2"), 1U);
  EXPECT_FALSE(victim_.find_post(good_.at("/notes/2")));
  EXPECT_THAT(victim_.search(good_.at("/notes/2")).at("statuses"), IsEmpty())
      << "nor by its address";
}

}  // namespace
}  // namespace hallway::test
