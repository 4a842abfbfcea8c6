#include "server/media_jobs.h"

namespace hallway {
namespace {

constexpr int kMostRunning = 2, kMostWaiting = 8;

}  // namespace

MediaJobs::Turn::~Turn() {
  if (jobs_) jobs_->end();
}

Result<MediaJobs::Turn> MediaJobs::begin() {
  std::unique_lock lock(mutex_);
  if (running_ == kMostRunning) {
    if (waiting_ == kMostWaiting) {
      return fail(Code::limited, "too many files are being made ready; try again in a moment");
    }
    ++waiting_;
    freed_.wait(lock, [this] { return running_ < kMostRunning; });
    --waiting_;
  }
  ++running_;
  return Turn(*this);
}

void MediaJobs::end() {
  {
    std::lock_guard lock(mutex_);
    --running_;
  }
  freed_.notify_one();
}

}  // namespace hallway
