#pragma once
// Keeps what people talk about (recent_talk.h) in memory: a worker reads it anew some time after
// something was written, so that nobody who asks and nobody who writes waits for it.

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "server/recent_talk.h"

namespace hallway {

class TopicWatch {
 public:
  struct Parts {
    const Home& home;
    const Store& store;
    const SearchIndex& index;
    const Clock& clock;
    bool anybody_comes = false;  // TalkSources
  };
  // All outlive this. Nothing is read yet.
  explicit TopicWatch(const Parts& parts);

  // Reads it anew where something was written and it is time: between two readings lies 300 times
  // as long as one takes, at least two seconds and at most ten minutes. One thread at a time.
  // Errors: unavailable.
  Result<void> run();
  [[nodiscard]] std::optional<Time> next_due() const;
  // Reads it now. For tests.
  Result<void> look();

  // As it was last read; never null, with nothing in it before the first time. Any thread.
  [[nodiscard]] std::shared_ptr<const RecentTalk> latest() const;

 private:
  Result<void> read(uint64_t written);
  [[nodiscard]] Result<uint64_t> last_written() const;

  const Parts parts_;
  mutable std::mutex mutex_;
  std::shared_ptr<const RecentTalk> latest_;
  std::optional<uint64_t> read_up_to_;  // the commit that was the last before it was read
  std::atomic<int64_t> due_{0};         // ms
};

}  // namespace hallway
