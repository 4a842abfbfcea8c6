#include "storage/apart.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <list>
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

// A child at work, and what it was begun for.
class Child {
 public:
  explicit Child(size_t number, const ApartWork& work) : number_(number), work_(work) {}

  Result<void> begin() {
    if (bytes_.into < 0 || error_.into < 0) {
      return fail(Code::unavailable, std::string("no pipe: ") + std::strerror(errno));
    }
    pid_ = ::fork();
    if (pid_ < 0) return fail(Code::unavailable, std::string("fork: ") + std::strerror(errno));
    if (pid_ == 0) do_apart(work_.work, bytes_, error_);
    Pipe::close(bytes_.into);
    Pipe::close(error_.into);
    return {};
  }

  // Waits for the next piece. False: there is none, and none will come.
  bool take(std::string& piece) {
    const size_t got = read_some(bytes_.from, piece.data(), piece.size());
    if (got > 0) taken_ = work_.take(std::string_view(piece).substr(0, got));
    return got > 0 && taken_.ok();
  }

  // Once nothing comes any more.
  Result<void> end() {
    if (!taken_.ok()) ::kill(pid_, SIGKILL);
    const int status = status_of(pid_);
    TRY(taken_);
    if (WIFSIGNALED(status)) {
      return fail(Code::corrupt,
                  std::string("reading was ended by the system: ") + ::strsignal(WTERMSIG(status)));
    }
    if (WEXITSTATUS(status) != 0) return error_from(error_.from);
    return {};
  }

  [[nodiscard]] size_t number() const { return number_; }
  [[nodiscard]] int from() const { return bytes_.from; }

 private:
  size_t number_;
  const ApartWork& work_;
  Pipe bytes_, error_;
  pid_t pid_ = -1;
  Result<void> taken_;
};

using Children = std::list<Child>;

// Those of whom something is to be read, or the end.
std::vector<Children::iterator> wait_for_some(Children& children) {
  std::vector<pollfd> wanted;
  for (const auto& child : children) wanted.push_back({child.from(), POLLIN, 0});
  int found = 0;
  while ((found = ::poll(wanted.data(), wanted.size(), -1)) < 0 && errno == EINTR) {
  }
  std::vector<Children::iterator> ready;
  auto child = children.begin();
  for (const auto& seen : wanted) {
    if (seen.revents != 0 || found < 0) ready.push_back(child);  // in turn, where we cannot ask
    ++child;
  }
  return ready;
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

std::vector<Result<void>> run_each_apart(std::span<const ApartWork> works, size_t at_once) {
  std::vector<Result<void>> outcomes(works.size());
  std::string piece(kPiece, '\0');
  Children children;
  for (size_t next = 0; next < works.size() || !children.empty();) {
    while (next < works.size() && children.size() < std::max<size_t>(at_once, 1)) {
      auto& child = children.emplace_back(next, works[next]);
      outcomes[next] = child.begin();
      if (!outcomes[next++].ok()) children.pop_back();
    }
    for (const auto child : wait_for_some(children)) {
      if (child->take(piece)) continue;
      outcomes[child->number()] = child->end();
      children.erase(child);
    }
  }
  return outcomes;
}

Result<void> run_apart(const std::function<Result<void>(int out)>& work,
                       const std::function<Result<void>(std::string_view)>& take) {
  const ApartWork one{work, take};
  return run_each_apart(std::span(&one, 1), 1).front();
}

size_t processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return std::max<size_t>(1, static_cast<size_t>(CPU_COUNT(&set)));
}

}  // namespace hallway
