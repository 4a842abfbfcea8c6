#include "tests/attacks/outside.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <mutex>

namespace {

struct World {
  std::mutex mutex;
  std::vector<std::string> tried;
  std::map<std::string, std::vector<std::string>, std::less<>> book;
};

World& world() {
  static World one;
  return one;
}

std::string text_of(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* raw = &reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
  if (address->sa_family == AF_INET6) {
    raw = &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  }
  inet_ntop(address->sa_family, raw, text.data(), text.size());
  return text.data();
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1";
}

std::vector<std::string> meaning_of(const char* name) {
  auto& w = world();
  const std::lock_guard lock(w.mutex);
  const auto found = w.book.find(std::string_view(name));
  return found == w.book.end() ? std::vector<std::string>() : found->second;
}

using LookUp = int(const char*, const char*, const addrinfo*, addrinfo**);

// Never asks a name server: `address` is written in digits.
int look_up_digits(const char* address, const char* service, const addrinfo* hints,
                   addrinfo** result) {
  static auto* real = reinterpret_cast<LookUp*>(dlsym(RTLD_NEXT, "getaddrinfo"));
  addrinfo digits = hints == nullptr ? addrinfo{} : *hints;
  digits.ai_flags |= AI_NUMERICHOST;
  return real(address, service, &digits, result);
}

}  // namespace

// libcurl finds these before those of the C library.
extern "C" int connect(int fd, const sockaddr* address, socklen_t size) {
  if (address->sa_family == AF_INET || address->sa_family == AF_INET6) {
    const auto text = text_of(address);
    {
      const std::lock_guard lock(world().mutex);
      world().tried.push_back(text);
    }
    if (!is_loopback(text)) {
      errno = ENETUNREACH;
      return -1;
    }
  }
  return static_cast<int>(syscall(SYS_connect, fd, address, size));
}

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  if (node == nullptr || look_up_digits(node, service, hints, result) == 0) {
    return node == nullptr ? EAI_NONAME : 0;
  }
  addrinfo* all = nullptr;
  for (const auto& address : meaning_of(node)) {
    addrinfo* one = nullptr;
    if (look_up_digits(address.c_str(), service, hints, &one) != 0) continue;
    addrinfo** end = &all;
    while (*end != nullptr) end = &(*end)->ai_next;
    *end = one;
  }
  *result = all;
  return all == nullptr ? EAI_NONAME : 0;
}

namespace hallway::test::outside {

std::vector<std::string> tried() {
  const std::lock_guard lock(world().mutex);
  return world().tried;
}

void forget() {
  const std::lock_guard lock(world().mutex);
  world().tried.clear();
}

void name(const std::string& name, std::vector<std::string> addresses) {
  const std::lock_guard lock(world().mutex);
  world().book[name] = std::move(addresses);
}

}  // namespace hallway::test::outside
