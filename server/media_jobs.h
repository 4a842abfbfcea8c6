#pragma once
// How many files may be decoded at the same time: each takes a processor and much memory, and the
// node has others to serve.

#include <condition_variable>
#include <memory>
#include <mutex>

#include "storage/values/result.h"

namespace hallway {

class MediaJobs {
 public:
  // One who decodes. Ends with its destruction; the MediaJobs outlives it.
  class Turn {
   public:
    explicit Turn(MediaJobs& jobs) : jobs_(&jobs) {}
    Turn(Turn&& other) noexcept : jobs_(std::exchange(other.jobs_, nullptr)) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn();

   private:
    MediaJobs* jobs_;
  };

  // Waits until it is one's turn. Fails with limited where too many wait already. Any thread.
  Result<Turn> begin();

 private:
  void end();

  std::mutex mutex_;
  std::condition_variable freed_;
  int running_ = 0, waiting_ = 0;
};

}  // namespace hallway
