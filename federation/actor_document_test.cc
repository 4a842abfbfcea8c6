// Actors as others describe them.
#include <gmock/gmock.h>

#include "federation/actor.h"
#include "tests/support/keys.h"
#include "tests/support/site.h"
#include "tests/support/store.h"

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

TEST(ParseActor, WhereAHandleIsIsAClaimOfTheOwnNameOnly) {  // FEP-2c59
  for (const auto* said : {"eve@elsewhere.example", "acct:Eve@elsewhere.example"}) {
    EXPECT_EQ(read_with({{"webfinger", said}}).domain, "elsewhere.example") << said;
  }
  for (const Json& said : {Json("mallory@elsewhere.example"), Json("elsewhere.example"), Json(""),
                           Json(7), Json::array({"eve@elsewhere.example"}), Json(nullptr)}) {
    EXPECT_EQ(read_with({{"webfinger", said}}).domain, "remote.example") << said;
  }
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

}  // namespace
}  // namespace hallway::test
