#include "server/workers.h"

#include <algorithm>
#include <chrono>
#include <exception>

#include "server/log.h"
#include "server/priority.h"
#include "server/topic_watch.h"
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
  const Task watch{"topics",
                   [this] {
                     const auto done = node_.topic_watch().run();
                     if (!done.ok()) log::warn("topics.not_read", done.error());
                     return size_t{0};
                   },
                   [this] { return node_.topic_watch().next_due(); }};
  start(0, delivering_, deliver);
  start(1, fetching_, fetch);
  start(2, developing_, develop);
  start(3, housekeeping_, keep_house);
  start(4, telling_, tell);
  start(5, pushing_, push);
  start(6, indexing_, index,
        kLast);  // what came is stored and sent first, and found a little later
  start(7, asking_, ask);
  start(8, watching_, watch, kLast);
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

void Workers::start(size_t number, Doze& doze, const Task& task, int steps) {
  threads_[number] = std::jthread([this, &doze, task, steps](const std::stop_token& stop) {
    if (steps > 0) give_way(steps);
    run(stop, doze, task);
  });
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
