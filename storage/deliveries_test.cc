#include "storage/deliveries.h"

#include "storage/log.h"
#include "tests/support/rows.h"

namespace hallway {
namespace {

using namespace test;

constexpr Id kUp{31}, kDown{32};

class Deliveries : public StoreTest {
 protected:
  Delivery owe(Id peer, Time next, uint64_t activity = 1) {
    Delivery d{.peer = peer,
               .inbox = iri("https://a.example/inbox"),
               .activity = activity,
               .signer = Id{11},
               .created = kNow,
               .next = next};
    return put(d);
  }
  Delivery put(Delivery d) {
    write([&](WriteTxn& txn) { return put_delivery(txn, d); });
    return d;
  }
  void erase(const Delivery& d) {
    write([&](WriteTxn& txn) { return erase_delivery(txn, d); });
  }
  void schedule(Id peer, std::optional<Time> at) {
    write([&](WriteTxn& txn) { return schedule_peer(txn, peer, at); });
  }
  std::vector<uint64_t> due(Id peer, Time now, size_t most = 100) {
    std::vector<uint64_t> activities;
    for (const auto& d : list_due(read(), peer, now, most)) activities.push_back(d.activity);
    return activities;
  }
};

TEST_F(Deliveries, ComeBackAsTheyWerePut) {
  auto d = owe(kUp, kNow);
  d.attempts = 3;
  d.error = "503";
  d.things = {7, 8};
  put(d);
  const auto found = find_delivery(read(), d.id).value();
  EXPECT_EQ(found.inbox, d.inbox);
  EXPECT_EQ(std::tie(found.peer, found.activity, found.signer, found.created, found.next),
            std::tie(d.peer, d.activity, d.signer, d.created, d.next));
  EXPECT_EQ(found.attempts, 3U);
  EXPECT_EQ(found.error, "503");
  EXPECT_EQ(found.things, d.things);
}

TEST_F(Deliveries, WhatWasPutOffIsFoundByWhatComesAfterItAboutTheSame) {
  SeededRandom random(1);
  write([&](WriteTxn& txn) -> Result<void> {
    for (int n = 0; n < 3; ++n) {
      TRY(append_log(txn, seal(random, "{}"), {.at = kNow, .source = Source::local}));
    }
    return {};
  });
  auto first = owe(kUp, kNow, 1);
  const auto later = owe(kUp, kNow, 2), elsewhere = owe(kDown, kNow, 3);
  const auto before = [&](const Delivery& row, std::vector<uint64_t> things) {
    std::vector<uint64_t> activities;
    for (const auto& d : list_put_off(read(), row, things)) activities.push_back(d.activity);
    return activities;
  };
  EXPECT_EQ(before(later, {7}), std::vector<uint64_t>{}) << "it was not put off yet";
  first.things = {7};
  put(first);
  EXPECT_EQ(before(later, {6, 7}), std::vector<uint64_t>{1});
  EXPECT_EQ(before(later, {6}), std::vector<uint64_t>{}) << "of something else";
  EXPECT_EQ(before(elsewhere, {7}), std::vector<uint64_t>{}) << "to another node";
  EXPECT_EQ(before(first, {7}), std::vector<uint64_t>{}) << "itself";
  write([](WriteTxn& txn) { return erase_payload(txn, 1); });
  EXPECT_EQ(before(later, {7}), std::vector<uint64_t>{}) << "it is never sent";
  erase(first);
  EXPECT_EQ(read().count(Table::deliveries_put_off), 0U);
}

TEST_F(Deliveries, EachPeerHasItsOwnLineNextFirst) {
  owe(kUp, kNow + minutes(2), 1);
  owe(kUp, kNow, 2);
  owe(kDown, kNow, 3);
  owe(kUp, kNow + minutes(1), 4);
  EXPECT_EQ(due(kUp, kNow + minutes(5)), (std::vector<uint64_t>{2, 4, 1}));
  EXPECT_EQ(due(kUp, kNow + minutes(1)), (std::vector<uint64_t>{2, 4}));
  EXPECT_EQ(due(kUp, kNow + minutes(5), 1), std::vector<uint64_t>{2});
  EXPECT_EQ(due(kUp, kNow + minutes(5), 0), std::vector<uint64_t>{});
  EXPECT_EQ(due(kDown, kNow), std::vector<uint64_t>{3});
  EXPECT_EQ(next_due(read(), kUp), kNow);
  EXPECT_EQ(next_due(read(), Id{99}), std::nullopt);
  EXPECT_EQ(count_deliveries(read(), kUp), 3U);
}

TEST_F(Deliveries, AMovedOneStandsOnlyAtItsNewTime) {
  auto d = owe(kUp, kNow);
  d.next = kNow + hours(1);
  put(d);
  EXPECT_EQ(due(kUp, kNow), std::vector<uint64_t>{});
  EXPECT_EQ(due(kUp, d.next), std::vector<uint64_t>{1});
  EXPECT_EQ(count_deliveries(read(), kUp), 1U);
}

TEST_F(Deliveries, AnErasedOneLeavesNothingAndStaysAway) {
  auto d = owe(kUp, kNow);
  const auto stale = d;
  d.next = kNow + hours(1);
  put(d);
  erase(stale);  // as a worker remembers it
  EXPECT_FALSE(find_delivery(read(), d.id));
  EXPECT_EQ(count_deliveries(read(), kUp), 0U);
  erase(stale);
  d.next = kNow + hours(2);
  put(d);  // the attempt that was under way meanwhile has failed
  EXPECT_FALSE(find_delivery(read(), d.id));
  EXPECT_EQ(count_deliveries(read(), kUp), 0U);
}

TEST_F(Deliveries, APeerIsLookedAtWhenItsFirstIsDue) {
  owe(kUp, kNow + minutes(5));
  EXPECT_EQ(list_due_peers(read(), kNow, 9), Ids{});
  EXPECT_EQ(next_due_peer(read()), kNow + minutes(5));
  owe(kUp, kNow);
  owe(kUp, kNow + minutes(1));
  owe(kDown, kNow + seconds(1));
  EXPECT_EQ(list_due_peers(read(), kNow, 9), Ids{kUp});
  EXPECT_EQ(list_due_peers(read(), kNow + seconds(1), 9), (Ids{kUp, kDown}));
  EXPECT_EQ(list_due_peers(read(), kNow + seconds(1), 1), Ids{kUp});
  EXPECT_EQ(list_due_peers(read(), kNow + seconds(1), 0), Ids{});
  EXPECT_EQ(read().count(Table::peers_due), 2U) << "one row a peer";
}

TEST_F(Deliveries, APeerThatIsDownDelaysOnlyItsOwnLine) {
  owe(kDown, kNow);
  owe(kUp, kNow);
  schedule(kDown, kNow + hours(1));
  EXPECT_EQ(list_due_peers(read(), kNow, 9), Ids{kUp});
  EXPECT_EQ(list_due_peers(read(), kNow + hours(1), 9), (Ids{kUp, kDown}));
}

TEST_F(Deliveries, APeerWithNothingToDoIsWokenBySomethingNew) {
  erase(owe(kUp, kNow));
  schedule(kUp, std::nullopt);
  EXPECT_EQ(next_due_peer(read()), std::nullopt);
  EXPECT_EQ(read().count(Table::positions), 0U);
  owe(kUp, kNow);
  EXPECT_EQ(list_due_peers(read(), kNow, 9), Ids{kUp});
}

TEST_F(Deliveries, OnePostToManyInboxesGivesEachItsRow) {
  write([](WriteTxn& txn) -> Result<void> {
    for (uint64_t n = 1; n <= 2'000; ++n) {
      Delivery d{.peer = Id{n}, .activity = 1, .created = kNow, .next = kNow};
      TRY(put_delivery(txn, d));
    }
    return {};
  });
  EXPECT_EQ(read().count(Table::deliveries), 2'000U);
  EXPECT_EQ(list_due_peers(read(), kNow, SIZE_MAX).size(), 2'000U);
}

}  // namespace
}  // namespace hallway
