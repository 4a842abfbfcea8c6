#include "server/look_up.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace hallway {
namespace {

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

LookUp::LookUp() {
  for (auto& thread : threads_) thread = std::thread([this] { work(); });
}

LookUp::~LookUp() {
  std::deque<Question> left;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    std::swap(left, questions_);
  }
  asked_.notify_all();
  for (const auto& question : left) question.answer({});
  for (auto& thread : threads_) thread.join();
}

void LookUp::ask(const std::string& host, Answer answer) {
  if (const auto known = address_without_asking(host)) return answer({*known});
  {
    const std::lock_guard lock(mutex_);
    questions_.push_back({host, std::move(answer)});
  }
  asked_.notify_one();
}

void LookUp::work() {
  for (;;) {
    Question question;
    {
      std::unique_lock lock(mutex_);
      asked_.wait(lock, [this] { return stopping_ || !questions_.empty(); });
      if (stopping_) return;
      question = std::move(questions_.front());
      questions_.pop_front();
    }
    question.answer(look_up(question.host));
  }
}

}  // namespace hallway
