#include "storage/writer.h"

#include <algorithm>
#include <chrono>
#include <exception>

namespace hallway {
namespace {
// A commit with more than this makes those who came first wait for too long.
constexpr size_t kLargestGroup = 256;
constexpr std::chrono::milliseconds kSoon{2};

Result<void> run_one(const Writer::Change& change, WriteTxn& txn) {
  try {
    return change(txn);
  } catch (const std::exception& e) {
    return fail(Code::internal, std::string("a change threw: ") + e.what());
  } catch (...) {
    return fail(Code::internal, "a change threw");
  }
}
}  // namespace

Writer::Writer(Store& store)
    : store_(store), thread_([this](const std::stop_token& stop) { run(stop); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  thread_.request_stop();
  wake_.notify_all();
}

void Writer::submit(Change change, Done done, Haste haste) {
  std::vector<Waiting> spent;  // freed here, so that nobody waits for the writer to do it
  {
    const std::lock_guard lock(mutex_);
    spent.swap(spent_);
    if (!stopped_) {
      queue_.push_back({std::move(change), std::move(done), {}});
      const bool hurries = haste == Haste::now && !std::exchange(urgent_, true);
      if (hurries || queue_.size() == 1 || queue_.size() == kLargestGroup) wake_.notify_one();
      return;
    }
  }
  done(fail(Code::unavailable, "the node is stopping"));
}

void Writer::drain() {
  (void)apply([](WriteTxn&) { return Result<void>(); });
}

Writer::Figures Writer::figures() const {
  const std::lock_guard lock(mutex_);
  auto now = figures_;
  now.waiting = queue_.size();
  return now;
}

void Writer::run(const std::stop_token& stop) {
  for (auto waiting = take(stop, {}); !waiting.empty(); waiting = take(stop, std::move(waiting))) {
    for (size_t at = 0; at < waiting.size(); at += kLargestGroup) {
      commit(Group(waiting).subspan(at, std::min(kLargestGroup, waiting.size() - at)));
    }
  }
}

// Waits for work, after `answered`. Empty only when the writer stops and nothing waits any more.
// Two groups are never kept: where nobody came to free the one before, nobody waits for it.
std::vector<Writer::Waiting> Writer::take(const std::stop_token& stop,
                                          std::vector<Waiting> answered) {
  {
    const std::lock_guard lock(mutex_);
    spent_.swap(answered);
  }
  answered.clear();
  std::unique_lock lock(mutex_);
  wake_.wait(lock, stop, [this] { return !queue_.empty(); });
  wake_.wait_for(lock, stop, kSoon, [this] { return urgent_ || queue_.size() >= kLargestGroup; });
  urgent_ = false;
  return std::exchange(queue_, {});
}

void Writer::commit(Group group) {
  const auto committed = run_group(group);
  size_t failed = 0;
  for (auto& waiting : group) {
    if (waiting.outcome.ok() && !committed.ok()) waiting.outcome = committed.error();
    if (!waiting.outcome.ok()) ++failed;
  }
  {
    const std::lock_guard lock(mutex_);
    ++figures_.commits;
    figures_.changes += group.size();
    figures_.failed += failed;
  }
  for (auto& waiting : group) waiting.done(std::move(waiting.outcome));
  if (failed < group.size() && bell_) bell_(written_);
}

Result<void> Writer::run_group(Group group) {
  if (TRY(run_together(group))) return {};
  {
    const std::lock_guard lock(mutex_);
    ++figures_.repeated;
  }
  return run_apart(group);
}

// All in one transaction. False, with nothing done, where a change failed after it had written: its
// neighbours must not live with what it left.
Result<bool> Writer::run_together(Group group) {
  auto txn = TRY(store_.begin());
  for (auto& waiting : group) {
    const auto before = txn.writes_;
    waiting.outcome = run_one(waiting.change, txn);
    if (waiting.outcome.ok() || txn.writes_ == before) continue;
    return group.size() == 1;  // alone, it is dropped with the transaction
  }
  TRY(txn.commit(txn.written_));
  written_ = txn.written_;
  return true;
}

// Each in a nested transaction. Not done at first because that copies every page again for each
// change that touches it.
Result<void> Writer::run_apart(Group group) {
  auto outer = TRY(store_.begin());
  written_.reset();
  for (auto& waiting : group) {
    auto inner = TRY(outer.nested());
    waiting.outcome = run_one(waiting.change, inner);
    if (!waiting.outcome.ok()) continue;
    waiting.outcome = inner.commit_nested();
    written_ |= inner.written_;
  }
  return outer.commit(written_);
}

}  // namespace hallway
