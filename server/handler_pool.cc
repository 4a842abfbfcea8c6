#include "server/handler_pool.h"

#include "server/priority.h"

namespace hallway {
namespace {
// Only what is touched costs memory; sanitizers need several times what the plain code does.
constexpr size_t kStackBytes = 1024 * 1024;
// As long as no job is taken, all who work on one seem to wait for something.
constexpr int64_t kStandstillMs = 2;
}  // namespace

HandlerPool::HandlerPool(size_t max_queue, std::function<void(Job)> work,
                         std::function<void()> wake)
    : max_queue_(max_queue), work_(std::move(work)), wake_(std::move(wake)) {}

HandlerPool::~HandlerPool() { stop(); }

void* HandlerPool::enter(void* worker) {
  auto& self = *static_cast<Worker*>(worker);
  give_way(kAfterTheWriter);
  self.pool->run(self);
  return nullptr;
}

Result<void> HandlerPool::start(int threads) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  int rc = 0;
  for (int i = 0; i < threads && rc == 0; ++i) {
    auto worker = std::make_unique<Worker>();
    worker->pool = this;
    rc = pthread_create(&worker->thread, &attributes, &HandlerPool::enter, worker.get());
    if (rc == 0) workers_.push_back(std::move(worker));
  }
  pthread_attr_destroy(&attributes);
  if (rc != 0) return fail(Code::unavailable, "the system refuses another thread");
  return {};
}

bool HandlerPool::offer(Job& job) {
  std::lock_guard lock(mutex_);
  if (jobs_.size() >= max_queue_ + asleep_.size()) return false;
  jobs_.push_back(std::move(job));
  return true;
}

// Whom to notify once the lock is released; nullptr where there is no work or nobody asleep.
HandlerPool::Worker* HandlerPool::next_to_wake() {
  if (asleep_.empty() || jobs_.empty()) return nullptr;
  Worker* worker = asleep_.back();
  asleep_.pop_back();
  worker->called = true;
  return worker;
}

bool HandlerPool::kick(int64_t now_ms) {
  std::unique_lock lock(mutex_);
  if (std::exchange(taken_before_, taken_) != taken_ || jobs_.empty()) taken_at_ms_ = now_ms;
  size_t wanted = at_work() < eager_ ? 1 : 0;
  if (wanted == 0 && now_ms - taken_at_ms_ >= kStandstillMs) {
    wanted = at_work();
    taken_at_ms_ = now_ms;
  }
  std::vector<Worker*> woken;
  while (woken.size() < wanted) {
    Worker* next = next_to_wake();
    if (next == nullptr) break;
    woken.push_back(next);
  }
  const bool again = !jobs_.empty() && !asleep_.empty();
  lock.unlock();
  for (Worker* worker : woken) worker->wake.notify_one();
  return again;
}

void HandlerPool::answer(Answer answer) {
  std::unique_lock lock(mutex_);
  answers_.push_back(std::move(answer));
  // Under the lock: once nothing is unanswered, this may be destroyed.
  if (answers_.size() == 1) wake_();
  if (--unanswered_ == 0) all_answered_.notify_all();
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

void HandlerPool::sleep(Worker& self, std::unique_lock<std::mutex>& lock) {
  self.called = false;
  asleep_.push_back(&self);
  self.wake.wait(lock, [&] { return stopping_ || self.called; });
}

void HandlerPool::run(Worker& self) {
  std::unique_lock lock(mutex_);
  while (true) {
    while (jobs_.empty() && !stopping_) sleep(self, lock);
    if (stopping_) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    ++unanswered_;
    ++taken_;
    Worker* next = at_work() < eager_ ? next_to_wake() : nullptr;
    lock.unlock();
    if (next != nullptr) next->wake.notify_one();
    work_(std::move(job));
    lock.lock();
  }
}

void HandlerPool::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    jobs_.clear();
  }
  for (auto& worker : workers_) worker->wake.notify_all();
  for (auto& worker : workers_) pthread_join(worker->thread, nullptr);
  workers_.clear();
  std::unique_lock lock(mutex_);
  all_answered_.wait(lock, [this] { return unanswered_ == 0; });
}

}  // namespace hallway
