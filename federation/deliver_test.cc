#include "federation/deliver.h"

#include <gmock/gmock.h>

#include <cmath>

#include "federation/post.h"
#include "federation/react.h"
#include "tests/support/delivering.h"

namespace hallway::test {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::Le;

// --- one delivery ---

TEST_F(DeliverTest, WhatWasLoggedArrivesByteByByteSignedByItsActor) {
  answer(202);
  const auto made = post(alice_);
  settle();
  ASSERT_EQ(remote_.seen().size(), 1U);
  const auto& request = remote_.seen()[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/inbox");
  EXPECT_EQ(request.body, find_payload(read(), made.document));
  EXPECT_EQ(request.headers.find("Content-Type"), "application/activity+json");
  const auto claim = read_signature(
      {request.method, iri("https://remote.example/inbox"), &request.headers, request.body},
      domain(kHost), clock_.now());
  ASSERT_TRUE(claim.ok()) << claim.error().what;
  const auto key = keys_.find(read(), alice_.id, KeyType::rsa).value();
  EXPECT_EQ(claim->key_id, key.id);
  EXPECT_TRUE(verify_claim(*claim, key.key.public_key()));
}

TEST_F(DeliverTest, WhoIsHeardOfForTheFirstTimeGetsTheKeyThatIsMissing) {
  answer(202);
  const auto carol = write([&](WriteTxn& txn) -> Result<Actor> {
    auto fresh = local_actor(home_, "carol", clock_.now());
    TRY(put_actor(txn, fresh, clock_.now()));
    TRY(store_first_key(txn, fresh, clock_.now()));
    TRY(put_actor(txn, fresh, clock_.now()));
    return fresh;
  });
  befriend(eve_, carol);
  post(carol);
  settle();
  ASSERT_EQ(remote_.seen().size(), 1U);
  EXPECT_TRUE(is_cavage(remote_.seen()[0]));
  EXPECT_EQ(now(carol).keys.size(), 2U);
  EXPECT_EQ(left(), 0U);
}

TEST_F(DeliverTest, WhatWasTakenIsOwedNoLonger) {
  answer(202);
  post(alice_);
  settle();
  EXPECT_EQ(left(), 0U);
  EXPECT_EQ(deliverer_->next_due(), std::nullopt);
  EXPECT_EQ(deliverer_->figures().delivered, 1U);
  EXPECT_EQ(peer(kHost).last_success, clock_.now());
  const auto before = commits();
  EXPECT_EQ(deliverer_->run_due(), 0U);
  EXPECT_EQ(commits(), before) << "at rest, nothing is written";
}

TEST_F(DeliverTest, WhatADisabledPersonOwesIsHeldUntilTheyAreEnabled) {
  answer(202);
  post(alice_);
  auto disabled = now(alice_);
  disabled.suspended = true;
  put(disabled);
  settle();
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(go_on());
  EXPECT_EQ(asked(), 0U);
  EXPECT_EQ(left(), 1U);
  disabled.suspended = false;
  put(disabled);
  const auto enabled = clock_.now();
  while (go_on()) {
  }
  EXPECT_EQ(asked(), 1U);
  EXPECT_LE(clock_.now() - enabled, minutes(12));
}

TEST_F(DeliverTest, WhatADisabledPersonOwesStandsBeforeNobodyElses) {
  answer(202);
  befriend(eve_, bob_);
  for (int i = 0; i < 100; ++i) post(alice_);
  post(bob_);
  auto disabled = now(alice_);
  disabled.suspended = true;
  put(disabled);
  settle();
  EXPECT_EQ(asked(), 1U) << "bob's";
  EXPECT_EQ(left(), 100U);
}

TEST_F(DeliverTest, OfSomebodyWhoIsGoneOnlyDeletesGoOut) {
  answer(202);
  const auto first = post(alice_);
  const auto liked = known_note(eve_);
  ok(act(alice_, [&](Local& local) { return like(local, liked.id); }));
  ok(act(alice_, [&](Local& local) { return delete_post(local, first.id); }));
  auto gone = now(alice_);
  gone.gone = true;
  put(gone);
  settle();
  ASSERT_EQ(remote_.seen().size(), 1U);
  EXPECT_THAT(remote_.seen()[0].body, testing::HasSubstr("\"Delete\""));
  EXPECT_EQ(left(), 0U);
}

TEST_F(DeliverTest, EachAnswerHasItsConsequence) {
  enum class Then { done, given_up, again };
  const struct {
    Then then;
    std::vector<int> statuses;
  } kCases[] = {
      {Then::done, {200, 201, 202, 204}},
      {Then::given_up, {400, 404, 405, 406, 410, 413, 415, 422}},
      {Then::again, {301, 302, 307, 401, 403, 408, 409, 425, 429, 500, 502, 503, 504}},
  };
  for (const auto& c : kCases) {
    for (const int status : c.statuses) {
      answer(status);
      const uint64_t given_up = deliverer_->figures().given_up;
      post(alice_);
      settle();
      EXPECT_EQ(left(), c.then == Then::again ? 1U : 0U) << status;
      EXPECT_EQ(deliverer_->figures().given_up - given_up, c.then == Then::given_up ? 1U : 0U)
          << status;
      EXPECT_EQ(peer(kHost).failures, 0U) << "who answers is up: " << status;
      forget_owed();
    }
  }
}

TEST_F(DeliverTest, AFailureIsTriedAgainUntilItSucceeds) {
  answer(503);
  post(alice_);
  settle();
  EXPECT_EQ(asked(), 1U);
  settle();
  EXPECT_EQ(asked(), 1U) << "not before it is due";
  answer(202);
  ASSERT_TRUE(go_on());
  EXPECT_EQ(asked(), 2U);
  EXPECT_EQ(left(), 0U);
  EXPECT_EQ(deliverer_->figures().retried, 1U);
}

TEST_F(DeliverTest, WaitsDoubleUpToSixHoursAndEndAfterAWeek) {
  answer(503);
  const auto start = clock_.now();
  std::vector<Time> times;
  remote_.guard([&](const Request&) {
    times.push_back(clock_.now());
    return Response{.status = 503};
  });
  post(alice_);
  settle();
  while (go_on()) ASSERT_LT(times.size(), 100U);
  EXPECT_EQ(left(), 0U);
  EXPECT_EQ(deliverer_->figures().given_up, 1U);
  EXPECT_THAT(times.back() - start, AllOf(Ge(days(6)), Le(days(7))));
  for (size_t i = 1; i < times.size(); ++i) {
    const double plain = std::min(60'000.0 * std::pow(2, i - 1), 6 * 3'600'000.0);
    const auto waited = static_cast<double>((times[i] - times[i - 1]).ms);
    EXPECT_THAT(waited, AllOf(Ge(plain * 0.87), Le(plain * 1.13))) << i;
  }
}

TEST_F(DeliverTest, APeerMaySayWhenToComeAgainWithinADay) {
  const struct {
    std::string said;
    Duration least, most;
  } kCases[] = {
      {"120", seconds(120), seconds(120)},
      {"0", seconds(0), seconds(0)},
      {to_http_date(clock_.now() + hours(2)), minutes(119), hours(2)},
      {"9999999", days(1), days(1)},
      {to_http_date(clock_.now() + days(30)), days(1), days(1)},
      // Nothing that can be obeyed: the usual wait.
      {to_http_date(clock_.now() - hours(2)), seconds(50), seconds(70)},
      {"-5", seconds(50), seconds(70)},
      {"soon", seconds(50), seconds(70)},
  };
  for (const auto& c : kCases) {
    answer(429, {{"Retry-After", c.said}});
    post(alice_);
    EXPECT_EQ(deliverer_->run_due(), 1U);
    writer_->drain();
    const auto next = deliverer_->next_due();
    ASSERT_TRUE(next);
    EXPECT_THAT(*next - clock_.now(), AllOf(Ge(c.least), Le(c.most))) << c.said;
    forget_owed();
  }
}

// --- double-knock ---

TEST_F(DeliverTest, ToAStrangerTheOldestSignatureFirst) {
  answer(202);
  post(alice_);
  settle();
  ASSERT_EQ(asked(), 1U);
  EXPECT_TRUE(is_cavage(remote_.seen()[0]));
  EXPECT_EQ(peer(kHost).signing, KnownSigning::cavage_rsa);
}

TEST_F(DeliverTest, ARefusedSignatureIsTriedOnceInAnotherWayAndRemembered) {
  for (const int refusal : {400, 401, 403}) {
    set_peer(kHost, [](Peer& p) { p.signing = KnownSigning::unknown; });
    const auto before = remote_.seen().size();
    remote_.guard([=](const Request& request) {
      return Response{.status = is_cavage(request) ? refusal : 202};
    });
    post(alice_);
    settle();
    ASSERT_EQ(remote_.seen().size(), before + 2) << refusal;
    EXPECT_TRUE(is_cavage(remote_.seen()[before]));
    EXPECT_FALSE(is_cavage(remote_.seen()[before + 1]));
    EXPECT_EQ(left(), 0U) << refusal;
    EXPECT_EQ(peer(kHost).signing, KnownSigning::rfc9421_rsa);
    post(alice_);
    settle();
    EXPECT_EQ(remote_.seen().size(), before + 3) << "the next one fits at once";
  }
}

TEST_F(DeliverTest, WhoRefusesBothIsAskedTwiceAndNothingIsLearned) {
  answer(401);
  post(alice_);
  settle();
  EXPECT_EQ(asked(), 2U);
  EXPECT_EQ(peer(kHost).signing, KnownSigning::unknown);
  EXPECT_EQ(left(), 1U);
}

TEST_F(DeliverTest, OtherFailuresAreNoMatterOfTheSignature) {
  for (const int status : {404, 410, 429, 500, 503}) {
    const auto before = asked();
    answer(status);
    post(alice_);
    settle();
    EXPECT_EQ(asked(), before + 1) << status;
    forget_owed();
  }
}

TEST_F(DeliverTest, WhoHasShownEd25519GetsItUntilItIsRefused) {
  set_peer(kHost, [](Peer& p) {
    p.ed25519 = true;
    p.signing = KnownSigning::rfc9421_ed25519;
  });
  answer(202);
  post(alice_);
  settle();
  ASSERT_EQ(asked(), 1U);
  EXPECT_THAT(std::string(*remote_.seen()[0].headers.find("Signature-Input")),
              testing::HasSubstr("#ed25519-key"));
  EXPECT_EQ(peer(kHost).signing, KnownSigning::rfc9421_ed25519);
  remote_.guard(
      [](const Request& request) { return Response{.status = is_cavage(request) ? 202 : 401}; });
  post(alice_);
  settle();
  EXPECT_EQ(left(), 0U);
  EXPECT_EQ(peer(kHost).signing, KnownSigning::cavage_rsa);
}

TEST_F(DeliverTest, NeverTwoSignaturesInOneRequest) {
  answer(401);
  post(alice_);
  settle();
  for (const auto& request : remote_.seen()) {
    EXPECT_EQ(request.headers.find_all("Signature").size(), 1U);
    EXPECT_NE(request.headers.find("Digest").has_value(),
              request.headers.find("Content-Digest").has_value());
  }
}

TEST_F(DeliverTest, WhoHasNoKeyCannotSendAndThatIsNotThePeersFault) {
  const auto made = post(alice_);
  ok(act(bob_, [&](Local& local) {
    const Owed owed{.activity = made.document, .recipients = {eve_.id}};
    return owe(local.txn, home_, owed, /*signer=*/eve_.id, clock_.now());
  }));
  answer(202);
  settle();
  EXPECT_EQ(deliverer_->figures().delivered, 1U);
  EXPECT_EQ(deliverer_->figures().given_up, 1U);
  EXPECT_EQ(peer(kHost).failures, 0U);
}

// --- what needs not be sent any longer ---

TEST_F(DeliverTest, APostDeletedBeforeItWasSentIsNotSent) {
  net_.trouble(kHost, {.down = true});
  const auto made = post(alice_);
  settle();
  ok(act(alice_, [&](Local& l) { return delete_post(l, made.id); }));
  net_.trouble(kHost, {});
  answer(202);
  while (go_on()) {
  }
  ASSERT_EQ(remote_.seen().size(), 1U);
  EXPECT_THAT(remote_.seen()[0].body, testing::HasSubstr("\"Delete\""));
}

TEST_F(DeliverTest, ANodeThatWasBlockedMeanwhileGetsNothingMore) {
  net_.trouble(kHost, {.down = true});
  post(alice_);
  settle();
  net_.trouble(kHost, {});
  answer(202);
  set_peer(kHost, [](Peer& p) { p.relation = Relation::blocked; });
  while (go_on()) {
  }
  EXPECT_EQ(remote_.seen().size(), 0U);
  EXPECT_EQ(left(), 0U);
}

TEST_F(DeliverTest, ABlockOfAHostHoldsBackWhatIsOwedToItsOtherPorts) {
  Site other_port{net_, "https://remote.example:8443"};
  other_port.guard([](const Request&) { return Response{.status = 202}; });
  befriend(put_remote("frank", "remote.example:8443"), alice_);
  net_.trouble("remote.example:8443", {.down = true});
  answer(202);
  post(alice_);
  settle();
  EXPECT_EQ(left(), 1U);
  net_.trouble("remote.example:8443", {});
  set_peer(kHost, [](Peer& p) { p.relation = Relation::blocked; });
  post(alice_);
  EXPECT_EQ(left(), 1U) << "nothing more is owed";
  while (go_on()) {
  }
  EXPECT_EQ(other_port.seen().size(), 0U);
  EXPECT_EQ(left(), 0U);
}

TEST_F(DeliverTest, WhatIsOwedSurvivesARestart) {
  net_.trouble(kHost, {.down = true});
  post(alice_);
  settle();
  deliverer_.reset();
  reopen();
  net_.trouble(kHost, {});
  answer(202);
  restart();
  ASSERT_TRUE(go_on());
  EXPECT_EQ(remote_.seen().size(), 1U);
  EXPECT_EQ(left(), 0U);
}

// --- owing ---

TEST_F(DeliverTest, OneRowForEachInboxAndNoneForPeopleHereOrGone) {
  auto gone = put_remote("gone", "gone.example");
  gone.gone = true;
  put(gone);
  auto nowhere = put_remote("nowhere", "nowhere.example");
  nowhere.inbox = nowhere.shared_inbox = Iri();
  put(nowhere);
  const auto frank = put_remote("frank");
  const std::vector<Id> people = {eve_.id, frank.id, eve_.id, mallory_.id,
                                  bob_.id, gone.id,  Id{404}, nowhere.id};
  const auto rows = ok(act(alice_, [&](Local& local) {
    return owe(local.txn, home_, {.activity = 1, .recipients = people}, alice_.id, clock_.now());
  }));
  EXPECT_EQ(rows, 2U);
  EXPECT_EQ(left(), 2U);
}

TEST_F(DeliverTest, NothingIsOwedToWhomWeDoNotTalkTo) {
  home_.mode = Mode::allowlist;
  set_peer("evil.example", [](Peer& p) { p.relation = Relation::blocked; });
  const auto rows = ok(act(alice_, [&](Local& local) {
    return owe(local.txn, home_, {.activity = 1, .recipients = {eve_.id, mallory_.id}}, alice_.id,
               clock_.now());
  }));
  EXPECT_EQ(rows, 0U);
}

}  // namespace
}  // namespace hallway::test
