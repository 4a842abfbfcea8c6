#include "server/handler_pool.h"

namespace hallway {
namespace {
// Only what is touched costs memory; sanitizers need several times what the plain code does.
constexpr size_t kStackBytes = 1024 * 1024;
}  // namespace

HandlerPool::HandlerPool(size_t max_queue, std::function<Answer(Job)> work,
                         std::function<void()> wake)
    : max_queue_(max_queue), work_(std::move(work)), wake_(std::move(wake)) {}

HandlerPool::~HandlerPool() { stop(); }

void* HandlerPool::enter(void* self) {
  static_cast<HandlerPool*>(self)->run();
  return nullptr;
}

Result<void> HandlerPool::start(int threads) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  int rc = 0;
  for (int i = 0; i < threads && rc == 0; ++i) {
    pthread_t thread{};
    rc = pthread_create(&thread, &attributes, &HandlerPool::enter, this);
    if (rc == 0) threads_.push_back(thread);
  }
  pthread_attr_destroy(&attributes);
  if (rc != 0) return fail(Code::unavailable, "the system refuses another thread");
  return {};
}

bool HandlerPool::offer(Job& job) {
  std::lock_guard lock(mutex_);
  if (jobs_.size() >= max_queue_ + idle_) return false;
  jobs_.push_back(std::move(job));
  return true;
}

void HandlerPool::kick() {
  std::unique_lock lock(mutex_);
  bool wake = idle_ > 0 && !jobs_.empty();
  lock.unlock();
  if (wake) waiting_.notify_one();
}

void HandlerPool::collect(std::vector<Answer>& into) {
  into.clear();
  std::lock_guard lock(mutex_);
  std::swap(into, answers_);
}

size_t HandlerPool::queued() const {
  std::lock_guard lock(mutex_);
  return jobs_.size();
}

void HandlerPool::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    waiting_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    --idle_;
    if (stopping_) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    // Wakes one other, who wakes the next: a handler may wait (for the disk), so all must get
    // going, but short ones are often done before that and nobody was disturbed.
    bool more = idle_ > 0 && !jobs_.empty();
    lock.unlock();
    if (more) waiting_.notify_one();
    Answer answer = work_(std::move(job));
    lock.lock();
    answers_.push_back(std::move(answer));
    if (answers_.size() == 1) {
      lock.unlock();
      wake_();
      lock.lock();
    }
  }
}

void HandlerPool::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    jobs_.clear();
  }
  waiting_.notify_all();
  for (pthread_t thread : threads_) pthread_join(thread, nullptr);
  threads_.clear();
}

}  // namespace hallway
