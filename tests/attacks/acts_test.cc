// Attacks 17, 18, 36 and 39 as far as acts between people go: moving others, speaking through a
// group, learning who blocks whom, and unfollowing by a forged header.

#include "federation/block.h"
#include "federation/synchronize.h"
#include "storage/reports.h"
#include "tests/attacks/followed.h"

namespace hallway::test {
namespace {

using testing::IsEmpty;

class ActsAttack : public FollowedAttack {
 protected:
  [[nodiscard]] bool alice_follows(const std::string& whom) {
    const auto txn = victim_.node().read().value();
    const auto other = find_actor(txn, iri(whom)), alice = find_actor(txn, iri(victim_.alice()));
    return other && alice && follows(txn, alice->id, other->id);
  }
  void send(const OutboundRequest& request) {
    EXPECT_EQ(victim_.send(request).status, 202);
    EXPECT_TRUE(victim_.settle());
  }
};

using Attack17Acts = ActsAttack;
using Attack18Acts = ActsAttack;
using Attack36 = ActsAttack;
using Attack39 = ActsAttack;

// --- 17: moving what is not one's own

TEST_F(Attack17Acts, NobodyMovesAnothersFollowers) {
  for (const auto& whom : {carol_.iri, victim_.bob()}) {
    refused(victim_.post(activity_by(mallory_, "Move", whom, {{"target", mallory_.iri}}), mallory_),
            403, "may not move");
  }
  EXPECT_TRUE(alice_follows(carol_.iri));
}

TEST_F(Attack17Acts, NobodyIsLedToWhoDoesNotKnowTheMover) {
  // Carol does not say that she was mallory; a copy of hers elsewhere does.
  const auto liar = person_json(carol_.iri, "carol", carol_.sign.key.public_key());
  auto claims = liar;
  claims["alsoKnownAs"] = Json::array({mallory_.iri});
  evil_.put("/users/carol", claims);
  for (const auto& target : {good_.at("/users/dave"), evil_.at("/users/carol"), victim_.bob()}) {
    send(victim_.post(activity_by(mallory_, "Move", mallory_.iri, {{"target", target}}), mallory_));
    EXPECT_TRUE(alice_follows(mallory_.iri)) << target;
    EXPECT_FALSE(alice_follows(target)) << target;
  }
}

// --- 18: a wrapper is nobody's word but its own

TEST_F(Attack18Acts, AGroupSpeaksForNobody) {
  const auto note = note_by(carol_, good_.at("/notes/1"), {{"content", "<p>Forged.</p>"}});
  const auto carry = [&](std::string_view type, const Json& object) {
    return victim_.post(activity_by(mallory_, "Announce", activity_by(carol_, type, object)),
                        mallory_);
  };
  send(carry("Create", note));
  EXPECT_FALSE(victim_.find_post(good_.at("/notes/1"))) << "its origin has no such thing";
  good_.put("/notes/1", note_by(carol_, good_.at("/notes/1"), {{"content", "<p>Said.</p>"}}));
  send(carry("Create", note));
  ASSERT_TRUE(victim_.find_post(good_.at("/notes/1")));
  EXPECT_EQ(victim_.find_post(good_.at("/notes/1"))->content, "<p>Said.</p>");
  auto edited = note;
  edited["updated"] = "2099-01-01T00:00:00Z";
  send(carry("Update", edited));
  send(carry("Delete", good_.at("/notes/1")));
  const auto post = victim_.find_post(good_.at("/notes/1"));
  EXPECT_EQ(post->content, "<p>Said.</p>");
  EXPECT_FALSE(post->gone);
  for (const auto* type : {"Follow", "Block", "Flag", "Move", "Undo"}) {
    ignored(carry(type, victim_.alice()), "hands on");
  }
}

TEST_F(Attack18Acts, AForgedProofInsideIsNoProof) {
  auto like = activity_by(carol_, "Delete", carol_.iri);
  like["proof"] = {{"type", "DataIntegrityProof"},
                   {"cryptosuite", "eddsa-jcs-2022"},
                   {"proofPurpose", "assertionMethod"},
                   {"created", "2026-01-01T00:00:00Z"},
                   {"verificationMethod", carol_.iri + "#ed25519"},
                   {"proofValue", "z" + std::string(88, '2')}};
  send(victim_.post(activity_by(mallory_, "Announce", like), mallory_));
  EXPECT_FALSE(victim_.find_actor(carol_.iri)->gone);
  EXPECT_TRUE(alice_follows(carol_.iri));
}

// --- 36: who blocks whom is nobody's business

TEST_F(Attack36, WhoIsBlockedSeesWhatAnyRefusedSees) {
  const auto txn_actor = *victim_.find_actor(victim_.alice());
  const auto mallory = *victim_.find_actor(mallory_.iri);
  const auto blocked =
      victim_.node().act_as(txn_actor, [&](Local& local) { return block(local, mallory.id); });
  ASSERT_TRUE(blocked.ok());
  ASSERT_TRUE(victim_.settle());
  evil_.forget();
  send(victim_.post(activity_by(mallory_, "Follow", victim_.alice()), mallory_));
  ASSERT_EQ(evil_.asked("/users/mallory/inbox"), 1U);
  EXPECT_EQ(parse_json(evil_.seen().back().body)->at("type"), "Reject");
  const auto before = victim_.stored();
  EXPECT_EQ(victim_.get("/users/alice").status, 200) << "an actor is public";
  ignored(victim_.post(activity_by(mallory_, "Undo", activity_by(mallory_, "Block", mallory_.iri)),
                       mallory_),
          "undoes nothing");
  EXPECT_THAT(victim_.changes(before), IsEmpty());
}

TEST_F(Attack36, WhatOthersWroteToFewIsAsUnknown) {
  const auto few = good_.at("/notes/few");
  const auto note = note_by(carol_, few, {{"to", victim_.alice()}, {"cc", Json::array()}});
  send(victim_.post(activity_by(carol_, "Create", note), carol_));
  ASSERT_TRUE(victim_.find_post(few));
  for (const auto* type : {"Like", "EmojiReact"}) {
    for (const auto& target : {few, good_.at("/notes/none")}) {
      ignored(victim_.post(activity_by(mallory_, type, target, {{"content", "👍"}}), mallory_),
              "nothing known here");
      auto nameless = activity_by(mallory_, type, target);
      nameless.erase("id");
      refused(victim_.post(nameless, mallory_), 400, "no id");
    }
  }
  // What is unknown is asked for; either way the answer is the same.
  for (const auto& target : {few, good_.at("/notes/none")}) {
    send(victim_.post(activity_by(mallory_, "Announce", target), mallory_));
    send(victim_.post(
        activity_by(mallory_, "Announce", activity_by(carol_, "Create", {{"id", target}})),
        mallory_));
  }
  send(victim_.post(activity_by(carol_, "Like", few), carol_));
  EXPECT_EQ(victim_.stored().at("reactions"), 1U) << "its author knows it";
}

TEST_F(Attack36, AFloodOfReportsEnds) {
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(
        victim_.send(victim_.post(activity_by(mallory_, "Flag", victim_.alice()), mallory_)).status,
        202);
  }
  EXPECT_EQ(victim_.stored().at("reports"), 20U);
}

// --- 39: unfollowing by a header

TEST_F(Attack39, AForeignOrForgedListUnfollowsNobody) {
  const std::string digest(64, 'b');
  const auto with = [&](const std::string& collection, const std::string& url) {
    auto request = victim_.post(activity_by(mallory_, "Like", victim_.at("/nothing")), mallory_);
    request.headers.set(
        std::string(kSynchronizationHeader),
        "collectionId=\"" + collection + "\", url=\"" + url + "\", digest=\"" + digest + "\"");
    return request;
  };
  const auto own = mallory_.iri + "/followers";
  const auto fetches = victim_.stored().at("fetches");
  send(with(own, good_.at("/list")));
  send(with(good_.at("/users/carol/followers"), good_.at("/list")));
  send(with(good_.at("/users/carol/followers"), evil_.at("/list")));
  send(with(victim_.at("/users/alice/followers"), evil_.at("/list")));
  send(with("nonsense", "nonsense"));
  EXPECT_EQ(victim_.stored().at("fetches"), fetches) << "nothing is even looked at";
  send(with(own, evil_.at("/list")));
  send(with(own, evil_.at("/list?again")));
  EXPECT_EQ(victim_.stored().at("fetches"), fetches + 1) << "one look, later";
  EXPECT_TRUE(alice_follows(mallory_.iri));
  EXPECT_TRUE(alice_follows(carol_.iri));
  EXPECT_EQ(good_.asked("/list"), 0U);
}

}  // namespace
}  // namespace hallway::test
