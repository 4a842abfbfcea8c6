#include "federation/actor.h"

#include <gmock/gmock.h>

#include "federation/capabilities.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Json profile_of_eve() {
  return person_json("https://remote.example/users/eve", "eve",
                     test_key(KeyType::rsa, 0).public_key());
}

// --- writing ---

class ActorTest : public ActsTest {
 protected:
  [[nodiscard]] Result<Actor> store(const Actor& read, bool handle_checked = false) {
    return writer_->apply(
        [&](WriteTxn& txn) { return store_remote_actor(txn, read, handle_checked, clock_.now()); });
  }
  Actor read(const Json& members = Json::object()) {
    auto changed = profile_of_eve();
    changed.update(members);
    return ok(parse_actor(changed));
  }
};

TEST_F(ActorTest, WhatWeSayIsReadAsWhatWeAre) {
  auto alice = now(alice_);
  alice.display_name = "Alice & co";
  alice.summary = "<p>Turns things</p>";
  alice.fields = {{"Skills", "lathes"}, {"Floor", "2"}};
  alice.icon = iri("https://home.example/media/1");
  alice.header = iri("https://home.example/media/2");
  alice.moved_to = iri("https://other.example/users/alice");
  alice.locked = alice.indexable = true;
  const auto json = to_json(alice, home_);
  const auto back = parse_actor(parse_json(dump_json(json)).value());
  ASSERT_TRUE(back.ok()) << back.error().what;
  EXPECT_EQ(to_json(*back, home_), json);
  EXPECT_EQ(back->shared_inbox, home_.shared_inbox());
  EXPECT_EQ(back->keys.size(), 2U);
  EXPECT_EQ(back->verifies, KnownSigning::rfc9421_ed25519);
}

TEST_F(ActorTest, ListsAreAlwaysLists) {
  const auto json = to_json(now(alice_), home_);
  for (const auto* key : {"attachment", "tag", "assertionMethod"}) {
    EXPECT_TRUE(json[key].is_array()) << key;
  }
}

TEST_F(ActorTest, EveryPlaceOfALocalActorIsOnThisNodeAndItsOwn) {
  for (const auto name : {std::string_view("alice"), kInstanceActorName}) {
    const auto actor = local_actor(home_, name, clock_.now());
    std::set<std::string> places;
    for (const auto* place : {&actor.iri, &actor.inbox, &actor.outbox, &actor.followers,
                              &actor.following, &actor.featured}) {
      EXPECT_TRUE(home_.owns(*place)) << place->text();
      places.insert(place->text());
    }
    EXPECT_EQ(places.size(), 6U);
    EXPECT_TRUE(actor.local);
  }
  EXPECT_EQ(local_actor(home_, kInstanceActorName, clock_.now()).type, "Application");
}

// --- storing ---

TEST_F(ActorTest, WhatWeDecidedStaysWhenADocumentIsReadAgain) {
  auto known = ok(store(read()));
  known.suspended = true;
  put(known);
  const auto again = ok(store(read({{"name", "Another"}})));
  EXPECT_EQ(again.id, known.id);
  EXPECT_TRUE(again.suspended);
  EXPECT_EQ(now(known).display_name, "Another");
}

TEST_F(ActorTest, ACheckedHandleOutlivesADocument) {
  auto checked = read();
  checked.domain = "short.example";
  ok(store(checked, /*handle_checked=*/true));
  EXPECT_EQ(ok(store(read())).handle(), "eve@short.example");
  // Who takes another name must be checked anew.
  const auto renamed = ok(store(read({{"preferredUsername", "eva"}})));
  EXPECT_EQ(renamed.handle(), "eva@remote.example");
  EXPECT_FALSE(renamed.checked_handle);
}

TEST_F(ActorTest, AHandleThatIsOnlyClaimedIsNotShown) {  // FEP-2c59
  const auto claiming = read({{"webfinger", "eve@president.example"}});
  EXPECT_EQ(claiming.domain, "president.example");
  EXPECT_EQ(ok(store(claiming)).handle(), "eve@remote.example");
  EXPECT_EQ(ok(store(claiming, /*handle_checked=*/true)).handle(), "eve@president.example");
}

TEST_F(ActorTest, OursSayWhereTheirHandleIs) {  // FEP-2c59
  const auto json = to_json(now(alice_), home_);
  EXPECT_EQ(json["webfinger"], "alice@home.example");
}

TEST_F(ActorTest, NobodyReplacesOneOfOurs) {
  auto fake = read();
  fake.iri = alice_.iri;
  EXPECT_EQ(code_of(store(fake)), Code::forbidden);
  EXPECT_TRUE(now(alice_).local);
}

TEST_F(ActorTest, WhoIsGoneStaysGone) {
  auto known = ok(store(read()));
  known.gone = true;
  put(known);
  EXPECT_EQ(code_of(store(read())), Code::gone);
}

TEST_F(ActorTest, WhatItsNodeVerifiesIsRemembered) {
  ok(store(read({{"generator", our_generator()}})));
  EXPECT_TRUE(peer("remote.example").ed25519);
}

// --- Update and Delete ---

TEST_F(ActorTest, AnUpdateThatCannotBeReadChangesNothing) {
  auto profile = profile_of_eve();
  profile["id"] = eve_.iri.text();
  profile["inbox"] = "https://evil.example/inbox";
  const auto before = rows();
  EXPECT_EQ(refusal(eve_, activity(eve_, "Update", profile)), Code::invalid);
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(now(eve_).inbox, eve_.inbox);
}

// --- of people here ---

TEST_F(ActorTest, AChangedProfileIsToldToFollowersOnce) {
  befriend(eve_, alice_);
  befriend(put_remote("frank"), alice_);
  befriend(mallory_, alice_, FollowState::pending);
  befriend(bob_, alice_);
  const auto changed = ok(act(alice_, [](Local& local) {
    return update_profile(local, {.display_name = "Alice A.", .summary = "<turns> things"});
  }));
  EXPECT_EQ(changed.display_name, "Alice A.");
  EXPECT_EQ(now(alice_).summary, "<p>&lt;turns&gt; things</p>");
  EXPECT_THAT(owed(), ElementsAre("Update https://remote.example/inbox"));
  const auto sent = last_logged();
  EXPECT_EQ(find_string(sent, "type"), "Update");
  EXPECT_EQ(find_string(sent["object"], "name"), "Alice A.");
}

TEST_F(ActorTest, WhatIsNotChangedStays) {
  ok(act(alice_, [](Local& local) {
    return update_profile(local, {.display_name = "Alice A.", .locked = true});
  }));
  ok(act(alice_, [](Local& local) { return update_profile(local, {.indexable = true}); }));
  const auto alice = now(alice_);
  EXPECT_EQ(alice.display_name, "Alice A.");
  EXPECT_TRUE(alice.locked && alice.indexable && alice.discoverable);
}

TEST_F(ActorTest, ALongNameIsCutBetweenCharacters) {
  std::string name = "x";
  for (int i = 0; i < 300; ++i) name += "ü";
  const auto changed =
      ok(act(alice_, [&](Local& local) { return update_profile(local, {.display_name = name}); }));
  EXPECT_LE(changed.display_name.size(), 200U);
  EXPECT_TRUE(changed.display_name.ends_with("ü"));
}

}  // namespace
}  // namespace hallway::test
