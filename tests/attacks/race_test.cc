// Attack 41: the same activity twice at once, by both inboxes, under one id with two bodies, with
// and without a fragment.

#include <set>
#include <thread>

#include "federation/post.h"
#include "storage/notifications.h"
#include "storage/reactions.h"
#include "tests/attacks/attack.h"

namespace hallway::test {
namespace {

using testing::IsEmpty;

class Attack41 : public Attack {
 protected:
  void SetUp() override {
    Attack::SetUp();
    victim_.meet(mallory_);
    evil_.forget();
  }

  // Sends each on a connection of its own, all at once; what is answered.
  std::multiset<int> all_at_once(const std::vector<OutboundRequest>& requests) {
    std::vector<int> statuses(requests.size());
    std::vector<std::thread> senders;
    for (size_t i = 0; i < requests.size(); ++i) {
      senders.emplace_back([&, i] { statuses[i] = victim_.send(requests[i]).status; });
    }
    for (auto& sender : senders) sender.join();
    return {statuses.begin(), statuses.end()};
  }
  // `copies` of it, by turns to the shared inbox and to Alice's, by turns in each way of signing.
  [[nodiscard]] std::vector<OutboundRequest> copies_of(const Json& activity, int copies) const {
    std::vector<OutboundRequest> requests;
    requests.reserve(static_cast<size_t>(copies));
    for (int i = 0; i < copies; ++i) {
      auto stranger = mallory_;
      stranger.sign.how = i % 4 < 2 ? Signing::cavage_rsa : Signing::rfc9421_rsa;
      requests.push_back(
          victim_.post(activity, stranger, i % 2 == 0 ? "/inbox" : "/users/alice/inbox"));
    }
    return requests;
  }
  [[nodiscard]] Json note(const std::string& id, const std::string& text = "Words.") const {
    return note_by(mallory_, id,
                   {{"content", "<p>" + text + "</p>"},
                    {"cc", Json::array({victim_.alice()})},
                    {"tag", {{{"type", "Mention"}, {"href", victim_.alice()}}}}});
  }
  [[nodiscard]] size_t notifications() {
    const auto txn = victim_.node().read().value();
    size_t count = 0;
    scan_notifications(txn, victim_.find_actor(victim_.alice())->id, Id{},
                       [&](const Notification&) { return ++count > 0; });
    return count;
  }
  [[nodiscard]] uint64_t log_end() { return victim_.stored().at("end of the log"); }

  const Stranger mallory_ = evil_.put_person("mallory");
};

TEST_F(Attack41, TheSameAtBothInboxesAtOnceIsStoredOnce) {
  const auto before = log_end();
  const auto statuses = all_at_once(copies_of(create_by(mallory_, note(evil_.at("/notes/1"))), 32));
  EXPECT_EQ(statuses.count(202), 32U);
  EXPECT_EQ(log_end(), before + 1);
  EXPECT_EQ(victim_.stored().at("posts"), 1U);
  EXPECT_EQ(notifications(), 1U);
}

TEST_F(Attack41, EveryKindOfActivityIsDoneOnce) {
  const auto alice = *victim_.find_actor(victim_.alice());
  const auto post = victim_.node().act_as(
      alice, [](Local& local) { return publish(local, NewPost{.text = "Mine."}); });
  ASSERT_TRUE(post.ok());
  for (const auto* type : {"Like", "Announce", "Follow", "Strange"}) {
    SCOPED_TRACE(type);
    ASSERT_TRUE(victim_.settle());
    const auto before = victim_.stored();
    const auto told = notifications();
    const bool follow = std::string_view(type) == "Follow";
    const bool strange = std::string_view(type) == "Strange";
    const auto activity = activity_by(mallory_, type, follow ? victim_.alice() : post->iri.text());
    EXPECT_EQ(all_at_once(copies_of(activity, 16)).count(202), 16U);
    ASSERT_TRUE(victim_.settle());
    // A Follow is answered, and the Accept is an entry of its own.
    EXPECT_EQ(log_end(), before.at("end of the log") + (follow ? 2 : 1));
    EXPECT_EQ(notifications(), told + (strange ? 0 : 1));
    EXPECT_EQ(evil_.asked("/users/mallory/inbox"), follow ? 1U : 0U);
    evil_.forget();
  }
  const auto txn = victim_.node().read().value();
  EXPECT_EQ(count_reactions(txn, post->id), 1U);
  EXPECT_EQ(count_boosts(txn, post->id), 1U);
  EXPECT_EQ(count_followers(txn, alice.id), 1U);
}

TEST_F(Attack41, OneIdWithManyBodiesAtOnceIsOneOfThem) {
  const auto before = log_end();
  std::vector<OutboundRequest> requests;
  requests.reserve(16);
  for (int i = 0; i < 16; ++i) {
    const auto number = std::to_string(i);
    const auto activity =
        activity_by(mallory_, "Create", note(evil_.at("/notes/" + number), number),
                    {{"id", evil_.at("/activities/1")}});
    requests.push_back(victim_.post(activity, mallory_));
  }
  EXPECT_EQ(all_at_once(requests).count(202), 16U);
  EXPECT_EQ(log_end(), before + 1);
  EXPECT_EQ(victim_.stored().at("posts"), 1U);
  EXPECT_EQ(notifications(), 1U);
}

TEST_F(Attack41, AnIdThatWasSeenMeansNothingElseLater) {
  const auto id = evil_.at("/activities/1");
  const auto as = [&](const char* type, const Json& object) {
    return victim_.post(activity_by(mallory_, type, object, {{"id", id}}), mallory_);
  };
  taken(as("Create", note(evil_.at("/notes/1"), "first")));
  ignored(as("Create", note(evil_.at("/notes/1"), "second")), "outcome=seen_before");
  ignored(as("Create", note(evil_.at("/notes/2"))), "outcome=seen_before");
  ignored(as("Update", note(evil_.at("/notes/1"), "second")), "outcome=seen_before");
  ignored(as("Delete", evil_.at("/notes/1")), "outcome=seen_before");
  ignored(as("Follow", victim_.alice()), "outcome=seen_before");
  EXPECT_EQ(victim_.find_post(evil_.at("/notes/1"))->content, "<p>first</p>");
}

TEST_F(Attack41, OneObjectInManyActivitiesIsStoredOnce) {
  const auto before = log_end();
  std::vector<OutboundRequest> requests;
  requests.reserve(16);
  for (int i = 0; i < 16; ++i) {
    requests.push_back(victim_.post(
        activity_by(mallory_, "Create", note(evil_.at("/notes/1"), std::to_string(i))), mallory_));
  }
  EXPECT_EQ(all_at_once(requests).count(202), 16U);
  EXPECT_EQ(log_end(), before + 1);
  EXPECT_EQ(victim_.stored().at("posts"), 1U);
  EXPECT_EQ(notifications(), 1U);
}

// A request that creates and one that deletes, at once: in whichever order, the post is gone in the
// end or was never there to be deleted; never half of either.
TEST_F(Attack41, CreateAndDeleteAtOnceLeaveAWholePostOrATombstone) {
  for (int round = 0; round < 8; ++round) {
    const auto id = evil_.at("/notes/" + std::to_string(round));
    const auto create = victim_.post(create_by(mallory_, note(id)), mallory_);
    const auto erase = victim_.post(activity_by(mallory_, "Delete", id), mallory_);
    EXPECT_EQ(all_at_once({create, erase, create, erase}).count(202), 4U);
    const auto post = victim_.find_post(id);
    ASSERT_TRUE(post.has_value());
    EXPECT_EQ(post->content.empty(), post->gone);
    // What came to nothing was not marked as seen: said again, the deletion holds for good.
    EXPECT_EQ(victim_.send(victim_.post(activity_by(mallory_, "Delete", id), mallory_)).status,
              202);
    EXPECT_TRUE(victim_.find_post(id)->gone);
    ignored(create, "outcome=seen_before");
  }
}

// Follows and reactions of Mastodon have ids that differ in nothing but the fragment.
TEST_F(Attack41, IdsThatDifferInTheFragmentAreDifferent) {
  const auto base = mallory_.iri;
  const auto with = [&](const std::string& fragment, const char* text) {
    return victim_.post(activity_by(mallory_, "Create", note(evil_.at("/notes/" + fragment), text),
                                    {{"id", base + "#" + fragment}}),
                        mallory_);
  };
  taken(with("creates/1", "one"));
  taken(with("creates/2", "two"));
  ignored(with("creates/1", "three"), "outcome=seen_before");
  EXPECT_EQ(victim_.stored().at("posts"), 2U);
  // A follow that was undone may be asked again under another fragment, not under the same.
  const auto follow = [&](const std::string& fragment) {
    return activity_by(mallory_, "Follow", victim_.alice(), {{"id", base + "#" + fragment}});
  };
  taken(victim_.post(follow("follows/1"), mallory_));
  taken(victim_.post(activity_by(mallory_, "Undo", follow("follows/1")), mallory_));
  ignored(victim_.post(follow("follows/1"), mallory_), "outcome=seen_before");
  EXPECT_EQ(victim_.stored().at("follows"), 0U);
  taken(victim_.post(follow("follows/2"), mallory_));
  EXPECT_EQ(victim_.stored().at("follows"), 1U);
}

TEST_F(Attack41, AFragmentHidesNeitherActorNorPost) {
  taken(victim_.post(create_by(mallory_, note(evil_.at("/notes/1"), "plain")), mallory_));
  const auto hidden = note(evil_.at("/notes/1#again"), "with a fragment");
  taken(victim_.post(create_by(mallory_, hidden), mallory_));
  EXPECT_EQ(victim_.find_post(evil_.at("/notes/1"))->content, "<p>plain</p>");
  // An edit or a deletion of the one is none of the other.
  taken(victim_.post(activity_by(mallory_, "Delete", evil_.at("/notes/1#again")), mallory_));
  EXPECT_FALSE(victim_.find_post(evil_.at("/notes/1"))->gone);
  ignored(victim_.post(activity_by(mallory_, "Delete", mallory_.iri + "#self"), mallory_),
          "deletes nothing");
  EXPECT_FALSE(victim_.find_actor(mallory_.iri)->gone);
}

TEST_F(Attack41, AStrangersFirstWordsAtOnceCostOneFetch) {
  const auto newcomer = evil_.put_person("newcomer");
  const auto before = log_end();
  std::vector<OutboundRequest> requests;
  requests.reserve(16);
  for (int i = 0; i < 16; ++i) {
    requests.push_back(victim_.post(activity_by(newcomer, "Nod", victim_.alice()), newcomer,
                                    i % 2 == 0 ? "/inbox" : "/users/alice/inbox"));
  }
  EXPECT_EQ(all_at_once(requests).count(202), 16U);
  EXPECT_EQ(evil_.asked("/users/newcomer"), 1U);
  EXPECT_EQ(log_end(), before + 16);
}

TEST_F(Attack41, TheSameWithoutAnIdAtOnceIsDoneOnce) {
  const auto before = log_end();
  const auto nod = activity_by(mallory_, "Nod", victim_.alice(), {{"id", nullptr}});
  const std::vector<OutboundRequest> copies(16, victim_.post(nod, mallory_));
  EXPECT_EQ(all_at_once(copies).count(202), 16U);
  EXPECT_EQ(log_end(), before + 1);
}

}  // namespace
}  // namespace hallway::test
