#include "storage/fetches.h"

#include "tests/support/rows.h"

namespace hallway {
namespace {

using test::iri;
using test::kNow;

class Fetches : public test::StoreTest {
 protected:
  void add(const std::string& name, Time next) {
    write([&](WriteTxn& txn) {
      return add_fetch(txn, {.iri = iri("https://a.example/" + name),
                             .reason = FetchReason::boosted,
                             .waiting = 7,
                             .depth = 2,
                             .next = next,
                             .created = kNow});
    });
  }
  std::vector<Fetch> due(Time now, size_t most = 100) {
    return list_due_fetches(read(), now, most);
  }
};

TEST_F(Fetches, ADocumentIsAskedForOnce) {
  add("1", kNow);
  add("1", kNow + hours(1));
  ASSERT_EQ(due(kNow + days(1)).size(), 1U);
  const auto fetch = due(kNow).at(0);
  EXPECT_EQ(fetch.iri, iri("https://a.example/1"));
  EXPECT_EQ(fetch.reason, FetchReason::boosted);
  EXPECT_EQ(fetch.waiting, 7U);
  EXPECT_EQ(fetch.depth, 2U);
  EXPECT_EQ(fetch.created, kNow);
}

TEST_F(Fetches, DueOnesComeInTheOrderOfTheirTime) {
  add("late", kNow + minutes(2));
  add("early", kNow + minutes(1));
  add("now", kNow);
  EXPECT_EQ(next_due_fetch(read()), kNow);
  EXPECT_EQ(due(kNow).size(), 1U);
  const auto all = due(kNow + minutes(2));
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[1].iri, iri("https://a.example/early"));
  EXPECT_EQ(due(kNow + minutes(2), 2).size(), 2U);
  EXPECT_TRUE(due(kNow, 0).empty());
}

TEST_F(Fetches, AMovedOneStandsOnlyAtItsNewTime) {
  add("1", kNow);
  auto fetch = due(kNow).at(0);
  fetch.next = kNow + hours(1);
  fetch.attempts = 1;
  write([&](WriteTxn& txn) { return move_fetch(txn, fetch); });
  EXPECT_TRUE(due(kNow).empty());
  EXPECT_EQ(due(kNow + hours(1)).at(0).attempts, 1U);
  EXPECT_EQ(next_due_fetch(read()), kNow + hours(1));
}

TEST_F(Fetches, AnErasedOneLeavesNothingAndCanBeAskedForAgain) {
  add("1", kNow);
  const auto fetch = due(kNow).at(0);
  write([&](WriteTxn& txn) -> Result<void> {
    TRY(erase_fetch(txn, fetch));
    TRY(erase_fetch(txn, fetch));
    return move_fetch(txn, fetch);
  });
  for (const auto table : {Table::fetches, Table::fetches_due, Table::fetches_by_iri}) {
    EXPECT_EQ(read().count(table), 0U) << name_of(table);
  }
  EXPECT_EQ(next_due_fetch(read()), std::nullopt);
  add("1", kNow);
  EXPECT_EQ(due(kNow).size(), 1U);
}

TEST_F(Fetches, WhoWaitsNoMoreIsForgottenAndTheRowWithTheLast) {
  const Fetch asked{.iri = iri("https://a.example/1"), .reason = FetchReason::reaction_approval};
  for (const uint64_t seq : {1, 2, 3}) {
    auto one = asked;
    one.waiting = seq;
    write([&](WriteTxn& txn) { return add_fetch(txn, one); });
  }
  const auto row = [&] { return find_fetch(read(), asked.reason, asked.iri); };
  const auto stop = [&](uint64_t seq) {
    write([&](WriteTxn& txn) { return stop_waiting(txn, *row(), seq); });
  };
  EXPECT_EQ(all_waiting(*row()), (std::vector<uint64_t>{1, 2, 3}));
  stop(1);
  EXPECT_EQ(all_waiting(*row()), (std::vector<uint64_t>{2, 3}));
  stop(9);
  stop(3);
  EXPECT_EQ(all_waiting(*row()), std::vector<uint64_t>{2});
  stop(2);
  EXPECT_FALSE(row());
}

TEST_F(Fetches, WhatMustNotComeBeforeOthersHasItsTurnBehindThem) {
  const auto fill = [&](uint64_t from, uint64_t to) {
    write([&](WriteTxn& txn) -> Result<void> {
      for (auto n = from; n < to; ++n) {
        TRY(add_fetch(txn, {.iri = iri("https://a.example/" + std::to_string(n)), .next = kNow}));
      }
      return {};
    });
  };
  EXPECT_EQ(turn_after_others(read(), kNow), kNow);
  fill(0, 600);
  const auto turn = turn_after_others(read(), kNow).value();
  EXPECT_GT(turn, kNow + minutes(4));
  fill(600, 601);
  EXPECT_GT(turn_after_others(read(), kNow).value(), turn) << "one after the other";
  fill(601, 20'000);
  EXPECT_EQ(turn_after_others(read(), kNow), std::nullopt) << "somewhere it ends";
}

}  // namespace
}  // namespace hallway
