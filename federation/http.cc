#include "federation/http.h"

#include <algorithm>
#include <atomic>
#include <memory>

#include "storage/values/ascii.h"

namespace hallway {
namespace {

struct Answer {
  std::atomic<bool> there = false;
  std::optional<Result<OutboundResponse>> value;
};

// Owned by the callback alone, so that a client which drops it unanswered cannot leave us waiting.
class Promise {
 public:
  explicit Promise(std::shared_ptr<Answer> answer) : answer_(std::move(answer)) {}
  Promise(const Promise&) = delete;
  Promise& operator=(const Promise&) = delete;
  ~Promise() { keep(fail(Code::unavailable, "the exchange was given up")); }

  void keep(Result<OutboundResponse> value) {
    if (kept_.exchange(true)) return;
    answer_->value.emplace(std::move(value));
    answer_->there.store(true);
    answer_->there.notify_all();
  }

 private:
  std::shared_ptr<Answer> answer_;
  std::atomic<bool> kept_ = false;
};

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

void Headers::set(std::string_view name, std::string value) {
  const auto named = [name](const auto& h) { return equal_ignoring_case(h.first, name); };
  const auto first = std::ranges::find_if(list_, named);
  if (first == list_.end()) return add(std::string(name), std::move(value));
  first->second = std::move(value);
  list_.erase(std::remove_if(std::next(first), list_.end(), named), list_.end());
}

void Headers::erase(std::string_view name) {
  std::erase_if(list_, [name](const auto& h) { return equal_ignoring_case(h.first, name); });
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [key, value] : list_) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

std::vector<std::string_view> Headers::find_all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : list_) {
    if (equal_ignoring_case(key, name)) values.push_back(value);
  }
  return values;
}

Result<OutboundResponse> HttpClient::exchange(OutboundRequest request) {
  const auto answer = std::make_shared<Answer>();
  auto promise = std::make_shared<Promise>(answer);
  send(std::move(request), [promise = std::move(promise)](Result<OutboundResponse> value) {
    promise->keep(std::move(value));
  });
  answer->there.wait(false);
  return *std::move(answer->value);
}

}  // namespace hallway
