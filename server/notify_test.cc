#include "server/notify.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <string>

#include "tests/support/store.h"

namespace hallway {
namespace {

// A service manager that listens at `path`; what it hears.
class Manager {
 public:
  explicit Manager(const std::string& path) {
    sockaddr_un where{};
    where.sun_family = AF_UNIX;
    std::memcpy(where.sun_path, path.data(), path.size());
    if (path[0] == '@') where.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
    EXPECT_EQ(::bind(fd_, reinterpret_cast<const sockaddr*>(&where), size), 0);
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~Manager() {
    ::unsetenv("NOTIFY_SOCKET");
    ::close(fd_);
  }
  Manager(const Manager&) = delete;
  // Empty: nothing was said.
  std::string heard() const {
    std::array<char, 256> bytes{};
    const auto n = ::recv(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT);
    return n > 0 ? std::string(bytes.data(), static_cast<size_t>(n)) : std::string();
  }

 private:
  int fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
};

TEST(Notify, TellsTheServiceManager) {
  const test::TempDir dir;
  const Manager manager(dir.path().string() + "/notify");
  notify_service_manager("READY=1");
  EXPECT_EQ(manager.heard(), "READY=1");
}

TEST(Notify, KnowsAbstractNames) {
  const Manager manager("@hallway-test-" + std::to_string(::getpid()));
  notify_service_manager("STOPPING=1");
  EXPECT_EQ(manager.heard(), "STOPPING=1");
}

TEST(Notify, WhereNobodyListensNothingHappens) {
  for (const std::string& path : {std::string("/nowhere/notify"), std::string("notify"),
                                  std::string(), std::string("/"), "/" + std::string(500, 'x')}) {
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    notify_service_manager("READY=1");
  }
  ::unsetenv("NOTIFY_SOCKET");
  notify_service_manager("READY=1");
}

}  // namespace
}  // namespace hallway
