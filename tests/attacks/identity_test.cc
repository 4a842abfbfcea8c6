// Attacks 1-5, 11 and 12: who somebody claims to be.

#include <set>
#include <thread>

#include "federation/proof.h"
#include "tests/attacks/attack.h"

namespace hallway::test {
namespace {

using testing::IsEmpty;

using Attack01 = Attack;
using Attack02 = Attack;
using Attack03 = Attack;
using Attack04 = Attack;
using Attack05 = Attack;
using Attack11 = Attack;
using Attack12 = Attack;

const PrivateKey& other_key() { return test_key(KeyType::rsa, 1); }

OutboundRequest unsigned_copy(OutboundRequest request) {
  for (const auto* name : {"Signature", "Signature-Input"}) request.headers.erase(name);
  return request;
}

// --- 1: unsigned

TEST_F(Attack01, AnUnsignedActivityIsRefusedAndNothingIsStored) {
  const auto mallory = evil_.put_person("mallory");
  victim_.meet(mallory);
  evil_.forget();
  const auto note = note_by(mallory, evil_.at("/notes/1"), {{"to", {victim_.alice()}}});
  for (const Json& object : {note, Json(victim_.alice()), Json(mallory.iri), Json::object()}) {
    for (const auto* type : {"Create", "Follow", "Like", "Announce", "Undo", "Update", "Delete",
                             "Accept", "Reject", "Move", "Flag"}) {
      for (const auto* inbox : {"/inbox", "/users/alice/inbox"}) {
        SCOPED_TRACE(std::string(type) + " to " + inbox);
        const auto activity = activity_by(mallory, type, object);
        refused(unsigned_copy(victim_.post(activity, mallory, inbox)), 401, "not signed");
      }
    }
  }
  EXPECT_EQ(evil_.asked(), 0U);
}

TEST_F(Attack01, ASignatureHeaderWithoutASignatureIsNone) {
  const auto mallory = evil_.put_person("mallory");
  const auto activity = activity_by(mallory, "Follow", victim_.alice());
  const std::string right(*victim_.post(activity, mallory).headers.find("Signature"));
  const auto cut = right.substr(0, right.find("signature=\""));
  for (const std::string& header :
       {std::string(""), std::string("signature"), std::string("keyId=\"") + mallory.iri + "\"",
        cut, cut + "signature=\"\"", cut + "signature=\"!\"", cut + "signature=\"YQ==\"",
        std::string("Bearer x"), std::string("sig1=:YQ==:")}) {
    SCOPED_TRACE(header);
    auto request = victim_.post(activity, mallory);
    request.headers.set("Signature", header);
    refused(request, 401, "reason=");
  }
}

// A stranger's farewell needs no proof, since nothing of theirs is here: it is not looked into.
TEST_F(Attack01, AnUnsignedDeletionErasesNobodyWhoIsKnown) {
  const auto mallory = evil_.put_person("mallory");
  const auto carol = good_.put_person("carol");
  victim_.meet(carol);
  good_.forget();
  ignored(unsigned_copy(victim_.post(activity_by(mallory, "Delete", mallory.iri), mallory)),
          "deletes a stranger");
  refused(unsigned_copy(victim_.post(activity_by(carol, "Delete", carol.iri), carol)), 401,
          "not signed");
  EXPECT_FALSE(victim_.find_actor(carol.iri)->gone);
  EXPECT_EQ(evil_.asked() + good_.asked(), 0U);
}

// --- 2: one's key, another's name

TEST_F(Attack02, AKeySpeaksForNobodyButItsOwner) {
  const auto mallory = evil_.put_person("mallory");
  const auto neighbour = evil_.put_person("neighbour", other_key());
  const auto carol = good_.put_person("carol", other_key());
  for (const auto& stranger : {mallory, neighbour, carol}) victim_.meet(stranger);
  evil_.forget();
  good_.forget();
  for (const Json& actor :
       {Json(carol.iri), Json(neighbour.iri), Json(victim_.alice()), Json(victim_.at("/actor")),
        Json{{"id", carol.iri}, {"type", "Person"}}, Json::array({carol.iri, mallory.iri}),
        Json(mallory.iri + "#main-key"), Json(mallory.iri + "/"), Json(mallory.iri + "?x=1")}) {
    SCOPED_TRACE(dump_json(actor));
    const auto activity = activity_by(mallory, "Follow", victim_.alice(), {{"actor", actor}});
    refused(victim_.post(activity, mallory), 401, "proof");
  }
  EXPECT_EQ(evil_.asked() + good_.asked(), 0U);
}

TEST_F(Attack02, AProofByMalloryDoesNotMakeItCarols) {
  const auto mallory = evil_.put_person("mallory", test_key(KeyType::ed25519));
  const auto carol = good_.put_person("carol", test_key(KeyType::ed25519, 1));
  for (const auto& stranger : {mallory, carol}) victim_.meet(stranger);
  // Shows once that Mallory's host signs with Ed25519, which is kept.
  ASSERT_EQ(victim_.send(victim_.post(activity_by(mallory, "Like", mallory.iri), mallory)).status,
            202);
  good_.forget();
  for (const auto& method : {mallory.sign.key_id, carol.sign.key_id}) {
    SCOPED_TRACE(method);
    const auto activity =
        activity_by(carol, "Follow", victim_.alice(), {{"id", good_.at("/activities/1")}});
    const auto proven =
        add_proof(activity, iri(method), mallory.sign.key, SystemClock().now()).value();
    refused(victim_.post(proven, mallory), 401, "reason=");
  }
}

// --- 3: owner and key must name each other

TEST_F(Attack03, AKeyThatItsOwnerDoesNotListIsNobodys) {
  const auto carol = good_.put_person("carol", other_key());
  const auto neighbour = evil_.put_person("neighbour", other_key());
  const auto pem = test_key(KeyType::rsa).public_key().to_pem();
  const auto actor = [&](const std::string& own, const Json& key) {
    auto document = person_json(own, "mallory", test_key(KeyType::rsa).public_key());
    document["publicKey"] = key;
    return document;
  };
  const auto key = [&](const std::string& id, const std::string& owner) {
    return Json{{"id", id}, {"type", "Key"}, {"owner", owner}, {"publicKeyPem", pem}};
  };
  using Publish = std::function<Json(const std::string& own)>;
  const std::pair<const char*, Publish> cases[] = {
      {"Carol's", [&](auto& own) { return actor(own, key(own + "#main-key", carol.iri)); }},
      {"nobody's", [&](auto& own) { return actor(own, key(own + "#main-key", "")); }},
      {"of another id", [&](auto& own) { return actor(own, key(own + "#other", own)); }},
      {"named only", [&](auto& own) { return actor(own, own + "#main-key"); }},
      {"absent", [&](auto& own) { return actor(own, nullptr); }},
      {"alone, Carol's", [&](auto& own) { return key(own, carol.iri); }},
      {"alone, a neighbour's", [&](auto& own) { return key(own, neighbour.iri); }},
      {"alone, of nobody there", [&](auto& own) { return key(own, evil_.at("/users/x")); }},
      {"alone, its own", [&](auto& own) { return key(own, own); }},
  };
  int number = 0;
  for (const auto& [name, publish] : cases) {
    SCOPED_TRACE(name);
    evil_.forget();
    const auto path = "/users/mallory" + std::to_string(++number);
    const auto document = publish(evil_.at(path));
    evil_.put(path, document);
    const auto fragment = document.contains("inbox") ? "#main-key" : "";
    const Stranger mallory{evil_.at(path), {evil_.at(path) + fragment, test_key(KeyType::rsa)}};
    refused(victim_.post(activity_by(mallory, "Follow", victim_.alice()), mallory), 401, "reason=");
    EXPECT_LE(evil_.asked(), 2U);
  }
  EXPECT_EQ(good_.asked(), 0U);
}

// --- 4: what the key's document says of itself

TEST_F(Attack04, AKeyIsNotKeptUnderTheWrongName) {
  const auto mallory = evil_.put_person("mallory");
  // Somebody else's document, by another address of the same host and by one of another.
  evil_.put("/users/alias",
            person_json(mallory.iri, "mallory", test_key(KeyType::rsa).public_key()));
  evil_.redirect("/users/moved", mallory.iri);
  good_.redirect("/users/carol", mallory.iri);
  for (const auto& wrong :
       {evil_.at("/users/alias"), evil_.at("/users/moved"), good_.at("/users/carol")}) {
    SCOPED_TRACE(wrong);
    const bool far = wrong.starts_with(good_.at(""));
    const Stranger liar{wrong, {wrong + "#main-key", test_key(KeyType::rsa)}};
    for (const auto& actor : {wrong, mallory.iri}) {
      const auto activity = activity_by(liar, "Follow", victim_.alice(), {{"actor", actor}});
      refused(victim_.post(activity, liar), 401, far ? "leads elsewhere" : "does not list");
    }
    EXPECT_FALSE(find_key_owner(victim_.node().read().value(), liar.sign.key_id).has_value());
  }
}

TEST_F(Attack04, OfTwoKeysWithOneIdTheSecondCountsForNothing) {
  const auto own = evil_.at("/users/mallory");
  auto document = person_json(own, "mallory", test_key(KeyType::rsa).public_key());
  auto second = document["publicKey"];
  second["publicKeyPem"] = other_key().public_key().to_pem();
  document["publicKey"] = Json::array({document["publicKey"], second});
  evil_.put("/users/mallory", document);
  Stranger mallory{own, {key_id_of(own), test_key(KeyType::rsa)}};
  taken(victim_.post(activity_by(mallory, "Follow", victim_.alice()), mallory));
  mallory.sign.key = other_key();
  refused(victim_.post(activity_by(mallory, "Follow", victim_.bob()), mallory), 401,
          "does not verify");
}

TEST_F(Attack04, ASpentOrSpilledKeyIsRefused) {
  const auto& key = test_key(KeyType::ed25519);
  const std::pair<const char*, Json> cases[] = {
      {"revoked", "2020-01-01T00:00:00Z"},
      {"expires", "2020-01-01T00:00:00Z"},
      {"expires", "when it snows"},
      {"secretKeyMultibase", "z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjxq"},
  };
  int number = 0;
  for (const auto& [member, value] : cases) {
    SCOPED_TRACE(member);
    const auto path = "/users/mallory" + std::to_string(++number);
    const auto own = evil_.at(path);
    auto document = person_json(own, "mallory", other_key().public_key());
    document["assertionMethod"] = {{{"id", own + "#ed25519-key"},
                                    {"type", "Multikey"},
                                    {"controller", own},
                                    {"publicKeyMultibase", key.public_key().to_multibase()},
                                    {member, value}}};
    evil_.put(path, document);
    const Stranger mallory{own, {own + "#ed25519-key", key, Signing::rfc9421_ed25519}};
    const bool ended = value == "2020-01-01T00:00:00Z" && std::string_view(member) == "expires";
    refused(victim_.post(activity_by(mallory, "Follow", victim_.alice()), mallory), 401,
            ended ? "has expired" : "does not list");
  }
}

TEST_F(Attack04, BeyondSixteenKeysNoneCounts) {
  const auto own = evil_.at("/users/mallory");
  auto document = person_json(own, "mallory", other_key().public_key());
  Json keys = Json::array();
  for (int i = 0; i < 500; ++i) {
    keys.push_back({{"id", own + "#key" + std::to_string(i)},
                    {"owner", own},
                    {"publicKeyPem", test_key(KeyType::rsa).public_key().to_pem()}});
  }
  document["publicKey"] = keys;
  evil_.put("/users/mallory", document);
  const auto with_key = [&](int number) {
    return Stranger{own, {own + "#key" + std::to_string(number), test_key(KeyType::rsa)}};
  };
  const auto follow = activity_by(with_key(0), "Follow", victim_.alice());
  refused(victim_.post(follow, with_key(16)), 401, "does not list");
  taken(victim_.post(follow, with_key(15)));
  EXPECT_EQ(victim_.find_actor(own)->keys.size(), 16U);
}

// --- 5: a key of one host, an actor of another

TEST_F(Attack05, NobodyTakesTheKeyIdOfAnotherHost) {
  Host next_door("127.0.54.1");  // another port of the good host's address
  for (auto* evil : {&evil_, &next_door}) {
    SCOPED_TRACE(evil->domain());
    const auto admin = good_.put_person("admin", other_key());
    victim_.meet(admin);
    const auto own = evil->at("/users/mallory");
    auto document = person_json(own, "mallory", test_key(KeyType::rsa).public_key());
    document["publicKey"]["id"] = admin.sign.key_id;
    evil->put("/users/mallory", document);
    good_.forget();
    const Stranger thief{own, {admin.sign.key_id, test_key(KeyType::rsa)}};
    victim_.meet(thief);  // its document claims the administrator's key
    for (const auto& actor : {own, admin.iri}) {
      const auto activity = activity_by(thief, "Follow", victim_.alice(), {{"actor", actor}});
      refused(victim_.post(activity, thief), 401, "does not verify");
    }
    EXPECT_LE(good_.asked(), 1U);
    const auto owner = find_key_owner(victim_.node().read().value(), admin.sign.key_id);
    ASSERT_TRUE(owner.has_value());
    EXPECT_EQ(owner->iri.text(), admin.iri);
    taken(victim_.post(activity_by(admin, "Follow", victim_.alice()), admin));
  }
}

TEST_F(Attack05, NobodySignsWithOurOwnKeys) {
  for (const auto& key_id : {victim_.alice() + "#main-key", victim_.at("/actor#main-key"),
                             "http://VICTIM.test." + victim_.domain().substr(11) + "/actor"}) {
    SCOPED_TRACE(key_id);
    const Stranger mallory{victim_.alice(), {key_id, test_key(KeyType::rsa)}};
    refused(victim_.post(activity_by(mallory, "Follow", victim_.bob()), mallory), 401,
            "nobody but us");
  }
  EXPECT_THAT(connections(), IsEmpty());
}

// --- 11: rotation and floods

TEST_F(Attack11, ARotationCostsOneFetchAndASecondOneWaits) {
  auto mallory = evil_.put_person("mallory");
  const auto follow = [&] { return activity_by(mallory, "Follow", victim_.alice()); };
  victim_.meet(mallory);
  const auto old = mallory;
  mallory = evil_.put_person("mallory", other_key());
  evil_.forget();
  taken(victim_.post(follow(), mallory));
  EXPECT_EQ(evil_.asked("/users/mallory"), 1U);
  refused(victim_.post(follow(), old), 401, "does not verify");
  mallory = evil_.put_person("mallory", test_key(KeyType::rsa, 2));
  refused(victim_.post(follow(), mallory), 401, "does not verify");
  EXPECT_EQ(evil_.asked("/users/mallory"), 1U);
}

// Sends each request on a thread of its own; the answers' statuses.
std::multiset<int> all_at_once(const Victim& victim, const std::vector<OutboundRequest>& requests) {
  std::mutex mutex;
  std::multiset<int> statuses;
  std::vector<std::thread> senders;
  senders.reserve(requests.size());
  for (const auto& request : requests) {
    senders.emplace_back([&] {
      const int status = victim.send(request).status;
      const std::lock_guard lock(mutex);
      statuses.insert(status);
    });
  }
  for (auto& sender : senders) sender.join();
  return statuses;
}

TEST_F(Attack11, AStormOfForgeriesCausesOneFetch) {
  const auto carol = good_.put_person("carol", other_key());
  auto forger = carol;
  forger.sign.key = test_key(KeyType::rsa);
  std::vector<OutboundRequest> forgeries;
  forgeries.reserve(60);
  for (int i = 0; i < 60; ++i) {
    forgeries.push_back(victim_.post(activity_by(forger, "Follow", victim_.alice()), forger));
  }
  const auto before = victim_.stored();
  const auto statuses = all_at_once(victim_, forgeries);
  EXPECT_EQ(statuses.count(401), 60U);
  EXPECT_EQ(good_.asked(), 1U);
  EXPECT_THAT(victim_.changes(before), IsEmpty());
}

TEST_F(Attack11, AHostWithEndlessKeysIsAskedForThirty) {
  const auto before = victim_.stored();
  std::vector<OutboundRequest> forgeries;
  for (int i = 0; i < 60; ++i) {
    const auto own = evil_.at("/users/m" + std::to_string(i));
    const Stranger mallory{own, {key_id_of(own), test_key(KeyType::rsa)}};
    forgeries.push_back(victim_.post(activity_by(mallory, "Follow", victim_.alice()), mallory));
  }
  for (const auto& forgery : forgeries) {
    const auto answer = victim_.send(forgery);
    EXPECT_TRUE(answer.status == 401 || answer.status == 429) << answer.status;
    EXPECT_EQ(answer.headers.contains("retry-after"), answer.status == 429);
  }
  EXPECT_EQ(evil_.asked(), 30U);
  EXPECT_THAT(victim_.changes(before), IsEmpty());
}

TEST_F(Attack11, WhatFailedIsNotAskedAgainAtOnce) {
  for (const int status : {404, 410, 500, 301}) {
    SCOPED_TRACE(status);
    const auto path = "/users/m" + std::to_string(status);
    evil_.put(path, Response{.status = status});
    const Stranger mallory{evil_.at(path), {key_id_of(evil_.at(path)), test_key(KeyType::rsa)}};
    for (int i = 0; i < 5; ++i) {
      const auto answer =
          victim_.send(victim_.post(activity_by(mallory, "Follow", victim_.alice()), mallory));
      EXPECT_GE(answer.status, 400);
    }
    EXPECT_EQ(evil_.asked(path), 1U);
  }
}

// --- 12: key ids that are no address

TEST_F(Attack12, AKeyIdThatIsNoHttpAddressIsRefusedWithoutAConnection) {
  const auto mallory = evil_.put_person("mallory");
  outside::forget();
  for (const std::string& key_id :
       {std::string("acct:mallory@") + evil_.domain(), std::string("mallory"), std::string(" "),
        std::string("did:key:z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd"),
        std::string("data:application/json,{}"), std::string("file:///etc/passwd"),
        std::string("javascript:alert(1)"), std::string("ftp://") + evil_.domain() + "/k",
        std::string("http://"), std::string("http:///users/mallory"), "//" + evil_.domain() + "/k",
        "http://mallory:x@" + evil_.domain() + "/users/mallory", evil_.at("/ key"),
        evil_.at("/") + std::string(3'000, 'k')}) {
    SCOPED_TRACE(key_id);
    auto stranger = mallory;
    stranger.sign.key_id = key_id;
    auto request = victim_.post(activity_by(mallory, "Follow", victim_.alice()), stranger);
    refused(request, 401, "reason=");
  }
  EXPECT_THAT(connections(), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
