#include "storage/actors.h"

#include "storage/accounts.h"
#include "storage/names.h"
#include "tests/support/rows.h"

namespace hallway {
namespace {

using test::iri;
using test::kNow;

Actor actor_at(const std::string& host, const std::string& name) {
  const auto base = "https://" + host + "/users/" + name;
  Actor a;
  a.iri = iri(base);
  a.name = name;
  a.domain = host;
  a.inbox = iri(base + "/inbox");
  a.keys = {{.id = base + "#main-key", .der = "the key of " + name}};
  return a;
}

class Actors : public test::StoreTest {
 protected:
  Actor put(Actor actor) {
    write([&](WriteTxn& txn) { return put_actor(txn, actor, kNow); });
    return actor;
  }
  std::optional<Id> holder(std::string_view name, std::string_view domain) {
    const auto actor = find_actor_by_handle(read(), name, domain);
    return actor ? std::optional(actor->id) : std::nullopt;
  }
  std::optional<Id> owner(const std::string& key) {
    const auto actor = find_key_owner(read(), key);
    return actor ? std::optional(actor->id) : std::nullopt;
  }
};

TEST_F(Actors, TheirAddressesAreKnownWithoutTheRest) {
  auto alice = actor_at("a.example", "alice");
  const auto id = put(alice).id;
  EXPECT_EQ(find_addresses(read(), id).value().followers, "");
  alice.followers = iri("https://a.example/users/alice/followers");
  put(alice);
  const auto found = find_addresses(read(), id).value();
  EXPECT_EQ(found.iri, "https://a.example/users/alice");
  EXPECT_EQ(found.followers, "https://a.example/users/alice/followers");
  EXPECT_FALSE(find_addresses(read(), Id{7}));
}

TEST_F(Actors, OnlyWhoIsElsewhereAndToBeReachedHasAMailbox) {
  const auto change = [&](const std::function<void(Actor&)>& done) {
    auto alice = actor_at("a.example", "alice");
    done(alice);
    const auto id = put(alice).id;
    return find_mailbox(read(), id);
  };
  EXPECT_EQ(change([](Actor&) {}).value().inbox, "https://a.example/users/alice/inbox");
  const auto shared = change([](Actor& a) { a.shared_inbox = iri("https://a.example/inbox"); });
  EXPECT_EQ(shared.value().inbox, "https://a.example/inbox");
  EXPECT_EQ(shared.value().domain.text(), "a.example");
  EXPECT_FALSE(change([](Actor& a) { a.local = true; }));
  EXPECT_FALSE(change([](Actor& a) { a.suspended = true; }));
  EXPECT_FALSE(change([](Actor& a) { a.inbox = Iri(); }));
  EXPECT_FALSE(change([](Actor& a) { a.gone = true; }));
  EXPECT_FALSE(find_mailbox(read(), Id{7}));
}

TEST_F(Actors, ComeBackAsTheyWerePut) {
  auto alice = actor_at("a.example", "alice");
  alice.type = "Group";
  alice.display_name = "Alice Ä.";
  alice.summary = "<p>Hi</p>";
  alice.shared_inbox = iri("https://a.example/inbox");
  alice.keys.push_back({.id = "did:key:z6Mk", .der = std::string("\0\1\xff", 3), .expires = kNow});
  alice.fields = {{.name = "Skill", .value = "Welding"}};
  alice.also_known_as = {iri("https://old.example/alice")};
  alice.moved_to = iri("https://new.example/alice");
  alice.moving_to = iri("https://newer.example/alice");
  alice.local = alice.locked = alice.discoverable = alice.indexable = true;
  alice.suspended = alice.gone = alice.checked_handle = true;
  alice.published = {1'500'000'000'000};
  alice.fetched = alice.looked = kNow;
  alice.featured_tags = iri("https://a.example/users/alice/tags");
  alice.tags = {"lathes", "mills"};
  alice = put(alice);
  const auto found = find_actor(read(), alice.iri).value();
  EXPECT_EQ(found.id, alice.id);
  EXPECT_EQ(found.id.time(), alice.published);
  EXPECT_EQ(found.type, "Group");
  EXPECT_EQ(found.shown_name(), "Alice Ä.");
  EXPECT_EQ(found.featured_tags, alice.featured_tags);
  EXPECT_EQ(found.tags, alice.tags);
  EXPECT_EQ(found.looked, kNow);
  EXPECT_EQ(found.handle(), "alice@a.example");
  EXPECT_EQ(found.best_inbox(), alice.shared_inbox);
  EXPECT_EQ(found.keys.at(1).der, alice.keys.at(1).der);
  EXPECT_EQ(found.keys.at(1).expires, kNow);
  EXPECT_EQ(found.fields.at(0).value, "Welding");
  EXPECT_EQ(found.also_known_as, alice.also_known_as);
  EXPECT_EQ(found.moved_to, alice.moved_to);
  EXPECT_EQ(found.moving_to, alice.moving_to);
  EXPECT_TRUE(found.local && found.locked && found.discoverable && found.indexable);
  EXPECT_TRUE(found.suspended && found.gone && found.checked_handle);
  EXPECT_EQ(found.fetched, kNow);
  EXPECT_TRUE(find_actor(read(), found.id));
  EXPECT_FALSE(find_actor(read(), iri("https://a.example/nobody")));
  EXPECT_FALSE(find_actor(read(), Id{}));
}

TEST_F(Actors, AnActorThatWasFetchedTwiceIsStillOne) {
  const auto first = put(actor_at("a.example", "alice"));
  auto again = actor_at("a.example", "alice");
  again.display_name = "Alice";
  EXPECT_EQ(put(again).id, first.id);
  EXPECT_EQ(read().count(Table::actors), 1U);
  EXPECT_EQ(find_actor(read(), first.id)->display_name, "Alice");
}

TEST_F(Actors, AreFoundByHandleWithoutRegardToCase) {
  const auto alice = put(actor_at("a.example", "Alice"));
  EXPECT_EQ(holder("alice", "a.example"), alice.id);
  EXPECT_EQ(holder("ALICE", "A.example"), alice.id);
  EXPECT_FALSE(holder("alice", "b.example"));
}

TEST_F(Actors, AHandleMovesOnlyToAnActorWhoseHandleWasChecked) {
  const auto first = put(actor_at("a.example", "alice"));
  auto second = actor_at("social.a.example", "alice");
  second.domain = "a.example";
  second = put(second);
  EXPECT_EQ(holder("alice", "a.example"), first.id);
  second.checked_handle = true;
  put(second);
  EXPECT_EQ(holder("alice", "a.example"), second.id);
  put(first);
  EXPECT_EQ(holder("alice", "a.example"), second.id) << "and does not come back by itself";
}

TEST_F(Actors, TheHandleOfADeletedActorIsFree) {
  auto first = actor_at("a.example", "alice");
  first.gone = true;
  put(first);
  auto second = actor_at("b.example", "alice");
  second.domain = "a.example";
  second = put(second);
  EXPECT_EQ(holder("alice", "a.example"), second.id);
}

TEST_F(Actors, NobodyElsewhereTakesAHandleOfOurs) {
  auto stranger = actor_at("evil.example", "alice");
  stranger.domain = "ours.example";
  stranger.checked_handle = true;
  stranger = put(stranger);
  auto ours = actor_at("ours.example", "alice");
  ours.local = true;
  ours = put(ours);
  EXPECT_EQ(holder("alice", "ours.example"), ours.id);
  put(stranger);
  EXPECT_EQ(holder("alice", "ours.example"), ours.id);
}

TEST_F(Actors, ARenamedActorLeavesNoHandleBehind) {
  auto alice = put(actor_at("a.example", "alice"));
  alice.name = "alicia";
  put(alice);
  EXPECT_EQ(holder("alicia", "a.example"), alice.id);
  EXPECT_FALSE(holder("alice", "a.example"));
}

TEST_F(Actors, AKeyIsFoundByItsIdAsLongAsItsActorListsIt) {
  auto alice = put(actor_at("a.example", "alice"));
  const auto old = alice.keys[0].id;
  EXPECT_EQ(owner(old), alice.id);
  alice.keys[0].id = "https://a.example/users/alice#second";
  put(alice);
  EXPECT_FALSE(owner(old));
  EXPECT_EQ(owner(alice.keys[0].id), alice.id);
  EXPECT_FALSE(owner("https://a.example/nokey"));
}

TEST_F(Actors, AStrangerWhoListsSomebodysKeyDoesNotTakeIt) {
  const auto alice = put(actor_at("a.example", "alice"));
  auto mallory = actor_at("evil.example", "mallory");
  mallory.keys.push_back({.id = alice.keys[0].id, .der = "another"});
  put(mallory);
  EXPECT_EQ(owner(alice.keys[0].id), alice.id);
}

TEST_F(Actors, AStrangerWhoListedAKeyFirstLosesItToItsOrigin) {
  auto alice = actor_at("a.example", "alice");
  auto mallory = actor_at("evil.example", "mallory");
  mallory.keys.push_back({.id = alice.keys[0].id, .der = "another"});
  put(mallory);
  alice = put(alice);
  EXPECT_EQ(owner(alice.keys[0].id), alice.id);
}

TEST_F(Actors, AKeyNamedLikeAnActorHidesNobody) {
  auto victim = put(actor_at("a.example", "alice"));
  auto mallory = actor_at("evil.example", "mallory");
  mallory.keys.push_back({.id = victim.iri.text(), .der = "another"});
  mallory.keys.push_back({.id = mallory.iri.text(), .der = "its own"});
  mallory = put(mallory);
  EXPECT_EQ(find_actor(read(), victim.iri)->id, victim.id);
  EXPECT_EQ(find_actor(read(), mallory.iri)->id, mallory.id);
  EXPECT_EQ(owner(mallory.iri.text()), mallory.id);
}

TEST_F(Actors, AnActorCannotTakeThePlaceOfAPost) {
  auto alice = actor_at("a.example", "alice");
  write([&](WriteTxn& txn) { return put_name(txn, alice.iri, {.kind = Kind::post, .id = Id{3}}); });
  const auto outcome = writer_->apply([&](WriteTxn& txn) { return put_actor(txn, alice, kNow); });
  EXPECT_EQ(outcome.error().code, Code::conflict);
  EXPECT_EQ(read().count(Table::actors), 0U);
}

TEST_F(Actors, LocalOnesAreThoseOfAccounts) {
  put(actor_at("b.example", "bob"));
  auto alice = actor_at("a.example", "alice");
  alice.local = true;
  alice = put(alice);
  write([&](WriteTxn& txn) {
    Account account{.name = "alice", .actor = alice.id, .created = kNow};
    return put_account(txn, account);
  });
  std::vector<Id> visited;
  for_each_local_actor(read(), [&](const Actor& a) { visited.push_back(a.id); });
  EXPECT_EQ(visited, std::vector<Id>{alice.id});
}

}  // namespace
}  // namespace hallway
