#include "storage/writer.h"

#include <atomic>
#include <future>
#include <stdexcept>

#include "tests/support/store.h"

namespace hallway {
namespace {

using test::StoreTest;

Result<void> put_number(WriteTxn& txn, uint64_t n) {
  return txn.put(Table::meta, key_of(n), view(value_of(n)));
}

bool has_number(const ReadTxn& txn, uint64_t n) { return txn.has(Table::meta, key_of(n)); }

// Holds the writer's thread in a change, so that what is submitted meanwhile becomes one group.
class WriterGroups : public StoreTest {
 protected:
  void hold() {
    std::promise<void> inside;
    auto entered = inside.get_future();
    writer_->submit(
        [&inside, gate = gate_.get_future().share()](WriteTxn&) {
          inside.set_value();
          gate.wait();
          return Result<void>();
        },
        [](const Result<void>&) {});
    entered.wait();
    before_ = writer_->figures();
  }
  void let_go() {
    gate_.set_value();
    writer_->drain();
  }
  [[nodiscard]] uint64_t commits() const {
    // Neither the one that held the thread nor the draining one.
    return writer_->figures().commits - before_.commits - 2;
  }
  void submit(Writer::Change change) {
    const size_t at = outcomes_.size();
    outcomes_.emplace_back();
    writer_->submit(std::move(change),
                    [this, at](Result<void> outcome) { outcomes_[at] = std::move(outcome); });
  }

  std::promise<void> gate_;
  Writer::Figures before_;
  std::vector<std::optional<Result<void>>> outcomes_;  // written before drain() comes back
};

TEST_F(StoreTest, AChangeGivesBackItsValueOnceItIsOnDisk) {
  const auto answer = writer_->apply([](WriteTxn& txn) -> Result<std::string> {
    TRY(put_number(txn, 7));
    return std::string("seven");
  });
  EXPECT_EQ(answer.value(), "seven");
  reopen();
  EXPECT_TRUE(has_number(read(), 7));
}

TEST_F(WriterGroups, ChangesThatWaitTogetherShareOneCommit) {
  hold();
  for (uint64_t n = 1; n <= 100; ++n) {
    submit([n](WriteTxn& txn) { return txn.put(Table::positions, key_of(n), "a number"); });
  }
  let_go();
  EXPECT_LE(commits(), 1U);
  EXPECT_EQ(read().count(Table::positions), 100U);
  for (const auto& outcome : outcomes_) EXPECT_TRUE(outcome && outcome->ok());
}

TEST_F(WriterGroups, ALongQueueIsCutIntoGroupsSoThatTheFirstDoNotWaitForTheLast) {
  hold();
  for (uint64_t n = 1; n <= 1'000; ++n) {
    submit([n](WriteTxn& txn) { return put_number(txn, n); });
  }
  let_go();
  EXPECT_GE(commits(), 3U);
  EXPECT_LE(commits(), 4U);
}

TEST_F(WriterGroups, AFailingChangeHarmsNoneOfItsNeighbours) {
  hold();
  for (uint64_t n = 1; n <= 20; ++n) {
    submit([n](WriteTxn& txn) -> Result<void> {
      TRY(put_number(txn, n));
      if (n % 5 == 0) return fail(Code::forbidden, "every fifth");
      return put_number(txn, 1'000 + n);
    });
  }
  let_go();
  for (uint64_t n = 1; n <= 20; ++n) {
    const bool kept = n % 5 != 0;
    ASSERT_TRUE(outcomes_[n - 1]);
    EXPECT_EQ(outcomes_[n - 1]->ok(), kept) << n;
    EXPECT_EQ(has_number(read(), n), kept) << n;
    EXPECT_EQ(has_number(read(), 1'000 + n), kept) << n;
  }
  EXPECT_LE(commits(), 1U);
  EXPECT_EQ(writer_->figures().repeated, 1U);
}

TEST_F(WriterGroups, ARefusalBeforeAnythingWasWrittenMakesNobodyRunTwice) {
  hold();
  std::atomic<int> runs = 0;
  submit([&](WriteTxn& txn) { return ++runs, put_number(txn, 1); });
  submit([&](WriteTxn&) -> Result<void> { return ++runs, fail(Code::not_found, "no"); });
  submit([&](WriteTxn& txn) { return ++runs, put_number(txn, 2); });
  let_go();
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(outcomes_[1]->error().code, Code::not_found);
  EXPECT_TRUE(has_number(read(), 1) && has_number(read(), 2));
  EXPECT_EQ(writer_->figures().repeated, 0U);
}

TEST_F(WriterGroups, AChangeSeesWhatThoseBeforeItInTheGroupDid) {
  hold();
  for (int i = 0; i < 50; ++i) {
    submit([](WriteTxn& txn) -> Result<void> {
      const auto value = txn.get(Table::positions, key_of(uint64_t{1}));
      const auto next = value ? number_at(*value, 0) + 1 : 1;
      TRY(txn.put(Table::positions, key_of(uint64_t{1}), view(value_of(next))));
      if (next == 25) return fail(Code::conflict, "one of them fails");
      return {};
    });
  }
  let_go();
  // The failing one is undone, so that each after it tries the same number, and fails.
  EXPECT_EQ(number_at(*read().get(Table::positions, key_of(uint64_t{1})), 0), 24U);
}

TEST_F(WriterGroups, AChangeWithoutRoomIsRefusedAndItsNeighboursAreKept) {
  close();
  store_ = Store::open(dir_.path(), {.map_bytes = 2 << 20}).value();
  writer_ = std::make_unique<Writer>(*store_);
  hold();
  submit([](WriteTxn& txn) { return put_number(txn, 1); });
  submit([](WriteTxn& txn) {
    return txn.put(Table::meta, key_of(uint64_t{2}), std::string(8 << 20, 'x'));
  });
  submit([](WriteTxn& txn) { return put_number(txn, 3); });
  let_go();
  EXPECT_EQ(outcomes_[1]->error().code, Code::full);
  EXPECT_TRUE(outcomes_[0]->ok() && outcomes_[2]->ok());
  EXPECT_TRUE(has_number(read(), 1) && !has_number(read(), 2) && has_number(read(), 3));
}

TEST_F(StoreTest, ALoneFailingChangeChangesNothing) {
  const auto outcome = writer_->apply([](WriteTxn& txn) -> Result<int> {
    TRY(put_number(txn, 1));
    return fail(Code::forbidden, "not you");
  });
  EXPECT_EQ(outcome.error().code, Code::forbidden);
  EXPECT_FALSE(has_number(read(), 1));
  const auto figures = writer_->figures();
  EXPECT_EQ(figures.failed, 1U);
  EXPECT_EQ(figures.repeated, 0U);
}

TEST_F(StoreTest, AChangeThatThrowsHasFailedAndTheWriterLives) {
  const auto outcome = writer_->apply([](WriteTxn& txn) -> Result<void> {
    TRY(put_number(txn, 1));
    throw std::runtime_error("a library's");
  });
  EXPECT_EQ(outcome.error().code, Code::internal);
  EXPECT_FALSE(has_number(read(), 1));
  EXPECT_TRUE(writer_->apply([](WriteTxn& txn) { return put_number(txn, 2); }).ok());
}

TEST_F(StoreTest, NothingIsAnsweredBeforeAReaderCanSeeIt) {
  constexpr uint64_t kChanges = 500;
  std::atomic<uint64_t> answered = 0;
  std::atomic<uint64_t> missing = 0;
  for (uint64_t n = 1; n <= kChanges; ++n) {
    writer_->submit([n](WriteTxn& txn) { return put_number(txn, n); },
                    [&, n](const Result<void>& outcome) {
                      if (!outcome.ok() || !has_number(read(), n)) ++missing;
                      ++answered;
                    });
  }
  writer_->drain();
  EXPECT_EQ(answered, kChanges);
  EXPECT_EQ(missing, 0U);
}

// Counts up, and fails after that where it is told to.
Result<uint64_t> count_up(WriteTxn& txn, bool fails) {
  const auto value = txn.get(Table::positions, key_of(uint64_t{0}));
  const auto next = (value ? number_at(*value, 0) : 0) + 1;
  TRY(txn.put(Table::positions, key_of(uint64_t{0}), view(value_of(next))));
  TRY(put_number(txn, next));
  if (fails) return fail(Code::conflict, "now and then");
  return next;
}

TEST_F(StoreTest, ManyThreadsWriteAtOnceAndEachChangeHappensOnce) {
  constexpr uint64_t kThreads = 8;
  constexpr uint64_t kEach = 100;
  std::atomic<uint64_t> wrong = 0;
  const auto write_some = [&](uint64_t thread) {
    for (uint64_t i = 1; i <= kEach; ++i) {
      const bool fails = i % 10 == thread;
      const auto outcome = writer_->apply([&](WriteTxn& txn) { return count_up(txn, fails); });
      if (outcome.ok() ? !has_number(read(), *outcome) : !fails) ++wrong;
    }
  };
  {
    std::vector<std::jthread> threads;
    threads.reserve(kThreads);
    for (uint64_t t = 0; t < kThreads; ++t) threads.emplace_back(write_some, t);
  }
  EXPECT_EQ(wrong, 0U);
  const auto expected = kThreads * kEach * 9 / 10;
  EXPECT_EQ(number_at(*read().get(Table::positions, key_of(uint64_t{0})), 0), expected);
  const auto figures = writer_->figures();
  EXPECT_EQ(figures.changes, kThreads * kEach);
  EXPECT_EQ(figures.failed, kThreads * kEach / 10);
  EXPECT_LT(figures.commits, figures.changes);
}

TEST_F(StoreTest, ChangesThatNeedOnlyBeMadeSoonShareCommitsAndWaitForNobodyElse) {
  constexpr uint64_t kMany = 100;
  const auto before = writer_->figures().commits;
  std::latch done(kMany);
  for (uint64_t n = 0; n < kMany; ++n) {
    writer_->submit([n](WriteTxn& txn) { return put_number(txn, n); },
                    [&](const Result<void>&) { done.count_down(); }, Writer::Haste::soon);
  }
  done.wait();
  EXPECT_LT(writer_->figures().commits - before, kMany);
  EXPECT_TRUE(has_number(read(), kMany - 1));
}

TEST_F(StoreTest, AChangeThatIsWantedNowTakesAlongWhatCameBefore) {
  bool made = false;
  const auto before = writer_->figures().commits;
  writer_->submit([](WriteTxn& txn) { return put_number(txn, 7); },
                  [&](const Result<void>& outcome) { made = outcome.ok(); }, Writer::Haste::soon);
  writer_->drain();
  EXPECT_TRUE(made);
  EXPECT_LE(writer_->figures().commits - before, 2U);
}

TEST_F(StoreTest, WhatAChangeHeldIsLetGoTwoChangesLaterAtTheLatest) {
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> watched = held;
  writer_->submit([held](WriteTxn&) { return Result<void>(); }, [held](const Result<void>&) {});
  held.reset();
  writer_->drain();
  writer_->drain();
  EXPECT_TRUE(watched.expired());
}

TEST_F(StoreTest, TheBellRingsAfterACommitAndNotAfterAFailure) {
  std::atomic<int> rung = 0;
  writer_->on_commit([&](const Tables&) { ++rung; });
  writer_->submit([](WriteTxn&) -> Result<void> { return fail(Code::invalid, "no"); },
                  [](const Result<void>&) {});
  (void)writer_->apply([](WriteTxn& txn) { return put_number(txn, 1); });
  writer_->drain();
  const int after = rung;
  EXPECT_GE(after, 1);
  (void)writer_->apply([](WriteTxn&) -> Result<void> { return fail(Code::invalid, "no"); });
  EXPECT_LE(rung, after + 1) << "at most the draining change's own";
}

TEST_F(WriterGroups, StoppingCommitsWhatWaitsAndRefusesWhatComesLater) {
  hold();
  submit([](WriteTxn& txn) { return put_number(txn, 1); });
  std::optional<Result<void>> late;
  Writer& writer = *writer_;
  std::jthread stopping([owned = std::move(writer_)]() mutable { owned.reset(); });
  // The writer's thread is held: until it is let go, the writer is stopping but still there.
  do {
    late.reset();
    writer.submit([](WriteTxn&) { return Result<void>(); },
                  [&](Result<void> outcome) { late = std::move(outcome); });
    std::this_thread::yield();
  } while (!late);
  EXPECT_EQ(late->error().code, Code::unavailable);
  gate_.set_value();
  stopping.join();
  EXPECT_TRUE(outcomes_[0] && outcomes_[0]->ok());
  EXPECT_TRUE(has_number(read(), 1));
}

}  // namespace
}  // namespace hallway
