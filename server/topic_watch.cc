#include "server/topic_watch.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr int64_t kTimes = 300;
constexpr Duration kShortestPause = seconds(2), kLongestPause = minutes(10);
// What is talked about follows from these. Words follow from the index, which comes a moment later:
// a reading that finds it behind is mended by the next.
constexpr std::array kTables{Table::posts, Table::reactions, Table::boosts, Table::actors,
                             Table::peers};

}  // namespace

TopicWatch::TopicWatch(const Parts& parts)
    : parts_(parts), latest_(std::make_shared<const RecentTalk>()) {}

std::shared_ptr<const RecentTalk> TopicWatch::latest() const {
  const std::lock_guard lock(mutex_);
  return latest_;
}

// A commit that cannot be seen yet is one for the next time.
Result<uint64_t> TopicWatch::last_written() const {
  const auto txn = TRY(parts_.store.read());
  return std::min(txn.last_written(kTables), txn.commit_number());
}

Result<void> TopicWatch::run() {
  const auto now = parts_.clock.now();
  const Time due{due_};
  if (now < due && due - now <= kLongestPause) return {};
  due_ = (now + kShortestPause).ms;
  const auto written = TRY(last_written());
  if (read_up_to_ == written) return {};
  return read(written);
}

Result<void> TopicWatch::look() { return read(TRY(last_written())); }

Result<void> TopicWatch::read(uint64_t written) {
  const auto began = std::chrono::steady_clock::now();
  auto talk = TRY(read_recent_talk({.home = parts_.home,
                                    .store = parts_.store,
                                    .index = parts_.index,
                                    .anybody_comes = parts_.anybody_comes},
                                   parts_.clock.now()));
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - began);
  const auto pause = std::clamp(milliseconds(kTimes * took.count()), kShortestPause, kLongestPause);
  due_ = (parts_.clock.now() + pause).ms;
  read_up_to_ = written;
  auto latest = std::make_shared<const RecentTalk>(std::move(talk));
  const std::lock_guard lock(mutex_);
  latest_.swap(latest);
  return {};
}

std::optional<Time> TopicWatch::next_due() const { return Time{due_}; }

}  // namespace hallway
