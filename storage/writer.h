#pragma once
// The one door through which the store changes, and the thread behind it.
//
// Group commit: the thread takes every change that waits, runs them in one transaction, commits
// once, durably, and only then answers all. A change that fails harms none of its neighbours: where
// it had written something, the group is dropped and runs again, each change in a nested
// transaction. So a change is a pure function of (transaction, input): it may run twice and must
// not use up its input; it holds no lock and never waits for anything outside. One that throws has
// failed with internal.

#include <condition_variable>
#include <functional>
#include <latch>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "storage/store.h"

namespace hallway {

class Writer {
 public:
  explicit Writer(Store& store);
  // Commits what waits, then stops. Later changes are refused with unavailable.
  ~Writer();

  // Runs `change` and waits until it is on disk. Any thread but the writer's own.
  template <class Change>
  auto apply(Change&& change) -> decltype(change(std::declval<WriteTxn&>())) {
    using Outcome = decltype(change(std::declval<WriteTxn&>()));
    std::optional<Outcome> outcome;
    std::latch done(1);
    submit(
        [&](WriteTxn& txn) -> Result<void> {
          outcome.emplace(change(txn));
          if (!outcome->ok()) return outcome->error();
          return {};
        },
        [&](const Result<void>& committed) {
          if (!committed.ok() && (!outcome || outcome->ok())) outcome.emplace(committed.error());
          done.count_down();
        });
    done.wait();
    return std::move(*outcome);
  }

  using Change = std::function<Result<void>(WriteTxn&)>;
  using Done = std::function<void(Result<void>)>;
  // `done` is called on the writer's thread after the commit (or failure); it must be quick. Once
  // the writer stops it is called at once, on the caller's, with unavailable. What both hold is let
  // go some time after that: when the next change is submitted, or with the writer.
  //
  // A change that need only be made soon waits up to 2 ms for others to share its commit with.
  enum class Haste { now, soon };
  void submit(Change change, Done done, Haste haste = Haste::now);

  // Called on the writer's thread after each group of changes is durable, with the tables that it
  // wrote to: the bell that wakes workers. Set before the first change.
  void on_commit(std::function<void(const Tables&)> bell) { bell_ = std::move(bell); }

  // Waits until everything submitted so far is answered.
  void drain();

  struct Figures {
    uint64_t commits = 0, changes = 0, failed = 0;
    uint64_t repeated = 0;  // groups that ran twice
    uint64_t waiting = 0;   // changes that are not yet begun, now
  };
  [[nodiscard]] Figures figures() const;

 private:
  struct Waiting {
    Change change;
    Done done;
    Result<void> outcome;
  };
  using Group = std::span<Waiting>;
  void run(const std::stop_token& stop);
  std::vector<Waiting> take(const std::stop_token& stop, std::vector<Waiting> answered);
  void commit(Group group);
  Result<void> run_group(Group group);
  Result<bool> run_together(Group group);
  Result<void> run_apart(Group group);

  Store& store_;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::vector<Waiting> queue_;
  bool urgent_ = false;         // something in the queue is wanted now
  std::vector<Waiting> spent_;  // answered: whoever submits next frees what it held
  bool stopped_ = false;
  Figures figures_;
  std::function<void(const Tables&)> bell_;
  Tables written_;       // by the present group
  std::jthread thread_;  // last: stops before the rest goes
};

}  // namespace hallway
