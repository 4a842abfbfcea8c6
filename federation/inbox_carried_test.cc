// What an inbox makes of requests that bring more than their sender's own word: a group's Announce
// with somebody's proof inside, what a relay forwards, and what a header says of followers.

#include <gmock/gmock.h>

#include "federation/inbox.h"
#include "federation/proof.h"
#include "federation/synchronize.h"
#include "storage/relays.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kUrl = "https://home.example/inbox";

// Carol's requests carry what dave, on a host of his own, did.
class InboxCarriedTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    inbox_ =
        std::make_unique<Inbox>(home_, *store_, *writer_, *authenticator_, keys_, random_, clock_);
    carols_site_.put_person("carol", key_.public_key());
    auto document = daves_site_.put_person("dave", key_.public_key());
    document["assertionMethod"] = {{{"id", kDave + "#ed"},
                                    {"type", "Multikey"},
                                    {"controller", kDave},
                                    {"publicKeyMultibase", ed_.public_key().to_multibase()}}};
    daves_site_.put("/users/dave", document);
    carol_ = ok(resolver_->resolve_actor(iri(kCarol)));
    dave_ = ok(resolver_->resolve_actor(iri(kDave)));
    mine_ = post(alice_);
    forget_owed();
  }
  Result<Receipt> send(const Json& activity, const Headers& more = {}) {
    auto request = signed_post(kUrl, dump_json(activity), {key_id_of(kCarol), key_}, clock_.now());
    for (const auto& [name, value] : more.list()) request.headers.set(name, value);
    return inbox_->receive(request);
  }
  Json announce(const Json& inner) { return activity(carol_, "Announce", inner); }
  Json proven(const Json& activity) {
    return ok(add_proof(activity, iri(kDave + "#ed"), ed_, clock_.now()));
  }
  void make_relay() {
    write([&](WriteTxn& txn) -> Result<bool> {
      Relay relay{.address = iri("https://carols.example/inbox"),
                  .accepted = true,
                  .actor = carol_.id,
                  .at = clock_.now()};
      TRY(put_relay(txn, relay));
      return true;
    });
  }
  [[nodiscard]] size_t likes() const { return count_reactions(read(), mine_.id); }

  inline static const std::string kCarol = "https://carols.example/users/carol",
                                  kDave = "https://daves.example/users/dave";
  Site carols_site_{net_, "https://carols.example"}, daves_site_{net_, "https://daves.example"};
  const PrivateKey& key_ = test_key(KeyType::rsa, 0);
  const PrivateKey& ed_ = test_key(KeyType::ed25519, 0);
  std::unique_ptr<Inbox> inbox_;
  Actor carol_, dave_;
  Post mine_;
};

TEST_F(InboxCarriedTest, WhatAGroupHandsOnWithAProofNeedsNoFetch) {
  befriend(alice_, carol_);
  const auto like = proven(activity(dave_, "Like", mine_.iri.text()));
  ASSERT_TRUE(send(announce(like)).ok());
  EXPECT_EQ(likes(), 1U);
  EXPECT_TRUE(find_reaction(read(), mine_.id, dave_.id));
  EXPECT_THAT(to_fetch(), IsEmpty());
  const auto undo = proven(activity(dave_, "Undo", like));
  ASSERT_TRUE(send(announce(undo)).ok());
  EXPECT_EQ(likes(), 0U);
  ASSERT_TRUE(send(announce(like)).ok());
  EXPECT_EQ(likes(), 0U) << "what was done is not done again";
}

TEST_F(InboxCarriedTest, WhatTheyMayNotDoIsNoFaultOfTheGroups) {
  befriend(alice_, carol_);
  const auto theirs = known_note(eve_);
  auto without_author = note(dave_);
  without_author.erase("attributedTo");
  const auto forbidden = activity(dave_, "Delete", theirs.iri.text()),
             broken = activity(dave_, "Create", without_author);
  for (const auto& inner : {forbidden, broken}) {
    ASSERT_NE(refusal(dave_, inner), Code::internal) << inner;
    const auto receipt = send(announce(proven(inner)));
    EXPECT_TRUE(receipt.ok()) << receipt.error().what;
  }
  EXPECT_FALSE(post_at(theirs.iri.text()).gone);
}

TEST_F(InboxCarriedTest, ADeletionWithAProofIsDone) {
  befriend(alice_, carol_);
  const auto theirs = known_note(dave_);
  ASSERT_TRUE(send(announce(proven(activity(dave_, "Delete", theirs.iri.text())))).ok());
  EXPECT_TRUE(post_at(theirs.iri.text()).gone);
  EXPECT_THAT(to_fetch(), IsEmpty());
}

TEST_F(InboxCarriedTest, Attack14AProofThatDoesNotStandIsNone) {
  befriend(alice_, carol_);
  const auto like = proven(activity(dave_, "Like", mine_.iri.text()));
  auto tampered = like;
  tampered["content"] = "!";
  auto others = activity(dave_, "Like", mine_.iri.text());
  others["actor"] = eve_.iri.text();
  auto renamed = proven(activity(dave_, "Like", mine_.iri.text()));
  renamed["id"] = "https://elsewhere.example/1";
  for (const auto& inner : {tampered, proven(others), renamed}) {
    ASSERT_TRUE(send(announce(inner)).ok()) << inner;
    EXPECT_EQ(likes(), 0U) << inner;
  }
}

TEST_F(InboxCarriedTest, AStrangersAnnounceIsNotWorthALook) {
  ASSERT_TRUE(send(announce(proven(activity(dave_, "Like", mine_.iri.text())))).ok());
  EXPECT_EQ(likes(), 0U);
  EXPECT_THAT(to_fetch(), IsEmpty());
}

TEST_F(InboxCarriedTest, WhatARelayForwardsIsAskedOfItsOrigin) {
  make_relay();
  auto object = note(dave_, "<p>as it was written</p>");
  const auto id = std::string(*find_string(object, "id"));
  daves_site_.put(iri(id).path(), object);
  const auto create = activity(dave_, "Create", object);
  auto forged = create;
  forged["object"]["content"] = "<p>forged</p>";
  forged["signature"] = {{"type", "RsaSignature2017"}};
  ASSERT_TRUE(send(forged).ok());
  EXPECT_FALSE(knows(id));
  catch_up_->run_due(16);
  EXPECT_EQ(post_at(id).content, "<p>as it was written</p>");
  // The relay has not used up the name of what dave may still send himself.
  EXPECT_FALSE(seen(read(), iri(*find_string(create, "id"))));
}

TEST_F(InboxCarriedTest, AProofMakesARelayedPostNoLessWelcome) {
  const auto object = note(dave_, "<p>proven</p>");
  const auto id = std::string(*find_string(object, "id"));
  daves_site_.put(iri(id).path(), object);
  const auto create = proven(activity(dave_, "Create", object));
  EXPECT_EQ(send(create).value().outcome, Outcome::ignored) << "nobody follows dave";
  make_relay();
  EXPECT_EQ(send(create).value().outcome, Outcome::taken);
  catch_up_->run_due(16);
  EXPECT_EQ(post_at(id).content, "<p>proven</p>");
}

TEST_F(InboxCarriedTest, OnlyARelayForwardsWithoutAProof) {
  const auto before = rows();
  const auto refused = send(activity(dave_, "Create", note(dave_)));
  EXPECT_EQ(code_of(refused), Code::unauthenticated);
  EXPECT_EQ(rows(), before);
  make_relay();
  EXPECT_EQ(send(activity(dave_, "Follow", alice_.iri.text())).value().outcome, Outcome::ignored);
  EXPECT_FALSE(find_follow(read(), dave_.id, alice_.id));
  ASSERT_TRUE(send(activity(dave_, "Delete", kDave)).ok());
  EXPECT_FALSE(stored(kDave)->gone);
}

TEST_F(InboxCarriedTest, WhatAHeaderSaysOfFollowersIsLookedAtLater) {
  befriend(alice_, carol_);
  const auto header = [&](const std::string& url) {
    return Headers{{std::string(kSynchronizationHeader),
                    "collectionId=\"" + kCarol + "/followers\", url=\"" + url + "\", digest=\"" +
                        std::string(64, 'a') + "\""}};
  };
  const auto like = [&] { return activity(carol_, "Like", mine_.iri.text()); };
  ASSERT_TRUE(send(like(), header("https://evil.example/list")).ok());
  EXPECT_THAT(to_fetch(), IsEmpty());
  ASSERT_TRUE(send(like(), header("https://carols.example/list")).ok());
  EXPECT_THAT(to_fetch(), ElementsAre("https://carols.example/list"));
  EXPECT_GT(catch_up_->next_due().value(), clock_.now());
}

}  // namespace
}  // namespace hallway::test
