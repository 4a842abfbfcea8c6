#include "server/workers.h"

#include <algorithm>
#include <chrono>
#include <exception>

#include "server/log.h"
#include "server/priority.h"
#include "server/uploads.h"

namespace hallway {
namespace {

constexpr size_t kFetchesAtOnce = 16;
constexpr Duration kLongest = minutes(1);
constexpr Duration kBreath = milliseconds(50);  // when due work could not be begun: no room

}  // namespace

void Workers::Doze::ring() {
  {
    std::lock_guard lock(mutex_);
    rung_ = true;
  }
  wake_.notify_one();
}

void Workers::Doze::wait(const std::stop_token& stop, Duration most) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, stop, std::chrono::milliseconds(most.ms), [this] { return rung_; });
  rung_ = false;
}

Workers::Workers(Node& node) : node_(node) {
  node_.on_work([this] {
    delivering_.ring();
    fetching_.ring();
    developing_.ring();
    pushing_.ring();
  });
  const Task push{"push", [this] { return node_.pusher().run_due(); },
                  [this] { return node_.pusher().next_due(); }};
  const Task deliver{"deliver", [this] { return node_.deliverer().run_due(); },
                     [this] { return node_.deliverer().next_due(); }};
  const Task fetch{"fetch", [this] { return node_.catch_up().run_due(kFetchesAtOnce); },
                   [this] { return node_.catch_up().next_due(); }};
  const Task develop{"develop", [this] { return run_due_uploads(node_); },
                     [] { return std::optional<Time>(); }};
  const Task keep_house{"keep_house",
                        [this] {
                          const auto done = node_.keep_house();
                          if (!done) log::warn("house.not_kept", done.error());
                          return size_t{0};
                        },
                        [this] { return node_.next_scheduled(); }};
  node_.live().on_work([this] { telling_.ring(); });
  const Task tell{
      "live", [this] { return node_.live().run(); },
      [this] { return node_.live().has_more() ? std::optional(node_.now()) : std::nullopt; }};
  node_.indexer().on_work([this] { indexing_.ring(); });
  const Task index{"index",
                   [this] {
                     const auto done = node_.indexer().run();
                     if (!done.ok()) log::warn("search.not_indexed", done.error());
                     return done.ok() ? *done : size_t{0};
                   },
                   [this] { return node_.indexer().next_due(); }};
  node_.late_experts().on_work([this] { asking_.ring(); });
  const Task ask{"experts", [this] { return node_.late_experts().run(); },
                 [this] { return node_.late_experts().next_due(); }};
  threads_[0] = std::jthread(
      [this, deliver](const std::stop_token& stop) { run(stop, delivering_, deliver); });
  threads_[1] =
      std::jthread([this, fetch](const std::stop_token& stop) { run(stop, fetching_, fetch); });
  threads_[2] = std::jthread(
      [this, develop](const std::stop_token& stop) { run(stop, developing_, develop); });
  threads_[3] = std::jthread(
      [this, keep_house](const std::stop_token& stop) { run(stop, housekeeping_, keep_house); });
  threads_[4] =
      std::jthread([this, tell](const std::stop_token& stop) { run(stop, telling_, tell); });
  threads_[5] =
      std::jthread([this, push](const std::stop_token& stop) { run(stop, pushing_, push); });
  threads_[6] = std::jthread([this, index](const std::stop_token& stop) {
    give_way(kLast);  // what came is stored and sent first, and found a little later
    run(stop, indexing_, index);
  });
  threads_[7] = std::jthread([this, ask](const std::stop_token& stop) { run(stop, asking_, ask); });
}

Workers::~Workers() { stop(); }

void Workers::stop() {
  node_.on_work(nullptr);
  node_.live().on_work(nullptr);
  node_.indexer().on_work(nullptr);
  node_.late_experts().on_work(nullptr);
  for (auto& thread : threads_) thread.request_stop();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Workers::run(const std::stop_token& stop, Doze& doze, const Task& task) {
  while (!stop.stop_requested()) {
    Duration pause = kLongest;
    try {
      const bool worked = task.work() > 0;
      pause = until(task.next(), worked);
    } catch (const std::exception& e) {
      log::error("worker.threw", {{"worker", task.name}, {"what", e.what()}});
    }
    if (pause.ms > 0) doze.wait(stop, pause);
  }
}

Duration Workers::until(std::optional<Time> next, bool worked) const {
  if (!next) return kLongest;
  const Duration left = *next - node_.now();
  if (left.ms > 0) return std::min(left, kLongest);
  return worked ? Duration{} : kBreath;
}

}  // namespace hallway
