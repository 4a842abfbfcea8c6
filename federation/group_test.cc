#include "federation/group.h"

#include <gmock/gmock.h>

#include "federation/timeline.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A group elsewhere that alice follows, and members of it on a host of their own.
class GroupTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    group_ = put_remote("lathes", "groups.example");
    group_.type = "Group";
    put(group_);
    befriend(alice_, group_);
    site_.put_person("eve", key_.public_key());
    site_.put_person("mallory", key_.public_key());
  }
  Json handed(const std::string& type, const Json& object, const Actor& by) {
    return activity(group_, "Announce", activity(by, type, object));
  }
  // As its own host has it.
  Json publish_there(Json object) {
    site_.put(iri(*find_string(object, "id")).path(), object);
    return object;
  }
  static std::string id_of(const Json& object) { return std::string(*find_string(object, "id")); }
  void work() {
    for (int i = 0; i < 5; ++i) catch_up_->run_due(16);
  }
  [[nodiscard]] size_t at_home() const {
    return home_timeline(read(), home_, alice_.id, {}).size();
  }

  const PrivateKey& key_ = test_key(KeyType::rsa, 0);
  Actor group_;
  Site site_{net_, "https://remote.example"};
};

TEST_F(GroupTest, APostHandedOnIsABoostOfWhatItsOriginSays) {
  auto object = publish_there(note(eve_, "<p>as its origin has it</p>"));
  auto claimed = object;
  claimed["content"] = "<p>put into her mouth</p>";
  EXPECT_EQ(outcome(group_, handed("Create", claimed, eve_)), Outcome::taken);
  EXPECT_FALSE(knows(id_of(object)));
  EXPECT_THAT(to_fetch(), ElementsAre(id_of(object)));
  work();
  const auto post = post_at(id_of(object));
  EXPECT_EQ(post.content, "<p>as its origin has it</p>");
  EXPECT_EQ(post.author, eve_.id);
  EXPECT_TRUE(find_boost(read(), post.id, group_.id));
  EXPECT_EQ(at_home(), 1U);
  // Lemmy announces the post itself beside its Create.
  outcome(group_, activity(group_, "Announce", id_of(object)));
  EXPECT_EQ(at_home(), 1U);
}

TEST_F(GroupTest, AReplyHandedOnJoinsItsThreadAndIsNoBoost) {
  const auto question = post(alice_, "Who knows?");
  auto object = note(eve_, "<p>I do</p>");
  object["inReplyTo"] = question.iri.text();
  publish_there(object);
  EXPECT_EQ(outcome(group_, handed("Create", object, eve_)), Outcome::taken);
  work();
  EXPECT_EQ(post_at(id_of(object)).parent, question.id);
  EXPECT_EQ(count(Table::boosts), 0U);
  EXPECT_EQ(outcome(group_, handed("Create", object, eve_)), Outcome::ignored);
  EXPECT_EQ(count(Table::boosts), 0U);
}

TEST_F(GroupTest, AnEditHandedOnIsReadAgainAtItsOrigin) {
  auto object = publish_there(note(eve_, "<p>first</p>"));
  outcome(group_, handed("Create", object, eve_));
  work();
  clock_.advance(minutes(1));
  auto claimed = object;
  claimed["content"] = "<p>forged</p>";
  claimed["updated"] = to_rfc3339(clock_.now());
  EXPECT_EQ(outcome(group_, handed("Update", claimed, eve_)), Outcome::taken);
  work();
  EXPECT_EQ(post_at(id_of(object)).content, "<p>first</p>");
  object["content"] = "<p>second</p>";
  object["updated"] = to_rfc3339(clock_.now());
  publish_there(object);
  EXPECT_EQ(outcome(group_, handed("Update", id_of(object), eve_)), Outcome::taken);
  work();
  EXPECT_EQ(post_at(id_of(object)).content, "<p>second</p>");
}

TEST_F(GroupTest, ADeletionHandedOnIsBelievedOnlyOfItsOrigin) {
  const auto object = publish_there(note(eve_));
  outcome(group_, handed("Create", object, eve_));
  work();
  const auto gone = handed("Delete", id_of(object), eve_);
  EXPECT_EQ(outcome(group_, gone), Outcome::taken);
  work();
  EXPECT_FALSE(post_at(id_of(object)).gone) << "its origin still shows it";
  site_.put(iri(id_of(object)).path(), Response{.status = 410});
  EXPECT_EQ(outcome(group_, handed("Delete", id_of(object), eve_)), Outcome::taken);
  work();
  EXPECT_TRUE(post_at(id_of(object)).gone);
}

TEST_F(GroupTest, ALikeHandedOnCountsWhereItsOwnActorsHostShowsIt) {
  const auto mine = post(alice_);
  auto like = activity(eve_, "Like", mine.iri.text());
  like["id"] = "https://remote.example/likes/1";
  EXPECT_EQ(outcome(group_, activity(group_, "Announce", like)), Outcome::taken);
  work();
  EXPECT_EQ(count_reactions(read(), mine.id), 0U) << "nothing is there";
  site_.put("/likes/1", like);
  outcome(group_, activity(group_, "Announce", like));
  work();
  EXPECT_EQ(count_reactions(read(), mine.id), 1U);
  EXPECT_TRUE(find_reaction(read(), mine.id, eve_.id));
  EXPECT_EQ(outcome(group_, activity(group_, "Announce", like)), Outcome::ignored);
}

TEST_F(GroupTest, Attack18NobodysActsAreTakenFromTheWrapper) {
  const auto mine = post(alice_);
  // Each would do harm if the wrapper's word counted.
  auto other_host = activity(mallory_, "Like", mine.iri.text());
  other_host["id"] = "https://remote.example/likes/2";
  site_.put("/likes/2", other_host);
  outcome(group_, activity(group_, "Announce", other_host));
  auto follow = activity(eve_, "Follow", alice_.iri.text());
  follow["id"] = "https://remote.example/likes/3";
  site_.put("/likes/3", follow);
  auto disguised = follow;
  disguised["type"] = "Like";
  disguised["object"] = mine.iri.text();
  outcome(group_, activity(group_, "Announce", disguised));
  work();
  EXPECT_EQ(count_reactions(read(), mine.id), 0U);
  EXPECT_FALSE(find_follow(read(), eve_.id, alice_.id));
  const auto before = rows();
  for (const auto* type : {"Follow", "Block", "Accept", "Undo", "Move", "Flag", "Announce"}) {
    EXPECT_EQ(outcome(group_, handed(type, alice_.iri.text(), eve_)), Outcome::ignored) << type;
  }
  for (const auto* type : {"Update", "Delete"}) {
    EXPECT_EQ(outcome(group_, handed(type, mine.iri.text(), alice_)), Outcome::ignored)
        << type << ": what is ours";
    EXPECT_EQ(outcome(group_, handed(type, note(eve_), eve_)), Outcome::ignored)
        << type << ": what is unknown";
  }
  EXPECT_EQ(rows(), before);
}

TEST_F(GroupTest, OnlyWhoIsFollowedHandsOn) {
  const auto stranger = put_remote("stranger", "groups.example");
  const auto before = rows();
  const auto object = note(eve_);
  EXPECT_EQ(outcome(stranger, activity(stranger, "Announce", activity(eve_, "Create", object))),
            Outcome::ignored);
  EXPECT_EQ(rows(), before);
}

TEST_F(GroupTest, OurOwnPostHandedOnIsBoosted) {
  const auto mine = post(alice_);
  const Json object = {{"id", mine.iri.text()}, {"type", "Note"}};
  EXPECT_EQ(outcome(group_, handed("Create", object, alice_)), Outcome::taken);
  EXPECT_TRUE(find_boost(read(), mine.id, group_.id));
  const auto few = post(alice_, NewPost{.text = "few", .visibility = Visibility::direct});
  const Json secret = {{"id", few.iri.text()}, {"type", "Note"}};
  EXPECT_EQ(outcome(group_, handed("Create", secret, alice_)), Outcome::ignored);
}

}  // namespace
}  // namespace hallway::test
