// Attack 17: changes to what is somebody else's, by Mallory from another host and by Trudy from the
// same one, each with a signature of their own that is in order.

#include "federation/follow.h"
#include "federation/post.h"
#include "storage/pins.h"
#include "storage/reactions.h"
#include "tests/attacks/attack.h"

namespace hallway::test {
namespace {

using testing::IsEmpty;

// Carol wrote a post and answered it; she likes and boosts a post of Alice and follows her. Alice
// has asked to follow Carol.
class Attack17 : public Attack {
 protected:
  void SetUp() override {
    Attack::SetUp();
    auto document = person_json(carol_.iri, "carol", carol_.sign.key.public_key());
    document["featured"] = featured_;
    good_.put("/users/carol", document);
    for (const auto& stranger : {mallory_, trudy_, carol_}) victim_.meet(stranger);
    const auto alice = *victim_.find_actor(victim_.alice());
    const auto carol = *victim_.find_actor(carol_.iri);
    const auto post = victim_.node().act_as(
        alice, [](Local& local) { return publish(local, NewPost{.text = "Alice's words."}); });
    ASSERT_TRUE(post.ok());
    alices_post_ = post->iri.text();
    const auto asked =
        victim_.node().act_as(alice, [&](Local& local) { return follow(local, carol.id); });
    ASSERT_TRUE(asked.ok());
    asked_ = asked->iri.text();
    for (const auto& activity : {create_by(carol_, carols_note()),
                                 create_by(carol_, note_by(carol_, reply_, {{"inReplyTo", note_}})),
                                 activity_("Like", like_), activity_("Announce", boost_),
                                 activity_("Follow", follow_, victim_.alice())}) {
      taken(victim_.post(activity, carol_));
    }
    EXPECT_TRUE(victim_.settle());
  }
  // Whatever was tried, all is as Carol and Alice left it.
  void TearDown() override {
    const auto txn = victim_.node().read().value();
    const auto note = victim_.find_post(note_);
    ASSERT_TRUE(note.has_value());
    const auto carol = *victim_.find_actor(carol_.iri),
               alice = *victim_.find_actor(victim_.alice());
    EXPECT_EQ(note->content, "<p>Carol's words.</p>");
    EXPECT_EQ(note->author, carol.id);
    EXPECT_FALSE(note->gone || victim_.find_post(alices_post_)->gone);
    EXPECT_EQ(victim_.find_post(reply_)->parent, note->id);
    EXPECT_FALSE(carol.gone || alice.gone);
    EXPECT_EQ(carol.display_name, "carol");
    EXPECT_TRUE(carol.moved_to.empty());
    EXPECT_TRUE(find_reaction(txn, iri(like_)).has_value());
    EXPECT_TRUE(find_boost(txn, iri(boost_)).has_value());
    EXPECT_TRUE(follows(txn, carol.id, alice.id));
    const auto asked = find_follow(txn, alice.id, carol.id);
    EXPECT_TRUE(asked && asked->state == FollowState::pending);
    Attack::TearDown();
  }

  [[nodiscard]] Json carols_note(const Json& more = Json::object()) const {
    auto note =
        note_by(carol_, note_,
                {{"content", "<p>Carol's words.</p>"}, {"cc", Json::array({victim_.alice()})}});
    note.update(more);
    return note;
  }
  [[nodiscard]] Json activity_(std::string_view type, const std::string& id,
                               const std::string& object = {}) const {
    return activity_by(carol_, type, object.empty() ? alices_post_ : object, {{"id", id}});
  }
  [[nodiscard]] std::vector<Stranger> forgers() const { return {mallory_, trudy_}; }

  const Stranger mallory_ = evil_.put_person("mallory");
  const Stranger trudy_ = good_.put_person("trudy", test_key(KeyType::rsa, 1));
  const Stranger carol_ = good_.put_person("carol", test_key(KeyType::rsa, 2));
  const std::string note_ = good_.at("/notes/1"), reply_ = good_.at("/notes/2"),
                    like_ = good_.at("/likes/1"), boost_ = good_.at("/boosts/1"),
                    follow_ = good_.at("/follows/1"), featured_ = good_.at("/users/carol/featured");
  std::string alices_post_, asked_;
};

TEST_F(Attack17, NobodyEditsAnothersPost) {
  for (const auto& forger : forgers()) {
    SCOPED_TRACE(forger.iri);
    for (const auto& author : {carol_.iri, forger.iri}) {
      const auto forged = carols_note({{"content", "<p>Forged.</p>"}, {"attributedTo", author}});
      refused(victim_.post(activity_by(forger, "Update", forged), forger), 403, "may not");
    }
    const auto of_alice = note_by(forger, alices_post_, {{"content", "<p>Forged.</p>"}});
    refused(victim_.post(activity_by(forger, "Update", of_alice), forger), 403, "may not");
  }
  // The address alone tells nothing: on the same host it may be an honest reminder.
  refused(victim_.post(activity_by(mallory_, "Update", note_), mallory_), 403, "may not");
  ignored(victim_.post(activity_by(trudy_, "Update", note_), trudy_), "without its object");
}

TEST_F(Attack17, NobodyCreatesWhatAnotherHasWritten) {
  const auto forged = carols_note({{"content", "<p>Forged.</p>"}});
  const auto create = [&](const Stranger& forger) {
    return victim_.post(activity_by(forger, "Create", forged), forger);
  };
  refused(create(trudy_), 403, "may not speak for");
  ignored(create(mallory_), "concerns nobody");
  const auto fresh =
      note_by(carol_, good_.at("/notes/9"), {{"cc", Json::array({victim_.alice()})}});
  refused(victim_.post(activity_by(trudy_, "Create", fresh), trudy_), 403, "may not speak for");
  EXPECT_FALSE(victim_.find_post(good_.at("/notes/9")).has_value());
}

TEST_F(Attack17, NobodyEditsAnotherActor) {
  auto forged = person_json(carol_.iri, "carol", test_key(KeyType::rsa).public_key());
  forged["name"] = "Mallory was here";
  for (const auto& forger : forgers()) {
    SCOPED_TRACE(forger.iri);
    for (const auto& id : {carol_.iri, victim_.alice()}) {
      forged["id"] = id;
      refused(victim_.post(activity_by(forger, "Update", forged), forger), 403, "may not");
      refused(victim_.post(activity_by(forger, "Update", id), forger), 403, "may not");
    }
  }
  taken(victim_.post(activity_by(carol_, "Nod", victim_.alice()), carol_));  // her key still counts
}

TEST_F(Attack17, NobodyDeletesWhatIsAnothers) {
  for (const auto& forger : forgers()) {
    SCOPED_TRACE(forger.iri);
    for (const auto& post : {note_, alices_post_}) {
      for (const Json& object : {Json(post), Json{{"type", "Tombstone"}, {"id", post}},
                                 Json::array({post, forger.iri})}) {
        refused(victim_.post(activity_by(forger, "Delete", object), forger), 403, "may not delete");
      }
    }
    for (const auto& object : {carol_.iri, victim_.alice(), victim_.at("/actor"), like_, follow_}) {
      ignored(victim_.post(activity_by(forger, "Delete", object), forger), "deletes nothing");
    }
  }
}

TEST_F(Attack17, NobodyUndoesWhatAnotherDid) {
  for (const auto& forger : forgers()) {
    SCOPED_TRACE(forger.iri);
    for (const auto& done : {activity_("Like", like_), activity_("Announce", boost_),
                             activity_("Follow", follow_, victim_.alice())}) {
      const std::string id(find_string(done, "id").value_or(""));
      const auto undo = [&](const Json& object) {
        return victim_.post(activity_by(forger, "Undo", object), forger);
      };
      refused(undo(id), 403, "may not undo");
      refused(undo(done), 403, "may not undo");
      auto renamed = done;
      renamed["actor"] = forger.iri;
      refused(undo(renamed), 403, "may not undo");
      for (auto nameless : {renamed, done}) {
        nameless.erase("id");
        ignored(undo(nameless), "undoes nothing");
      }
    }
    refused(victim_.post(activity_by(forger, "Undo", asked_), forger), 403, "may not undo");
    for (const auto& object : {note_ + "/create", note_, victim_.alice()}) {
      ignored(victim_.post(activity_by(forger, "Undo", object), forger), "undoes nothing");
    }
  }
}

TEST_F(Attack17, NobodyAnswersARequestToAnother) {
  for (const auto& forger : forgers()) {
    SCOPED_TRACE(forger.iri);
    const Json whole = {
        {"id", asked_}, {"type", "Follow"}, {"actor", victim_.alice()}, {"object", carol_.iri}};
    auto nameless = whole, turned = whole, own = whole;
    nameless.erase("id");
    turned["object"] = forger.iri;
    own = {{"type", "Follow"}, {"actor", victim_.alice()}, {"object", forger.iri}};
    for (const Json& object : {Json(asked_), whole, nameless, turned, own, Json(follow_)}) {
      SCOPED_TRACE(dump_json(object));
      ignored(victim_.post(activity_by(forger, "Accept", object), forger), "no follow of ours");
      ignored(victim_.post(activity_by(forger, "Reject", object), forger), "no follow of ours");
    }
  }
}

TEST_F(Attack17, NobodyMovesOrBlocksInAnothersName) {
  for (const auto& forger : forgers()) {
    SCOPED_TRACE(forger.iri);
    const auto act = [&](std::string_view type) {
      const Json more = {{"target", forger.iri}, {"origin", carol_.iri}};
      return victim_.post(activity_by(forger, type, carol_.iri, more), forger);
    };
    refused(act("Move"), 403, "may not move");
    ignored(act("Block"), "a block of nobody here");
    // What this node does not act on is kept as it came, and changes nothing.
    taken(act("Leave"));
  }
}

TEST_F(Attack17, NobodyPinsOrUnpinsOnAnothersPage) {
  const auto by = [&](const Stranger& who, std::string_view type, const std::string& post) {
    return victim_.post(activity_by(who, type, post, {{"target", featured_}}), who);
  };
  const auto pinned = [&] {
    const auto carol = *victim_.find_actor(carol_.iri);
    return list_pins(victim_.node().read().value(), carol.id, 10);
  };
  taken(by(carol_, "Add", note_));
  const auto before = pinned();
  ASSERT_EQ(before.size(), 1U);
  for (const auto& [type, post] : {std::pair("Add", reply_), std::pair("Remove", note_)}) {
    refused(by(mallory_, type, post), 403, "may not change");
    // On the same host it may be the list of a team: kept as it came, and nothing is changed.
    taken(by(trudy_, type, post));
    EXPECT_EQ(pinned(), before) << type;
  }
}

TEST_F(Attack17, AnEditChangesNeitherAuthorNorThreadNorAudience) {
  for (const Json& author : {Json(trudy_.iri), Json(mallory_.iri), Json(victim_.alice()),
                             Json::array({trudy_.iri, carol_.iri}), Json(nullptr)}) {
    SCOPED_TRACE(dump_json(author));
    const auto edit = carols_note({{"attributedTo", author}, {"content", "<p>Given away.</p>"}});
    const auto answer = victim_.send(victim_.post(activity_by(carol_, "Update", edit), carol_));
    EXPECT_TRUE(answer.status == 400 || answer.status == 403) << answer.status;
  }
  const auto before = *victim_.find_post(note_);
  const auto moved = carols_note({{"inReplyTo", alices_post_},
                                  {"to", Json::array({victim_.bob()})},
                                  {"cc", Json::array()},
                                  {"context", good_.at("/elsewhere")},
                                  {"conversation", good_.at("/elsewhere")},
                                  {"published", "2001-01-01T00:00:00Z"}});
  taken(victim_.post(activity_by(carol_, "Update", moved), carol_));
  const auto after = *victim_.find_post(note_);
  EXPECT_EQ(after.in_reply_to, before.in_reply_to);
  EXPECT_EQ(after.parent, before.parent);
  EXPECT_EQ(after.context, before.context);
  EXPECT_EQ(after.visibility, before.visibility);
  EXPECT_EQ(after.to, before.to);
  EXPECT_EQ(after.published, before.published);
  EXPECT_EQ(count_replies(victim_.node().read().value(), victim_.find_post(alices_post_)->id), 0U);
}

}  // namespace
}  // namespace hallway::test
