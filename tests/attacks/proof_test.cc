// Attacks 13 and 14: what says, within a document, that somebody else vouches for it. Carol's words
// come by Mallory, with linked data signatures (which prove nothing here) and with proofs by
// FEP-8b32 that are bent in one place.

#include "federation/proof.h"

#include <functional>

#include "tests/attacks/attack.h"

namespace hallway::test {
namespace {

using testing::IsEmpty;

class ProofAttack : public Attack {
 protected:
  void SetUp() override {
    Attack::SetUp();
    for (const auto& stranger : {mallory_, carol_, dora_}) victim_.meet(stranger);
    good_.forget();
    evil_.forget();
  }

  [[nodiscard]] Json words_of(const Stranger& by, const std::string& id) const {
    return note_by(by, id, {{"cc", Json::array({victim_.alice()})}});
  }
  [[nodiscard]] Json carols() const { return create_by(carol_, words_of(carol_, note_)); }
  // As Carol makes a proof, with `more` laid over its options.
  [[nodiscard]] Json options(const Json& more = Json::object()) const {
    Json made = {{"type", "DataIntegrityProof"},
                 {"cryptosuite", "eddsa-jcs-2022"},
                 {"verificationMethod", carol_.sign.key_id},
                 {"proofPurpose", "assertionMethod"},
                 {"created", to_rfc3339(SystemClock().now())},
                 {"@context", "https://www.w3.org/ns/activitystreams"}};
    made.update(more);
    return made;
  }
  [[nodiscard]] Json proven(const Json& document, const Json& with) const {
    return add_proof(document, with, carol_.sign.key).value();
  }
  void nothing_of_carols(const Json& document) {
    refused(victim_.post(document, mallory_), 401, "reason=");
    EXPECT_FALSE(victim_.find_post(note_).has_value());
  }

  const Stranger mallory_ = evil_.put_person("mallory");
  const Stranger carol_ = good_.put_person("carol", test_key(KeyType::ed25519, 1));
  const Stranger dora_ = good_.put_person("dora", test_key(KeyType::ed25519, 2));
  const std::string note_ = good_.at("/notes/1");
};

using Attack13 = ProofAttack;
using Attack14 = ProofAttack;

TEST_F(Attack13, ALinkedDataSignatureProvesNothing) {
  const Json signature = {{"type", "RsaSignature2017"},
                          {"creator", carol_.sign.key_id},
                          {"created", to_rfc3339(SystemClock().now())},
                          {"signatureValue", base64(std::string(256, 's'))}};
  for (const Json& value : {signature, Json::array({signature}), Json::array({signature, 5})}) {
    for (const auto* member : {"signature", "proof", "https://w3id.org/security#signature"}) {
      SCOPED_TRACE(member);
      auto document = carols();
      document[member] = value;
      nothing_of_carols(document);
    }
  }
  EXPECT_EQ(good_.asked() + evil_.asked(), 0U);
}

// Linked data could say the same in many ways. Here a member is what its plain name says, and what
// stands elsewhere is not looked for.
TEST_F(Attack13, NothingIsReadFromWhereLinkedDataWouldHideIt) {
  const auto hidden = create_by(carol_, words_of(carol_, note_));
  const Json terms = {{"myActor", "as:actor"},
                      {"actor", "https://evil.example/ns#nothing"},
                      {"author", {{"@id", "as:attributedTo"}, {"@type", "@id"}}}};
  const std::pair<const char*, Json> members[] = {
      {"@graph", Json::array({hidden})},
      {"@included", Json::array({hidden})},
      {"@reverse", {{"object", Json::array({hidden})}}},
      {"@context", Json::array({"https://www.w3.org/ns/activitystreams", terms})},
      {"@context", {{"@vocab", "https://evil.example/ns#"}, {"@base", good_.at("/")}}},
      {"myActor", carol_.iri},
      {"https://www.w3.org/ns/activitystreams#actor", carol_.iri},
      {"as:actor", carol_.iri},
      {"@id", carol_.iri + "/activities/1"},
      {"@nest", {{"actor", carol_.iri}}}};
  const auto mallory = victim_.find_actor(mallory_.iri)->id;
  int number = 0;
  for (const auto& [member, value] : members) {
    SCOPED_TRACE(member);
    const auto id = evil_.at("/notes/" + std::to_string(++number));
    auto note = words_of(mallory_, id);
    note[member] = value;
    auto create = create_by(mallory_, note);
    create[member] = value;
    taken(victim_.post(create, mallory_));
    const auto stored = victim_.find_post(id);
    ASSERT_TRUE(stored.has_value());
    EXPECT_EQ(stored->author, mallory);
    EXPECT_FALSE(victim_.find_post(note_).has_value());
  }
  ASSERT_TRUE(victim_.settle());
  EXPECT_EQ(good_.asked(), 0U);
}

// Without this the other tests would hold for no good reason.
TEST_F(Attack14, AProofOfCarolsThatIsInOrderIsBelieved) {
  taken(victim_.post(proven(carols(), options()), mallory_));
  EXPECT_EQ(victim_.find_post(note_)->author, victim_.find_actor(carol_.iri)->id);
}

TEST_F(Attack14, AProofMadeForSomethingElseIsRefused) {
  const auto now = SystemClock().now();
  const auto ago = [now](Duration much) { return Json(to_rfc3339(now - much)); };
  const Json cases[] = {{{"domain", victim_.domain()}},
                        {{"challenge", "1"}},
                        {{"previousProof", "urn:uuid:1"}},
                        {{"proofPurpose", "authentication"}},
                        {{"proofPurpose", Json::array({"assertionMethod"})}},
                        {{"created", ago(hours(2))}, {"expires", ago(hours(1))}},
                        {{"expires", "never"}},
                        {{"expires", nullptr}},
                        {{"created", ago(hours(-2))}},
                        {{"created", "yesterday"}},
                        {{"cryptosuite", "eddsa-rdfc-2022"}},
                        {{"cryptosuite", "EDDSA-JCS-2022"}},
                        {{"type", "Ed25519Signature2020"}},
                        {{"@context", "https://evil.example/ns"}},
                        {{"verificationMethod", dora_.sign.key_id}},
                        {{"verificationMethod", mallory_.sign.key_id}},
                        {{"verificationMethod", carol_.iri + "#other"}},
                        {{"verificationMethod", "did:key:z6Mk"}}};
  for (const auto& more : cases) {
    SCOPED_TRACE(dump_json(more));
    nothing_of_carols(proven(carols(), options(more)));
  }
}

TEST_F(Attack14, WhatWasChangedAfterTheProofIsRefused) {
  const std::pair<const char*, std::function<void(Json&)>> changes[] = {
      {"another text", [](Json& d) { d["object"]["content"] = "<p>Give Mallory a raise.</p>"; }},
      {"a member more", [](Json& d) { d["object"]["summary"] = "Urgent"; }},
      {"a member less", [](Json& d) { d["object"].erase("cc"); }},
      {"an unknown member", [](Json& d) { d["https://evil.example/ns#x"] = 1; }},
      {"another context", [](Json& d) { d["@context"] = "https://evil.example/ns"; }},
      {"an option more", [](Json& d) { d["proof"]["nonce"] = "1"; }},
      {"an option less", [](Json& d) { d["proof"].erase("@context"); }},
      {"made later", [](Json& d) { d["proof"]["created"] = to_rfc3339(SystemClock().now()); }},
      {"twice",
       [](Json& d) {
         d["proof"] = Json::array({d["proof"], d["proof"]});
       }},
      {"of another encoding", [](Json& d) { d["proof"]["proofValue"] = "f00"; }},
      {"empty", [](Json& d) { d["proof"]["proofValue"] = "z"; }},
      {"on the object only",
       [](Json& d) {
         d["object"]["proof"] = d["proof"];
         d.erase("proof");
       }},
  };
  for (const auto& [name, change] : changes) {
    SCOPED_TRACE(name);
    auto document =
        proven(carols(), options({{"created", to_rfc3339(SystemClock().now() - seconds(5))}}));
    change(document);
    nothing_of_carols(document);
  }
}

// Dora lives on Carol's host; her key is no more Carol's for that.
TEST_F(Attack14, AKeyOfTheSameHostSpeaksForItsOwnerOnly) {
  for (const auto& method : {dora_.sign.key_id, carol_.sign.key_id}) {
    SCOPED_TRACE(method);
    nothing_of_carols(
        add_proof(carols(), options({{"verificationMethod", method}}), dora_.sign.key).value());
  }
}

// The proof covers one of two members of a name; which one is read is anybody's guess.
TEST_F(Attack14, AMemberThatStandsTwiceUnderAProofIsRefused) {
  const auto body = dump_json(proven(carols(), options()));
  for (const std::string& first : {std::string(R"("actor":")") + mallory_.iri + "\",",
                                   std::string(R"("object":"x",)"), std::string("\"proof\":{},")}) {
    SCOPED_TRACE(first);
    refused(victim_.post_bytes("{" + first + body.substr(1), mallory_), 400, "reason=");
  }
}

// A post that carries Carol's own proof within Mallory's activity is Carol's on her origin only.
TEST_F(Attack14, AProofWithinSomebodyElsesActivityLendsNoName) {
  const auto note = proven(words_of(carol_, note_), options());
  refused(victim_.post(activity_by(mallory_, "Update", note), mallory_), 403, "may not");
  ignored(victim_.post(activity_by(mallory_, "Create", note), mallory_), "concerns nobody");
  EXPECT_FALSE(victim_.find_post(note_).has_value());
}

}  // namespace
}  // namespace hallway::test
