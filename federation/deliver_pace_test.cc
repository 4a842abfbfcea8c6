// How often, how much at once, and that one peer's trouble is nobody else's.
#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <future>
#include <new>

#include "tests/support/delivering.h"

namespace hallway::test {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::Le;

// Breaks whatever carries one text; all else passes.
class PoisonClient final : public HttpClient {
 public:
  PoisonClient(HttpClient& inner, std::string poison) : inner_(inner), poison_(std::move(poison)) {}
  void send(OutboundRequest request, Done done) override {
    if (request.body.find(poison_) != std::string::npos) {
      return done(fail(Code::unavailable, "the connection was reset"));
    }
    inner_.send(std::move(request), std::move(done));
  }

 private:
  HttpClient& inner_;
  std::string poison_;
};

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

TEST_F(DeliverTest, WhatADeadHostIsOwedComesInOrderOnceItIsBack) {
  constexpr size_t kPosts = 30;
  std::vector<std::string> owed, got;
  net_.trouble(kHost, {.down = true});
  for (size_t i = 0; i < kPosts; ++i) {
    owed.push_back(post(alice_, std::to_string(i)).iri.text());
    settle();
    clock_.advance(minutes(1));
  }
  for (int tries = 0; tries < 30; ++tries) go_on();
  while (peer(kHost).failures % 24 == 0) go_on();  // where another than the first is tried
  net_.trouble(kHost, {});
  remote_.guard([&](const Request& request) {
    const auto activity = parse_json(request.body).value();
    got.push_back(std::string(find_iri(activity, "object").value_or(Iri()).text()));
    return Response{.status = 202};
  });
  while (go_on()) {
  }
  EXPECT_EQ(got, owed);
}

// Some firewalls cut the line at what they do not like, and at nothing else.
TEST_F(DeliverTest, WhatAlwaysBreaksTheLineDoesNotKeepOthersBack) {
  const auto poison = post(alice_, "poison").iri.text();
  post(alice_, "one");
  post(alice_, "two");
  PoisonClient client(net_.client("home.example"), poison);
  restart(client, 2'000);
  answer(202);
  set_peer(kHost, [&](Peer& p) {  // so that one at a time is tried
    p.failures = 1;
    p.down_since = clock_.now();
  });
  const auto start = clock_.now();
  while (left() > 1) {
    ASSERT_TRUE(go_on());
    ASSERT_LT(clock_.now() - start, days(1));
  }
  post(alice_, "three");
  go_on();
  go_on();
  EXPECT_EQ(deliverer_->figures().delivered, 3U) << "by now it gives way at once";
  EXPECT_EQ(left(), 1U);
  deliverer_.reset();
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

TEST_F(DeliverTest, ManyThatAreSlowLeavePlacesToThoseWhoHaveNone) {
  restart(net_.client("home.example"), /*most_at_once=*/20);
  std::vector<std::unique_ptr<Site>> sites;
  const auto follow_from = [&](const std::string& name) {
    sites.push_back(std::make_unique<Site>(net_, "https://" + name));
    sites.back()->guard([](const Request&) { return Response{.status = 202}; });
    befriend(put_remote("fan", name), alice_);
  };
  for (int i = 0; i < 10; ++i) {
    const auto name = "slow" + std::to_string(i) + ".example";
    follow_from(name);
    net_.trouble(name, {.hold = true});
  }
  net_.trouble(kHost, {.down = true});
  follow_from("quick.example");
  for (int i = 0; i < 5; ++i) {
    post(alice_);
    settle();
  }
  EXPECT_EQ(deliverer_->in_flight(), 10U) << "one each";
  EXPECT_EQ(net_.requests("quick.example"), 5U);
  for (int i = 0; i < 10; ++i) {
    const auto name = "slow" + std::to_string(i) + ".example";
    net_.trouble(name, {});
    net_.release(name);
  }
  writer_->drain();
  settle();
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(net_.requests("slow" + std::to_string(i) + ".example"), 5U) << "they get theirs too";
  }
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

// A client whose answers wait until they are all given.
class HeldClient final : public HttpClient {
 public:
  void send(OutboundRequest, Done done) override { held_.push_back(std::move(done)); }
  void answer_all(int status) {
    for (const auto& done : std::exchange(held_, {})) done(OutboundResponse{.status = status});
  }
  [[nodiscard]] size_t held() const { return held_.size(); }

 private:
  std::vector<Done> held_;
};

// Within one commit the answers are written and then somebody looks at what is due: the peer's
// places are still counted as taken.
TEST_F(DeliverTest, APeerIsNotForgottenWhereItsAnswersMeetTheNextLook) {
  HeldClient held;
  restart(held, 2'000);
  for (int i = 0; i < 20; ++i) post(alice_, std::to_string(i));
  deliverer_->run_due();
  ASSERT_EQ(held.held(), 8U);
  post(alice_, "one more");  // makes the line due

  look_in_the_commit_of(8, [&] { held.answer_all(202); });
  EXPECT_LE(deliverer_->next_due(), clock_.now());
  while (deliverer_->run_due() > 0) {
    held.answer_all(202);
    writer_->drain();
  }
  EXPECT_EQ(deliverer_->figures().delivered, 21U);
  deliverer_.reset();
}

// Whoever waits for the last answer may end the deliverer while the thread that wrote it goes on.
TEST_F(DeliverTest, AfterItsLastAnswerADelivererIsLookedAtNoMore) {
  HeldClient held;
  alignas(Deliverer) std::array<std::byte, sizeof(Deliverer)> place{};
  auto* const brief = new (place.data()) Deliverer(Deliverer::Parts{.home = home_,
                                                                    .store = *store_,
                                                                    .writer = *writer_,
                                                                    .keys = keys_,
                                                                    .client = held,
                                                                    .random = random_,
                                                                    .clock = clock_,
                                                                    .permits = {},
                                                                    .most_per_peer = 1});
  std::promise<void> ended, gone;
  brief->on_progress([&] {
    ended.set_value();
    gone.get_future().wait();
  });
  for (int i = 0; i < 2; ++i) {
    post(alice_, std::to_string(i));
    brief->run_due();  // the second finds its peer's place taken
  }
  ASSERT_EQ(held.held(), 1U);
  held.answer_all(202);
  ended.get_future().wait();
  brief->~Deliverer();
  place.fill(std::byte{0xff});
  gone.set_value();
  for (int i = 0; i < 2; ++i) writer_->drain();
  EXPECT_EQ(left(), 1U);
  EXPECT_LE(next_due_peer(read()), clock_.now());
}

}  // namespace
}  // namespace hallway::test
