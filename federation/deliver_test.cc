#include "federation/deliver.h"

#include <gmock/gmock.h>

#include <cmath>

#include "federation/capabilities.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::IsEmpty;
using testing::Le;

constexpr auto kHost = "remote.example";

// Alice writes to eve, whose node answers as each test says.
class DeliverTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    befriend(eve_, alice_);
    restart();
  }
  void restart() { restart(net_.client("home.example"), 2'000); }
  void restart(HttpClient& client, size_t most_at_once) {
    deliverer_.reset();
    deliverer_ = std::make_unique<Deliverer>(Deliverer::Parts{.home = home_,
                                                              .store = *store_,
                                                              .writer = *writer_,
                                                              .keys = keys_,
                                                              .client = client,
                                                              .random = random_,
                                                              .clock = clock_,
                                                              .permits = {},
                                                              .most_at_once = most_at_once});
  }
  // Does what is due now, until nothing is.
  void settle() {
    while (deliverer_->run_due() > 0) writer_->drain();
    writer_->drain();
  }
  // Turns the clock to what is due next and does it; false: nothing is owed.
  bool go_on() {
    const auto next = deliverer_->next_due();
    if (!next) return false;
    if (*next > clock_.now()) clock_.set(*next);
    settle();
    return true;
  }
  void answer(int status, Headers headers = {}) {
    remote_.guard([=](const Request&) { return Response{.status = status, .headers = headers}; });
  }
  [[nodiscard]] size_t asked() const { return net_.requests(kHost); }
  [[nodiscard]] uint64_t left() const { return count(Table::deliveries); }
  [[nodiscard]] static bool is_cavage(const Request& request) {
    return !request.headers.find("Signature-Input").has_value();
  }

  Site remote_{net_, "https://remote.example"};
  std::unique_ptr<Deliverer> deliverer_;
};

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

// --- a peer that does not answer ---

TEST_F(DeliverTest, ADeadHostIsProbedNotStormedAndGetsAllOnceItIsBack) {
  constexpr size_t kPosts = 50;
  net_.trouble(kHost, {.down = true});
  for (size_t i = 0; i < kPosts; ++i) post(alice_, std::to_string(i));
  settle();
  EXPECT_LE(asked(), 8U) << "the first volley, at most";
  EXPECT_EQ(peer(kHost).failures, 1U) << "which counts once";
  const auto first = asked();
  const auto down_since = clock_.now();
  const auto tomorrow = clock_.now() + days(1);
  while (clock_.now() < tomorrow) ASSERT_TRUE(go_on());
  EXPECT_LE(asked() - first, 40U) << "one at a time, each hour at last";
  EXPECT_EQ(peer(kHost).down_since, down_since);
  EXPECT_EQ(left(), kPosts);
  net_.trouble(kHost, {});
  answer(202);
  while (go_on()) {
  }
  EXPECT_EQ(deliverer_->figures().delivered, kPosts);
  EXPECT_EQ(peer(kHost).failures, 0U);
  EXPECT_EQ(peer(kHost).down_since, Time{});
}

TEST_F(DeliverTest, WaitsForADeadHostDoubleUpToAnHour) {
  net_.trouble(kHost, {.down = true});
  post(alice_);
  settle();
  for (uint32_t n = 0; n < 15; ++n) {
    const auto wait = static_cast<double>((peer(kHost).retry - clock_.now()).ms);
    const double plain = std::min(15'000.0 * std::pow(2, n), 3'600'000.0);
    EXPECT_THAT(wait, AllOf(Ge(plain * 0.87), Le(plain * 1.13))) << n;
    ASSERT_TRUE(go_on());
  }
}

TEST_F(DeliverTest, WhatIsOwedToADeadHostMeanwhileWaitsForItsLine) {
  net_.trouble(kHost, {.down = true});
  post(alice_);
  settle();
  const auto before = asked();
  post(alice_);
  settle();
  EXPECT_EQ(asked(), before) << "a new post opens no closed line";
  EXPECT_EQ(left(), 2U);
}

TEST_F(DeliverTest, ADeadHostDelaysNobodyElse) {
  Site evil{net_, "https://evil.example"};
  evil.guard([](const Request&) { return Response{.status = 202}; });
  befriend(mallory_, alice_);
  net_.trouble(kHost, {.down = true});
  for (int i = 0; i < 20; ++i) {
    post(alice_);
    settle();
  }
  EXPECT_EQ(evil.seen().size(), 20U);
}

TEST_F(DeliverTest, AfterAWeekADeadHostIsOwedNothing) {
  net_.trouble(kHost, {.down = true});
  post(alice_);
  const auto start = clock_.now();
  settle();
  while (go_on()) ASSERT_LT(clock_.now() - start, days(9));
  EXPECT_EQ(left(), 0U);
  EXPECT_EQ(deliverer_->figures().given_up, 1U);
  EXPECT_GE(clock_.now() - start, days(7));
}

TEST_F(DeliverTest, AForbiddenAddressIsNotConnectedToUnlessThePeerIsPermitted) {
  net_.place(kHost, "10.0.0.7");
  answer(202);
  post(alice_);
  settle();
  EXPECT_EQ(remote_.seen().size(), 0U);
  EXPECT_EQ(left(), 1U);
  set_peer(kHost, [](Peer& p) { p.permits = {Cidr::parse("10.0.0.0/8").value()}; });
  go_on();
  EXPECT_EQ(remote_.seen().size(), 1U);
  EXPECT_EQ(left(), 0U);
}

// --- how much at once ---

TEST_F(DeliverTest, APeerGetsAFewAtOnceAndOthersAreNotHeldUp) {
  Site evil{net_, "https://evil.example"};
  evil.guard([](const Request&) { return Response{.status = 202}; });
  befriend(mallory_, alice_);
  net_.trouble(kHost, {.hold = true});
  answer(202);
  for (int i = 0; i < 20; ++i) post(alice_);
  settle();
  EXPECT_EQ(deliverer_->in_flight(), 8U);
  EXPECT_EQ(asked(), 8U) << "none is begun twice";
  EXPECT_EQ(evil.seen().size(), 20U);
  net_.trouble(kHost, {});
  net_.release(kHost);
  writer_->drain();
  settle();
  EXPECT_EQ(remote_.seen().size(), 20U);
  EXPECT_EQ(left(), 0U);
  EXPECT_EQ(deliverer_->in_flight(), 0U);
}

TEST_F(DeliverTest, NeverMoreThanAllowedAltogether) {
  restart(net_.client("home.example"), /*most_at_once=*/5);
  std::vector<std::unique_ptr<Site>> sites;
  for (int i = 0; i < 12; ++i) {
    const auto name = "n" + std::to_string(i) + ".example";
    sites.push_back(std::make_unique<Site>(net_, "https://" + name));
    sites.back()->guard([](const Request&) { return Response{.status = 202}; });
    net_.trouble(name, {.hold = true});
    befriend(put_remote("fan", name), alice_);
  }
  net_.trouble(kHost, {.hold = true});
  post(alice_);
  settle();
  EXPECT_EQ(deliverer_->in_flight(), 5U);
  answer(202);
  for (int round = 0; round < 20 && left() > 0; ++round) {
    net_.trouble(kHost, {});
    net_.release(kHost);
    for (int i = 0; i < 12; ++i) {
      const auto name = "n" + std::to_string(i) + ".example";
      net_.trouble(name, {});
      net_.release(name);
    }
    writer_->drain();
    EXPECT_LE(deliverer_->in_flight(), 5U);
    settle();
  }
  EXPECT_EQ(left(), 0U);
}

TEST_F(DeliverTest, ProgressRingsTheBell) {
  std::atomic<int> rung = 0;
  deliverer_->on_progress([&] { ++rung; });
  answer(202);
  post(alice_);
  settle();
  EXPECT_EQ(rung, 1);
}

// A client that is saturated: nothing is said about the peer.
class BusyClient final : public HttpClient {
 public:
  void send(OutboundRequest, Done done) override {
    ++asked;
    done(fail(Code::limited, "too much at once"));
  }
  int asked = 0;
};

TEST_F(DeliverTest, OurOwnHasteIsNotThePeersFault) {
  BusyClient busy;
  restart(busy, 2'000);
  post(alice_);
  deliverer_->run_due();
  writer_->drain();
  EXPECT_EQ(busy.asked, 1);
  EXPECT_EQ(peer(kHost).failures, 0U);
  EXPECT_EQ(deliverer_->next_due(), clock_.now() + seconds(1));
  deliverer_.reset();
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
