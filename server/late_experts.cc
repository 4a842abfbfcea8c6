#include "server/late_experts.h"

#include <algorithm>

#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr size_t kMostWaiting = 1024 * 1024;  // bytes that a slow asker may let wait
constexpr size_t kMostListeners = 64;         // who comes then has what is there at once

std::string event(std::string_view name, std::string_view data) {
  return "event: " + std::string(name) + "\ndata: " + std::string(data) + "\n\n";
}

}  // namespace

class LateExperts::Listener final : public Stream {
 public:
  Listener(Ask ask, Time now) : began(now), ask_(std::move(ask)), pipe_(kMostWaiting) {}

  Pipe& pipe() override { return pipe_; }
  void hear(std::string_view) override {}  // there is nothing to be said
  void beat() override { pipe_.put(":\n\n"); }
  void leave() override { pipe_.close(); }

  // Asks, and says what is new; ends where nothing more is to come.
  Result<void> tell() {
    const auto found = TRY(ask_());
    if (found.data != said_) pipe_.put(event("found", found.data));
    said_ = found.data;
    if (found.complete) end();
    return {};
  }
  void end() { pipe_.close(event("end", "{}")); }

  const Time began;
  uint64_t heard = 0;  // of the late answers, those that it was told of

 private:
  const Ask ask_;
  Pipe pipe_;
  std::string said_;
};

LateExperts::LateExperts(ExpertNodes& nodes, const Clock& clock) : nodes_(nodes), clock_(clock) {
  nodes_.on_late([this] { ring(); });
}

LateExperts::~LateExperts() { nodes_.on_late(nullptr); }

Result<std::shared_ptr<Stream>> LateExperts::follow(Ask ask) {
  auto listener = std::make_shared<Listener>(std::move(ask), clock_.now());
  listener->heard = nodes_.late();  // what comes while it asks may be missed by it
  TRY(listener->tell());
  if (!listener->pipe().open()) return std::shared_ptr<Stream>(std::move(listener));
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [](const auto& one) { return one.expired(); });
    if (listeners_.size() < kMostListeners) {
      listeners_.push_back(listener);
    } else {
      listener->end();
    }
  }
  ring();
  return std::shared_ptr<Stream>(std::move(listener));
}

void LateExperts::on_work(std::function<void()> bell) {
  const std::lock_guard lock(mutex_);
  bell_ = std::move(bell);
}

void LateExperts::ring() {
  const std::lock_guard lock(mutex_);
  if (bell_ && !listeners_.empty()) bell_();
}

size_t LateExperts::run() {
  std::vector<std::shared_ptr<Listener>> present;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& one : listeners_) {
      if (auto listener = one.lock()) present.push_back(std::move(listener));
    }
  }
  const auto late = nodes_.late();
  size_t done = 0;
  for (const auto& listener : present) {
    if (advance(*listener, late)) ++done;
  }
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [](const auto& one) {
    const auto listener = one.lock();
    return !listener || !listener->pipe().open();
  });
  return done;
}

// True if it was told something.
bool LateExperts::advance(Listener& listener, uint64_t late) {
  if (!listener.pipe().open()) return false;
  const bool more = std::exchange(listener.heard, late) != late;
  const bool failed = more && !listener.tell().ok();
  const bool over = failed || has_passed(listener.began, kLateExperts, clock_.now());
  if (over) listener.end();
  return more || over;
}

std::optional<Time> LateExperts::next_due() const {
  const std::lock_guard lock(mutex_);
  if (listeners_.empty()) return std::nullopt;
  const auto first = listeners_.front().lock();
  return first ? first->began + kLateExperts : clock_.now();
}

}  // namespace hallway
