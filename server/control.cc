#include "server/control.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "server/log.h"
#include "storage/descriptor.h"

namespace hallway {
namespace {

constexpr size_t kMostBytes = 16 * 1024 * 1024;  // of a line
constexpr int kPatienceMs = 10'000;              // for the rest of a request
constexpr int kStartMs = 3'000, kStartStepMs = 20;

Error system_error(const std::string& what) {
  return fail(Code::unavailable, what + ": " + std::strerror(errno));
}

// The address of DIR/control.sock. Paths longer than sockaddr_un holds are reached through an open
// descriptor of their folder.
struct Address {
  sockaddr_un where{};
  Descriptor folder{-1};

  explicit Address(const std::filesystem::path& path)
      : folder(path.native().size() < sizeof where.sun_path
                   ? -1
                   : ::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    const std::string text =
        folder.get() < 0 ? path.native()
                         : "/proc/self/fd/" + std::to_string(folder.get()) + "/control.sock";
    where.sun_family = AF_UNIX;
    std::memcpy(where.sun_path, text.c_str(), std::min(text.size(), sizeof where.sun_path - 1));
  }
  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&where); }
};

std::filesystem::path socket_in(const std::filesystem::path& dir) {
  return std::filesystem::absolute(dir) / "control.sock";
}

bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

constexpr std::string_view kSilent = "does not answer";
constexpr std::string_view kEnded = "ended before it answered; look and try again";

// Reads up to the end of a line, which is left out. `wait_ms` below zero: as long as it takes.
// Fails with unavailable and one of the words above at the end of the stream, when the time is up
// or the line is too long.
Result<std::string> read_line(int fd, int wait_ms) {
  std::string line;
  char buffer[16 * 1024];
  while (line.size() < kMostBytes) {
    pollfd waiting{fd, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, wait_ms);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return fail(Code::unavailable, std::string(kSilent));
    if (ready < 0) break;
    const auto got = ::recv(fd, buffer, sizeof buffer, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    line.append(buffer, static_cast<size_t>(got));
    if (line.back() == '\n') {
      line.pop_back();
      return line;
    }
  }
  return fail(Code::unavailable, std::string(kEnded));
}

// `wait_ms` as for read_line. Where a node hangs, nobody accepts.
void wait_at_most(int fd, int wait_ms) {
  if (wait_ms < 0) return;
  const timeval time{.tv_sec = wait_ms / 1000, .tv_usec = wait_ms % 1000 * 1000};
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

Json error_json(const Error& error) {
  return {{"error", {{"code", name_of(error.code)}, {"what", error.what}}}};
}

Code code_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(Code::internal); ++i) {
    if (name_of(static_cast<Code>(i)) == name) return static_cast<Code>(i);
  }
  return Code::internal;
}

Result<std::optional<Json>> read_answer(const std::string& line) {
  auto answer = TRY(parse_json(line, {.bytes = kMostBytes, .values = 1'000'000}));
  if (const auto* error = find_member(answer, "error")) {
    return fail(code_named(find_string(*error, "code").value_or("")),
                std::string(find_string(*error, "what").value_or("the node refused")));
  }
  const auto* result = find_member(answer, "result");
  return std::optional<Json>(result ? *result : Json::object());
}

}  // namespace

Result<std::unique_ptr<ControlSocket>> ControlSocket::start(const std::filesystem::path& dir,
                                                            Perform perform) {
  const auto path = socket_in(dir);
  const Address address(path);
  ::unlink(path.c_str());
  Descriptor listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  Descriptor stopping(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  // The mode before anybody can connect: that is possible from listen() on.
  if (listening.get() < 0 || stopping.get() < 0 ||
      ::bind(listening.get(), address.get(), sizeof address.where) != 0 ||
      ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0 || ::listen(listening.get(), 64) != 0) {
    return system_error(path.string() + " cannot be made");
  }
  return std::unique_ptr<ControlSocket>(
      new ControlSocket(path, listening.release(), stopping.release(), std::move(perform)));
}

ControlSocket::ControlSocket(std::filesystem::path path, int listening, int stopping,
                             Perform perform)
    : path_(std::move(path)),
      listening_(listening),
      stopping_(stopping),
      perform_(std::move(perform)) {
  for (auto& thread : threads_) {
    thread = std::jthread([this] { serve(); });
  }
}

ControlSocket::~ControlSocket() {
  const uint64_t one = 1;
  [[maybe_unused]] const auto told = ::write(stopping_, &one, sizeof one);
  for (auto& thread : threads_) thread.join();
  ::close(listening_);
  ::unlink(path_.c_str());
  ::close(stopping_);
}

void ControlSocket::serve() {
  for (;;) {
    pollfd waiting[] = {{listening_, POLLIN, 0}, {stopping_, POLLIN, 0}};
    if (::poll(waiting, 2, -1) < 0 && errno != EINTR) return;
    if (waiting[1].revents) return;
    const Descriptor connection(::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC));
    if (connection.get() < 0) continue;  // another thread took it
    try {
      talk(connection.get());
    } catch (const std::exception& e) {
      log::error("control.threw", {{"what", e.what()}});
    }
  }
}

void ControlSocket::talk(int connection) {
  const auto line = read_line(connection, kPatienceMs);
  if (line.ok()) send_all(connection, answer_line(*line) + "\n");
}

std::string ControlSocket::answer_line(std::string_view line) const {
  const auto request = parse_json(line, {.bytes = kMostBytes});
  if (!request.ok()) return dump_json(error_json(request.error()));
  const auto command = find_string(*request, "command");
  if (!command) return dump_json(error_json(fail(Code::invalid, "no command was named")));
  static const Json kNone = Json::object();
  const auto* arguments = find_member(*request, "arguments");
  auto result = perform_(*command, arguments ? *arguments : kNone);
  if (!result.ok()) return dump_json(error_json(result.error()));
  return dump_json({{"result", std::move(*result)}});
}

Result<std::optional<Json>> ask_running_node(const std::filesystem::path& dir,
                                             std::string_view command, const Json& arguments,
                                             std::optional<Duration> patience) {
  const auto path = socket_in(dir);
  const int wait_ms = patience ? static_cast<int>(patience->ms) : -1;
  const auto failed = [&](std::string_view how) {
    return fail(Code::unavailable, "the node in " + dir.string() + " " + std::string(how));
  };
  const Address address(path);
  const Descriptor connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (connection.get() < 0) return system_error("no socket can be made");
  wait_at_most(connection.get(), wait_ms);
  if (::connect(connection.get(), address.get(), sizeof address.where) != 0) {
    if (errno == EAGAIN) return failed(kSilent);
    if (errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR) return std::optional<Json>();
    return system_error(path.string() + " cannot be opened");
  }
  const auto request = dump_json({{"command", command}, {"arguments", arguments}}) + "\n";
  if (!send_all(connection.get(), request)) return failed(kEnded);
  const auto line = read_line(connection.get(), wait_ms);
  if (!line.ok()) return failed(line.error().what);
  return read_answer(*line);
}

Result<std::optional<Json>> ask_starting_node(const std::filesystem::path& dir,
                                              std::string_view command, const Json& arguments) {
  for (int waited = 0; waited < kStartMs; waited += kStartStepMs) {
    auto answer = TRY(ask_running_node(dir, command, arguments));
    if (answer) return answer;
    std::this_thread::sleep_for(std::chrono::milliseconds(kStartStepMs));
  }
  return std::optional<Json>();
}

}  // namespace hallway
