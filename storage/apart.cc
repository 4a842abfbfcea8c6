#include "storage/apart.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <string>

#include "storage/descriptor.h"

namespace hallway {
namespace {

constexpr size_t kPiece = size_t{1} << 20;
constexpr int kFailed = 1;

// Both ends of a pipe; what is still open is closed at the end.
struct Pipe {
  int from = -1, into = -1;
  Pipe() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    from = ends[0];
    into = ends[1];
    ::fcntl(into, F_SETPIPE_SZ, kPiece);  // fewer turns; a smaller one does too
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close(from);
    close(into);
  }
  static void close(int& end) {
    if (end >= 0) ::close(std::exchange(end, -1));
  }
};

// Nothing left, or cannot be read: zero.
size_t read_some(int file, char* into, size_t most) {
  for (;;) {
    const auto got = ::read(file, into, most);
    if (got < 0 && errno == EINTR) continue;
    return got > 0 ? static_cast<size_t>(got) : 0;
  }
}

Result<void> attempt(const std::function<Result<void>(int)>& work, int out) {
  try {
    return work(out);
  } catch (const std::exception& e) {
    return fail(Code::internal, e.what());
  }
}

// In the child, to its end. An error travels as one byte of its code and its sentence.
[[noreturn]] void do_apart(const std::function<Result<void>(int)>& work, Pipe& bytes, Pipe& error) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit none{};
  ::setrlimit(RLIMIT_CORE, &none);  // to be ended is nothing special here, and memory holds secrets
  // Whoever handles these in this process would answer for the child.
  for (const int ending : {SIGBUS, SIGSEGV, SIGABRT, SIGFPE, SIGILL}) ::signal(ending, SIG_DFL);
  Pipe::close(bytes.from);
  Pipe::close(error.from);
  const auto done = attempt(work, bytes.into);
  if (done.ok()) ::_exit(0);
  (void)write_all(error.into, static_cast<char>(done.error().code) + done.error().what);
  ::_exit(kFailed);
}

Result<void> take_all(int from, const std::function<Result<void>(std::string_view)>& take) {
  std::string piece(kPiece, '\0');
  while (const size_t got = read_some(from, piece.data(), piece.size())) {
    TRY(take(std::string_view(piece).substr(0, got)));
  }
  return {};
}

int status_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

Error error_from(int from) {
  std::array<char, 4096> text{};
  const size_t size = read_some(from, text.data(), text.size());
  if (size == 0) return fail(Code::internal, "it ended without saying why");
  return fail(static_cast<Code>(text[0]), std::string(text.data() + 1, size - 1));
}

}  // namespace

Result<void> write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(code_of_errno(errno), std::strerror(errno));
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

Result<void> run_apart(const std::function<Result<void>(int out)>& work,
                       const std::function<Result<void>(std::string_view)>& take) {
  Pipe bytes, error;
  if (bytes.into < 0 || error.into < 0) {
    return fail(Code::unavailable, std::string("no pipe: ") + std::strerror(errno));
  }
  const pid_t child = ::fork();
  if (child < 0) return fail(Code::unavailable, std::string("fork: ") + std::strerror(errno));
  if (child == 0) do_apart(work, bytes, error);
  Pipe::close(bytes.into);
  Pipe::close(error.into);
  const auto taken = take_all(bytes.from, take);
  if (!taken.ok()) ::kill(child, SIGKILL);
  const int status = status_of(child);
  TRY(taken);
  if (WIFSIGNALED(status)) {
    return fail(Code::corrupt,
                std::string("reading was ended by the system: ") + ::strsignal(WTERMSIG(status)));
  }
  if (WEXITSTATUS(status) != 0) return error_from(error.from);
  return {};
}

}  // namespace hallway
