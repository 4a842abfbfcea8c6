#include "federation/actor.h"

#include <gmock/gmock.h>

#include "federation/capabilities.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const std::string kEve = "https://remote.example/users/eve";

Json document() { return person_json(kEve, "eve", test_key(KeyType::rsa, 0).public_key()); }
Json with(const Json& members) {
  auto changed = document();
  changed.update(members);
  return changed;
}
Actor read_with(const Json& members) {
  auto actor = parse_actor(with(members));
  EXPECT_TRUE(actor.ok()) << members << (actor.ok() ? "" : actor.error().what);
  return std::move(actor).value_or(Actor{});
}

// --- reading ---

TEST(ParseActor, WhatHasNoIdTypeNameOrInboxOfItsOwnIsNone) {
  const Json kMembers[] = {
      {{"id", nullptr}},
      {{"id", 7}},
      {{"id", "eve"}},
      {{"id", "acct:eve@remote.example"}},
      {{"type", nullptr}},
      {{"type", "Note"}},
      {{"type", 7}},
      {{"type", Json::array()}},
      {{"inbox", nullptr}},
      {{"inbox", 7}},
      {{"inbox", "https://evil.example/inbox"}},
      {{"inbox", "http://remote.example/inbox"}},
      {{"inbox", "https://remote.example:8443/inbox"}},
      {{"preferredUsername", nullptr}},
      {{"preferredUsername", ""}},
      {{"preferredUsername", 7}},
      {{"preferredUsername", std::string(2'049, 'x')}},
  };
  for (const auto& members : kMembers) {
    const auto actor = parse_actor(with(members));
    ASSERT_FALSE(actor.ok()) << members;
    EXPECT_EQ(actor.error().code, Code::invalid) << members;
  }
  for (const Json& value : {Json(), Json(7), Json(kEve), Json::array({document()})}) {
    EXPECT_FALSE(parse_actor(value).ok()) << value;
  }
}

TEST(ParseActor, EveryKindOfActorIsOne) {
  for (const auto* type : {"Person", "Service", "Group", "Organization", "Application"}) {
    EXPECT_EQ(read_with({{"type", type}}).type, type);
    EXPECT_EQ(read_with({{"type", {"https://schema.org/Thing", type}}}).type, type);
  }
}

TEST(ParseActor, AScalarAListAndAnObjectSayTheSame) {
  const auto inbox = kEve + "/inbox";
  for (const Json& form : {Json(inbox), Json::array({inbox}), Json{{"id", inbox}},
                           Json::array({Json{{"id", inbox}}})}) {
    const auto actor = read_with({{"inbox", form}, {"followers", form}, {"alsoKnownAs", form}});
    EXPECT_EQ(actor.inbox.text(), inbox) << form;
    EXPECT_EQ(actor.followers.text(), inbox) << form;
    EXPECT_THAT(actor.also_known_as, ElementsAre(iri(inbox))) << form;
  }
  for (const Json& form : {Json("Eve"), Json::array({"Eve"})}) {
    const auto actor = read_with({{"name", form}, {"summary", form}, {"preferredUsername", form}});
    EXPECT_EQ(actor.display_name, "Eve") << form;
    EXPECT_EQ(actor.summary, "Eve") << form;
    EXPECT_EQ(actor.name, "Eve") << form;
  }
  const std::string picture = "https://cdn.example/eve.png";
  for (const Json& form :
       {Json(picture), Json{{"type", "Image"}, {"url", picture}},
        Json{{"type", "Image"}, {"url", {{{"type", "Link"}, {"href", picture}}}}},
        Json::array(
            {Json{{"type", "Image"}, {"url", picture}}, Json{{"url", "https://x.example"}}})}) {
    EXPECT_EQ(read_with({{"icon", form}}).icon.text(), picture) << form;
    EXPECT_EQ(read_with({{"image", form}}).header.text(), picture) << form;
  }
  const Json field = {{"type", {"PropertyValue"}}, {"name", "Skills"}, {"value", "lathes"}};
  for (const Json& form : {field, Json::array({field})}) {
    EXPECT_THAT(read_with({{"attachment", form}}).fields, SizeIs(1)) << form;
  }
  const auto key = document()["publicKey"];
  EXPECT_THAT(read_with({{"publicKey", Json::array({key})}}).keys, SizeIs(1));
}

TEST(ParseActor, WhatIsOfAWrongTypeCountsAsAbsent) {
  const Home home = Home::of("home.example", /*https=*/true, Mode::open).value();
  const Json kWrong[] = {7, Json::array({7, nullptr}), Json::object(), Json::array(), nullptr};
  for (const auto* key :
       {"summary", "url", "icon", "image", "publicKey", "assertionMethod", "attachment",
        "endpoints", "alsoKnownAs", "movedTo", "manuallyApprovesFollowers", "discoverable",
        "indexable", "published", "generator", "outbox", "followers", "following", "featured"}) {
    for (const auto& value : kWrong) {
      EXPECT_EQ(to_json(read_with({{key, value}}), home),
                to_json(read_with({{key, nullptr}}), home))
          << key << value;
    }
  }
}

TEST(ParseActor, PlacesOfAnotherOriginAreNotItsOwn) {
  const auto there = "https://evil.example/x";
  const auto actor = read_with({{"outbox", there},
                                {"followers", there},
                                {"following", there},
                                {"featured", there},
                                {"endpoints", {{"sharedInbox", there}}}});
  for (const auto* place :
       {&actor.outbox, &actor.followers, &actor.following, &actor.featured, &actor.shared_inbox}) {
    EXPECT_TRUE(place->empty()) << place->text();
  }
  const auto own = read_with({{"endpoints", {{"sharedInbox", "https://remote.example/inbox"}}}});
  EXPECT_EQ(own.best_inbox().text(), "https://remote.example/inbox");
  EXPECT_EQ(actor.best_inbox().text(), kEve + "/inbox");
}

TEST(ParseActor, TextIsSanitized) {
  const auto actor = read_with({{"name", "<b>Eve</b> &amp; co"},
                                {"summary", "<p onclick=x>a<script>b</script></p>"},
                                {"attachment",
                                 {{"type", "PropertyValue"},
                                  {"name", "<i>site</i>"},
                                  {"value", "<a href=\"javascript:x\">y</a>"}}}});
  EXPECT_EQ(actor.display_name, "Eve & co");
  EXPECT_EQ(actor.summary, "<p>a</p>");
  ASSERT_THAT(actor.fields, SizeIs(1));
  EXPECT_EQ(actor.fields[0].name, "site");
  EXPECT_THAT(actor.fields[0].value, testing::Not(testing::HasSubstr("javascript")));
}

TEST(ParseActor, ListsAndTextsEndSomewhere) {
  Json fields = Json::array(), aliases = Json::array(), keys = Json::array();
  for (int i = 0; i < 200; ++i) {
    const auto n = std::to_string(i);
    fields.push_back({{"type", "PropertyValue"}, {"name", n}, {"value", n}});
    aliases.push_back("https://old.example/" + n);
    auto key = document()["publicKey"];
    key["id"] = kEve + "#key-" + n;
    keys.push_back(key);
  }
  std::string umlauts;
  for (int i = 0; i < 20'000; ++i) umlauts += "ü";
  const auto actor = read_with({{"attachment", fields},
                                {"alsoKnownAs", aliases},
                                {"publicKey", keys},
                                {"name", "x" + umlauts}});
  EXPECT_THAT(actor.fields, SizeIs(50));
  EXPECT_THAT(actor.also_known_as, SizeIs(64));
  EXPECT_THAT(actor.keys, SizeIs(16));
  EXPECT_LE(actor.display_name.size(), 2'048U);
  EXPECT_TRUE(actor.display_name.ends_with("ü")) << "cut between characters";
}

// --- keys ---

struct KeyCase {
  std::string_view why;
  Json change;
};

TEST(ParseActor, Attack03AKeyCountsOnlyIfItIsItsOwn) {
  const auto& rsa = test_key(KeyType::rsa, 0).public_key();
  const KeyCase kCases[] = {
      {"owned by another", {{"owner", "https://remote.example/users/frank"}}},
      {"owned elsewhere", {{"owner", "https://evil.example/users/eve"}}},
      {"owned by nobody", {{"owner", nullptr}}},
      {"named elsewhere", {{"id", "https://evil.example/users/eve#main-key"}}},
      {"named by no address", {{"id", "main-key"}}},
      {"without a name", {{"id", nullptr}}},
      {"without material", {{"publicKeyPem", nullptr}}},
      {"with bad material", {{"publicKeyPem", "-----BEGIN PUBLIC KEY-----\nx"}}},
      {"with material of a wrong type", {{"publicKeyPem", 7}}},
  };
  for (const auto& c : kCases) {
    auto key = document()["publicKey"];
    key.update(c.change);
    EXPECT_THAT(read_with({{"publicKey", key}}).keys, IsEmpty()) << c.why;
  }
  const auto keys = read_with(Json::object()).keys;
  ASSERT_THAT(keys, SizeIs(1));
  EXPECT_EQ(keys[0].der, rsa.to_der());
  EXPECT_THAT(read_with({{"publicKey", kEve + "#main-key"}}).keys, IsEmpty()) << "a bare name";
}

TEST(ParseActor, AMultikeyCountsUnlessItIsSpoiled) {
  const auto key = test_key(KeyType::ed25519, 1).public_key();
  const Json good = {{"id", kEve + "#ed"},
                     {"type", "Multikey"},
                     {"controller", kEve},
                     {"publicKeyMultibase", key.to_multibase()}};
  const auto read = read_with({{"assertionMethod", good}}).keys;
  ASSERT_THAT(read, SizeIs(2));
  EXPECT_EQ(read[1].id, kEve + "#ed");
  EXPECT_EQ(read[1].der, key.to_der());
  const KeyCase kCases[] = {
      {"another's", {{"controller", "https://remote.example/users/frank"}}},
      {"named elsewhere", {{"id", "https://evil.example/#ed"}}},
      {"its secret is out", {{"secretKeyMultibase", "z3u2"}}},
      {"revoked", {{"revoked", "2026-01-01T00:00:00Z"}}},
      {"bad material", {{"publicKeyMultibase", "z6Mk"}}},
      {"no material", {{"publicKeyMultibase", nullptr}}},
  };
  for (const auto& c : kCases) {
    auto spoiled = good;
    spoiled.update(c.change);
    EXPECT_THAT(read_with({{"assertionMethod", spoiled}}).keys, SizeIs(1)) << c.why;
  }
}

TEST(ParseActor, Attack04OfTwoKeysOfOneNameTheFirstStays) {
  auto second = document()["publicKey"];
  second["publicKeyPem"] = test_key(KeyType::rsa, 1).public_key().to_pem();
  const auto keys = read_with({{"publicKey", {document()["publicKey"], second}}}).keys;
  ASSERT_THAT(keys, SizeIs(1));
  EXPECT_EQ(keys[0].der, test_key(KeyType::rsa, 0).public_key().to_der());
}

// --- writing ---

class ActorTest : public ActsTest {
 protected:
  [[nodiscard]] Result<Actor> store(const Actor& read, bool handle_checked = false) {
    return writer_->apply(
        [&](WriteTxn& txn) { return store_remote_actor(txn, read, handle_checked, clock_.now()); });
  }
  Actor read(const Json& members = Json::object()) { return read_with(members); }
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
  auto profile = document();
  profile["id"] = eve_.iri.text();
  profile["inbox"] = "https://evil.example/inbox";
  const auto before = rows();
  EXPECT_EQ(refusal(eve_, activity(eve_, "Update", profile)), Code::invalid);
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(now(eve_).inbox, eve_.inbox);
}

class DepartingTest : public ActorTest {
 protected:
  void SetUp() override {
    ActorTest::SetUp();
    mine_ = post(alice_);
    befriend(alice_, eve_);
    befriend(eve_, alice_);
    befriend(bob_, eve_, FollowState::pending);
  }
  Outcome leave() { return outcome(eve_, activity(eve_, "Delete", eve_.iri.text())); }
  size_t left_of_eve() {
    size_t left = list_reactions_by(ActsTest::read(), eve_.id, 10'000).size();
    scan_author(ActsTest::read(), eve_.id, Id{}, [&](Entry) { return ++left, true; });
    return left;
  }
  Post mine_;
};

TEST_F(DepartingTest, EverythingOfTheirsGoesAndNothingOfOthers) {
  const auto theirs = known_note(eve_, "<p>secret</p>");
  EXPECT_EQ(outcome(eve_, activity(eve_, "Like", mine_.iri.text())), Outcome::taken);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Announce", mine_.iri.text())), Outcome::taken);
  auto eve = now(eve_);
  eve.display_name = eve.summary = "Eve";
  eve.fields = {{"a", "b"}};
  eve.icon = iri("https://remote.example/eve.png");
  put(eve);

  ASSERT_EQ(leave(), Outcome::taken);
  const auto txn = ActsTest::read();
  EXPECT_TRUE(post_at(theirs.iri.text()).gone);
  EXPECT_FALSE(find_payload(txn, theirs.document));
  EXPECT_EQ(count_reactions(txn, mine_.id), 0U);
  EXPECT_EQ(count_boosts(txn, mine_.id), 0U);
  EXPECT_EQ(count_followers(txn, alice_.id) + count_following(txn, alice_.id), 0U);
  EXPECT_FALSE(find_follow(txn, bob_.id, eve_.id));
  const auto gone = now(eve_);
  EXPECT_TRUE(gone.gone);
  EXPECT_EQ(gone.display_name + gone.summary, "");
  EXPECT_THAT(gone.fields, IsEmpty());
  EXPECT_TRUE(gone.icon.empty());
  EXPECT_FALSE(post_at(mine_.iri.text()).gone);
  EXPECT_THAT(list_departed(txn, 10), IsEmpty()) << "there was little to erase";
}

TEST_F(DepartingTest, WhoLeftTooMuchForOneTransactionIsErasedBitByBit) {
  constexpr size_t kPosts = 2'500;
  write([&](WriteTxn& txn) -> Result<bool> {
    for (size_t i = 0; i < kPosts; ++i) {
      Post one{.iri = iri(fresh_id(eve_)), .author = eve_.id, .content = "<p>secret</p>"};
      one.published = clock_.now();
      TRY(add_post(txn, one, clock_.now()));
    }
    return true;
  });
  EXPECT_EQ(outcome(eve_, activity(eve_, "Like", mine_.iri.text())), Outcome::taken);
  ASSERT_EQ(left_of_eve(), kPosts + 1);
  ASSERT_EQ(leave(), Outcome::taken);
  EXPECT_GT(left_of_eve(), 0U);
  ASSERT_THAT(list_departed(ActsTest::read(), 10), ElementsAre(eve_.id));
  const auto go_on = [&] {
    return write([&](WriteTxn& txn) { return erase_left_behind(txn, clock_.now()); });
  };
  for (int turn = 0; turn < 10 && go_on(); ++turn) {
  }
  EXPECT_FALSE(go_on());
  EXPECT_EQ(left_of_eve(), 0U);
  EXPECT_EQ(count_reactions(ActsTest::read(), mine_.id), 0U);
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
  EXPECT_FALSE(sent["object"].contains("@context"));
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
