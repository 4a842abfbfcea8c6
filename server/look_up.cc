#include "server/look_up.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace hallway {
namespace {

constexpr size_t kMostKnown = 20'000;

std::optional<IpAddress> address_of(const addrinfo& info) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* raw = nullptr;
  if (info.ai_family == AF_INET) {
    raw = &reinterpret_cast<const sockaddr_in*>(info.ai_addr)->sin_addr;
  } else if (info.ai_family == AF_INET6) {
    raw = &reinterpret_cast<const sockaddr_in6*>(info.ai_addr)->sin6_addr;
  }
  if (!raw || !inet_ntop(info.ai_family, raw, text.data(), text.size())) return std::nullopt;
  const auto address = IpAddress::parse(text.data());
  return address ? std::optional(*address) : std::nullopt;
}

std::vector<IpAddress> look_up(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
  std::vector<IpAddress> addresses;
  for (const auto* info = found; info; info = info->ai_next) {
    if (const auto address = address_of(*info)) addresses.push_back(*address);
  }
  return addresses;
}

// What need not be asked of anybody.
std::optional<IpAddress> address_without_asking(std::string_view host) {
  if (host == "localhost" || host.ends_with(".localhost")) host = "127.0.0.1";
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto address = IpAddress::parse(host);
  return address ? std::optional(*address) : std::nullopt;
}

}  // namespace

LookUp::LookUp(LookUpOptions options) : options_(std::move(options)) {
  for (auto& thread : threads_) thread = std::thread([this] { work(); });
  timekeeper_ = std::thread([this] { keep_time(); });
}

LookUp::~LookUp() {
  std::map<uint64_t, Question> left;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    std::swap(left, questions_);
  }
  asked_.notify_all();
  due_.notify_all();
  for (const auto& [number, question] : left) question.answer({});
  for (auto& thread : threads_) thread.join();
  timekeeper_.join();
}

bool LookUp::ask(const std::string& host, Duration patience, Answer answer) {
  if (const auto address = address_without_asking(host)) {
    answer({*address});
    return true;
  }
  std::unique_lock lock(mutex_);
  if (const auto* found = remembered(host)) {
    const auto addresses = *found;
    lock.unlock();
    answer(addresses);
    return true;
  }
  const bool first = !waiting_.contains(host);
  if (questions_.size() >= options_.most_waiting) return false;
  if (first && hosts_.size() >= options_.most_waiting) return false;
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(patience.ms);
  questions_.emplace(++last_, Question{host, until, std::move(answer)});
  deadlines_.emplace(until, last_);
  waiting_[host].insert(last_);
  if (first) hosts_.push_back(host);
  if (deadlines_.begin()->second == last_) due_.notify_one();
  if (first) asked_.notify_one();
  return true;
}

void LookUp::work() {
  const auto find = options_.find ? options_.find : look_up;
  std::unique_lock lock(mutex_);
  for (;;) {
    asked_.wait(lock, [this] { return stopping_ || !hosts_.empty(); });
    if (stopping_) return;
    const auto host = std::move(hosts_.front());
    hosts_.pop_front();
    if (!is_wanted(host)) continue;
    lock.unlock();
    const auto addresses = find(host);
    lock.lock();
    remember(host, addresses);
    const auto answers = take_all_of(host);
    lock.unlock();
    for (const auto& answer : answers) answer(addresses);
    lock.lock();
  }
}

void LookUp::keep_time() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (deadlines_.empty()) {
      due_.wait(lock);
    } else {
      const auto next = deadlines_.begin()->first;
      due_.wait_until(lock, next);
    }
    const auto answers = take_late();
    lock.unlock();
    for (const auto& answer : answers) answer({});
    lock.lock();
  }
}

const LookUp::Addresses* LookUp::remembered(const std::string& host) {
  const auto now = std::chrono::steady_clock::now();
  while (!forgetting_.empty() &&
         (forgetting_.front().first <= now || forgetting_.size() > kMostKnown)) {
    known_.erase(forgetting_.front().second);
    forgetting_.pop_front();
  }
  const auto found = known_.find(host);
  return found == known_.end() ? nullptr : &found->second;
}

void LookUp::remember(const std::string& host, const Addresses& addresses) {
  const auto until =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(options_.remember.ms);
  // Never known already: it would not have been looked up.
  if (known_.emplace(host, addresses).second) forgetting_.emplace_back(until, host);
}

// Those who asked may all have lost patience before its turn came.
bool LookUp::is_wanted(const std::string& host) {
  const auto found = waiting_.find(host);
  if (found != waiting_.end() && !found->second.empty()) return true;
  waiting_.erase(host);
  return false;
}

LookUp::Answer LookUp::take(uint64_t number) {
  auto taken = questions_.extract(number);
  if (taken.empty()) return [](const Addresses&) {};
  deadlines_.erase({taken.mapped().until, number});
  return std::move(taken.mapped().answer);
}

std::vector<LookUp::Answer> LookUp::take_all_of(const std::string& host) {
  std::vector<Answer> answers;
  const auto taken = waiting_.extract(host);
  if (taken.empty()) return answers;
  for (const auto number : taken.mapped()) answers.push_back(take(number));
  return answers;
}

std::vector<LookUp::Answer> LookUp::take_late() {
  std::vector<Answer> answers;
  const auto now = std::chrono::steady_clock::now();
  while (!stopping_ && !deadlines_.empty() && deadlines_.begin()->first <= now) {
    const auto number = deadlines_.begin()->second;
    waiting_[questions_.at(number).host].erase(number);
    answers.push_back(take(number));
  }
  return answers;
}

}  // namespace hallway
