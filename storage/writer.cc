#include "storage/writer.h"

namespace hallway {
namespace {
// A commit with more than this makes those who came first wait for too long.
constexpr size_t kLargestGroup = 256;
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

void Writer::submit(Change change, Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_) {
      queue_.push_back({std::move(change), std::move(done), {}});
      if (queue_.size() == 1) wake_.notify_one();
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
  return figures_;
}

void Writer::run(const std::stop_token& stop) {
  for (auto group = take(stop); !group.empty(); group = take(stop)) commit(group);
}

// Waits for work. Empty only when the writer stops and nothing waits any more.
std::vector<Writer::Waiting> Writer::take(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, stop, [this] { return !queue_.empty(); });
  if (queue_.size() <= kLargestGroup) return std::exchange(queue_, {});
  std::vector<Waiting> group(std::make_move_iterator(queue_.begin()),
                             std::make_move_iterator(queue_.begin() + kLargestGroup));
  queue_.erase(queue_.begin(), queue_.begin() + kLargestGroup);
  return group;
}

void Writer::commit(std::vector<Waiting>& group) {
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
  if (failed < group.size() && bell_) bell_();
}

Result<void> Writer::run_group(std::vector<Waiting>& group) {
  auto outer = TRY(store_.begin());
  for (auto& waiting : group) {
    waiting.outcome = run_one(outer, waiting, group.size() == 1);
  }
  if (group.size() == 1 && !group.front().outcome.ok()) return {};  // dropped with the transaction
  return outer.commit();
}

Result<void> Writer::run_one(WriteTxn& outer, Waiting& waiting, bool alone) {
  if (alone) return waiting.change(outer);
  auto inner = TRY(outer.nested());
  TRY(waiting.change(inner));
  return inner.commit();
}

}  // namespace hallway
