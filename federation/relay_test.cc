#include "federation/relay.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RelayTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    relay_ = put_remote("relay", "relay.example");
    instance_ = stored(home_.instance_actor().text()).value();
    site_.put_person("eve", key_.public_key());
  }
  Result<Relay> ask(const std::string& address, const std::optional<Actor>& actor = {}) {
    return act(instance_, [&](Local& local) { return subscribe(local, iri(address), actor); });
  }
  Relay accepted(const std::string& address, const std::optional<Actor>& actor = {}) {
    const auto asked = ok(ask(address, actor));
    EXPECT_EQ(outcome(relay_, activity(relay_, "Accept", asked.follow.text())), Outcome::taken);
    forget_owed();
    return find_relay(read(), iri(address)).value_or(Relay{});
  }
  Relay by_inbox() { return accepted(kInbox); }
  Relay by_actor() { return accepted(relay_.iri.text(), relay_); }
  Json publish_there(Json object) {
    site_.put(iri(*find_string(object, "id")).path(), object);
    return object;
  }
  static std::string id_of(const Json& object) { return std::string(*find_string(object, "id")); }

  static constexpr auto kInbox = "https://relay.example/inbox";
  const PrivateKey& key_ = test_key(KeyType::rsa, 0);
  Actor relay_, instance_;
  Site site_{net_, "https://remote.example"};
};

TEST_F(RelayTest, IsAskedInTheWayOfItsKind) {
  const auto asked = ok(ask(kInbox));
  EXPECT_THAT(owed(), ElementsAre("Follow https://relay.example/inbox"));
  EXPECT_EQ(last_logged()["object"], kPublic);
  EXPECT_EQ(last_logged()["actor"], instance_.iri.text());
  EXPECT_FALSE(find_relay(read(), iri(kInbox))->accepted);
  forget_owed();
  ok(ask(kInbox));
  EXPECT_THAT(owed(), IsEmpty()) << "once";
  ok(ask(relay_.iri.text(), relay_));
  EXPECT_THAT(owed(), ElementsAre("Follow https://relay.example/users/relay/inbox"));
  EXPECT_EQ(last_logged()["object"], relay_.iri.text());
}

TEST_F(RelayTest, IsOneWeTalkTo) {
  EXPECT_EQ(code_of(ask("https://home.example/inbox")), Code::invalid);
  set_peer("relay.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  EXPECT_EQ(code_of(ask(kInbox)), Code::forbidden);
  set_peer("relay.example", [](Peer& peer) { peer.relation = Relation::unknown; });
  home_.mode = Mode::allowlist;
  EXPECT_EQ(code_of(ask(kInbox)), Code::forbidden);
  set_peer("relay.example", [](Peer& peer) { peer.relation = Relation::partner; });
  EXPECT_TRUE(ask(kInbox).ok());
}

TEST_F(RelayTest, OnlyItselfAccepts) {
  const auto asked = ok(ask(kInbox));
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Accept", asked.follow.text())), Outcome::ignored);
  EXPECT_FALSE(find_relay(read(), iri(kInbox))->accepted);
  outcome(relay_, activity(relay_, "Accept", {{"id", asked.follow.text()}, {"type", "Follow"}}));
  EXPECT_TRUE(find_relay_of(read(), relay_.id));
  outcome(relay_, activity(relay_, "Reject", asked.follow.text()));
  EXPECT_FALSE(find_relay_of(read(), relay_.id));
}

TEST_F(RelayTest, WhatItAnnouncesIsReadAtItsOriginAndNobodysBoost) {
  by_actor();
  const auto object = publish_there(note(eve_, "<p>relayed</p>"));
  EXPECT_EQ(outcome(relay_, activity(relay_, "Announce", id_of(object))), Outcome::taken);
  catch_up_->run_due(16);
  EXPECT_EQ(post_at(id_of(object)).content, "<p>relayed</p>");
  EXPECT_EQ(count(Table::boosts), 0U);
  EXPECT_EQ(outcome(relay_, activity(relay_, "Announce", id_of(object))), Outcome::ignored);
}

TEST_F(RelayTest, Attack18WhatItForwardsIsAHintAndNoMore) {
  by_inbox();
  const auto object = publish_there(note(eve_, "<p>as it was written</p>"));
  auto forged = object;
  forged["content"] = "<p>forged</p>";
  outcome(relay_, as_announced(activity(eve_, "Create", forged), relay_));
  catch_up_->run_due(16);
  ASSERT_TRUE(knows(id_of(object)));
  EXPECT_EQ(post_at(id_of(object)).content, "<p>as it was written</p>");
  outcome(relay_, as_announced(activity(eve_, "Delete", id_of(object)), relay_));
  EXPECT_THAT(to_fetch(), ElementsAre(id_of(object)));
  catch_up_->run_due(16);
  EXPECT_FALSE(post_at(id_of(object)).gone) << "its origin still shows it";
}

TEST_F(RelayTest, WhatItSaysOfUsOrDoesOtherwiseIsIgnored) {
  by_inbox();
  const auto mine = post(alice_);
  const auto before = rows();
  for (const auto* type : {"Create", "Update", "Delete", "Like", "Follow", "Block", "Flag"}) {
    EXPECT_EQ(outcome(relay_, as_announced(activity(eve_, type, mine.iri.text()), relay_)),
              Outcome::ignored)
        << type;
  }
  EXPECT_EQ(outcome(relay_, as_announced(activity(eve_, "Create", nullptr), relay_)),
            Outcome::ignored);
  EXPECT_EQ(rows(), before);
}

TEST_F(RelayTest, Attack30AFloodOfAnnouncesIsNotListenedTo) {
  by_actor();
  for (int i = 0; i < 600; ++i) {
    outcome(relay_, activity(relay_, "Announce", "https://remote.example/n/" + std::to_string(i)));
  }
  EXPECT_EQ(count(Table::fetches), 500U);
}

TEST_F(RelayTest, OnlyWhatIsForEverybodyGoesToIt) {
  by_inbox();
  const auto open_post = post(alice_, NewPost{.text = "open", .label = Label::public_});
  EXPECT_THAT(owed(), ElementsAre("Create https://relay.example/inbox"));
  forget_owed();
  post(alice_, NewPost{.text = "partners", .label = Label::partners});
  post(alice_, NewPost{.text = "few", .visibility = Visibility::followers});
  post(alice_, NewPost{.text = "unlisted", .visibility = Visibility::unlisted});
  EXPECT_THAT(owed(), IsEmpty());
  ok(act(alice_, [&](Local& local) { return edit_post(local, open_post.id, {.text = "edited"}); }));
  EXPECT_THAT(owed(), ElementsAre("Update https://relay.example/inbox"));
  forget_owed();
  ok(act(alice_, [&](Local& local) { return delete_post(local, open_post.id); }));
  EXPECT_THAT(owed(), ElementsAre("Delete https://relay.example/inbox"));
}

TEST_F(RelayTest, ARelayThatIsAnActorGetsAnAnnounceOfTheNode) {
  by_actor();
  const auto open_post = post(alice_);
  EXPECT_THAT(owed(), ElementsAre("Announce https://relay.example/users/relay/inbox"));
  EXPECT_EQ(last_logged()["actor"], instance_.iri.text());
  EXPECT_EQ(last_logged()["object"], open_post.iri.text());
}

TEST_F(RelayTest, MayFollowBack) {
  by_actor();
  EXPECT_EQ(outcome(relay_, activity(relay_, "Follow", instance_.iri.text())), Outcome::taken);
  EXPECT_THAT(owed(), ElementsAre("Accept https://relay.example/inbox"));
  EXPECT_EQ(outcome(eve_, activity(eve_, "Follow", instance_.iri.text())), Outcome::ignored);
}

TEST_F(RelayTest, IsLeft) {
  by_inbox();
  const auto leave = [&] {
    return act(instance_, [&](Local& local) { return unsubscribe(local, iri(kInbox)); });
  };
  ok(leave());
  EXPECT_THAT(owed(), ElementsAre("Undo https://relay.example/inbox"));
  EXPECT_EQ(code_of(leave()), Code::not_found);
  EXPECT_FALSE(find_relay_of(read(), relay_.id));
}

}  // namespace
}  // namespace hallway::test
