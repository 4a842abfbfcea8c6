#pragma once
// The threads that run handlers, between two queues: complete requests in, answers out. The loop
// offers requests and collects answers and never waits for either.

#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "federation/http.h"
#include "storage/values/result.h"

namespace hallway {

// Which connection a request came from; `serial` tells a socket number's users apart.
struct Origin {
  int fd = -1;
  uint32_t serial = 0;
};

struct Job {
  Origin origin;
  Request request = {};
  bool keep_alive = true;
  std::shared_ptr<Body> source = {};  // of which a piece is wanted, instead of an answer
};

struct Answer {
  Origin origin;
  std::string head = {};
  std::string body = {};
  bool keep_alive = true;
  std::shared_ptr<Stream> stream = {};
  std::shared_ptr<Body> source = {};
};

class HandlerPool {
 public:
  // `work` runs on all threads at once and sees to it that each job is answered, once. `wake` is
  // called when the first answer waits, on the thread that answered.
  HandlerPool(size_t max_queue, std::function<void(Job)> work, std::function<void()> wake);
  ~HandlerPool();  // stop()
  HandlerPool(const HandlerPool&) = delete;
  HandlerPool& operator=(const HandlerPool&) = delete;

  // Starts `threads` with small stacks. Fails with unavailable.
  Result<void> start(int threads);

  // False when the queue is full; `job` is then untouched.
  [[nodiscard]] bool offer(Job& job);
  // After a round of offers: makes sure that somebody works on them. True where it should be called
  // again in a moment: more waits than the threads at work may soon be done with.
  bool kick(int64_t now_ms);
  void answer(Answer answer);  // any thread
  void collect(std::vector<Answer>& into);
  [[nodiscard]] size_t queued() const;

  // Drops what is queued and waits until what is being worked on has been answered.
  void stop();

 private:
  struct Worker {
    HandlerPool* pool = nullptr;
    pthread_t thread{};
    std::condition_variable wake;
    bool called = false;
  };
  static void* enter(void* worker);
  void run(Worker& self);
  void sleep(Worker& self, std::unique_lock<std::mutex>& lock);
  Worker* next_to_wake();
  [[nodiscard]] size_t at_work() const { return workers_.size() - asleep_.size(); }

  const size_t max_queue_;
  const std::function<void(Job)> work_;
  const std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::deque<Job> jobs_;
  std::vector<Answer> answers_;
  // The last to fall asleep is the first to be woken: its stack and caches are warm, and where few
  // are needed the others never cost anything.
  std::vector<Worker*> asleep_;
  // More threads than this only get in each other's way, unless they wait for something outside:
  // then nothing is taken for a while, and twice as many are woken.
  const size_t eager_ = std::max(1U, std::thread::hardware_concurrency() / 2);
  uint64_t taken_ = 0;  // jobs
  uint64_t taken_before_ = 0;
  int64_t taken_at_ms_ = 0;  // when that was last seen to have changed
  size_t unanswered_ = 0;    // of the jobs that were taken
  std::condition_variable all_answered_;
  bool stopping_ = false;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace hallway
