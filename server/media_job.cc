#include "server/media_job.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

#include "storage/descriptor.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostSaid = 64 * 1024;
constexpr rlim_t kMostMemory = rlim_t{2} << 30;  // of a film; a picture allows itself less
constexpr rlim_t kMostOpen = 64;
constexpr int kNiceness = 5;  // whoever reads a page comes first

// What is prepared before the fork: afterwards only what is safe between it and exec.
struct Start {
  std::string program, folder, limits;
  std::array<char*, 4> words{};
  std::array<char*, 4> environment{};
  std::string locale = "LC_ALL=C", arenas = "MALLOC_ARENA_MAX=2", path = "PATH=/usr/bin";
  rlim_t cpu_seconds = 0, file_bytes = 0;

  Start(const fs::path& dir, const MediaLimits& wanted, Duration patience)
      : program(media_program().string()),
        folder(dir.string()),
        limits(dump_json(to_json(wanted))) {
    words = {program.data(), folder.data(), limits.data(), nullptr};
    environment = {locale.data(), arenas.data(), path.data(), nullptr};
    cpu_seconds = 2 * static_cast<rlim_t>(std::max<int64_t>(patience.ms / 1000, 1));
    // A poster of a film may be larger than the film.
    file_bytes = std::max<rlim_t>(wanted.kept_bytes, rlim_t{64} << 20);
  }
};

void limit(decltype(RLIMIT_AS) what, rlim_t most) {
  const rlimit both{most, most};
  if (::setrlimit(what, &both) != 0) ::_exit(126);
}

[[noreturn]] void become(const Start& start, int out, int null) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::setpgid(0, 0);  // what it begins is ended with it
  ::setpriority(PRIO_PROCESS, 0, kNiceness);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_AS, kMostMemory);
  limit(RLIMIT_NOFILE, kMostOpen);
  limit(RLIMIT_CPU, start.cpu_seconds);
  limit(RLIMIT_FSIZE, start.file_bytes);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  ::dup2(null, STDIN_FILENO);
  ::dup2(null, STDERR_FILENO);
  ::dup2(out, STDOUT_FILENO);
  if (::close_range(3, ~0U, 0) != 0) ::_exit(126);
  ::execve(start.program.c_str(), start.words.data(), start.environment.data());
  ::_exit(127);
}

enum class Heard { all, too_much, too_late };

Heard listen(int from, std::string& said, Duration patience) {
  std::array<char, 4096> piece{};
  const int64_t until = monotonic_ms() + patience.ms;
  for (;;) {
    pollfd ready{from, POLLIN, 0};
    const auto left = std::max<int64_t>(until - monotonic_ms(), 0);
    const int seen = ::poll(&ready, 1, static_cast<int>(std::min<int64_t>(left, 60'000)));
    if (seen < 0 && errno == EINTR) continue;
    if (seen == 0 && monotonic_ms() >= until) return Heard::too_late;
    if (seen == 0) continue;
    const auto got = ::read(from, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Heard::all;
    said.append(piece.data(), static_cast<size_t>(got));
    if (said.size() > kMostSaid) return Heard::too_much;
  }
}

int status_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

Error error_in(const Json& json) {
  const auto code = find_int(json, "code").value_or(-1);
  const std::string what(find_string(json, "error").value_or(""));
  for (const auto known : {Code::too_large, Code::full, Code::unavailable}) {
    if (code == static_cast<int64_t>(known) && !what.empty()) return fail(known, what);
  }
  return fail(Code::invalid, what.empty() ? "the file cannot be decoded" : what);
}

Result<MediaReport> report_of(int status, const std::string& said) {
  if (WIFEXITED(status) && WEXITSTATUS(status) >= 126) {
    return fail(Code::unavailable, media_program().string() + " cannot be begun");
  }
  const auto json = parse_json(said);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 1 && json.ok()) return error_in(*json);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !json.ok()) {
    return fail(Code::invalid,
                "decoding the file takes more than it may, or makes the decoder fail");
  }
  return parse_report(*json);
}

}  // namespace

fs::path media_program() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path() / "hallway-media";
}

Result<MediaReport> run_media_job(const fs::path& folder, const MediaLimits& limits,
                                  Duration patience) {
  const Start start(folder, limits, patience);
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail(Code::unavailable, std::strerror(errno));
  const Descriptor from(ends[0]);
  Descriptor into(ends[1]);
  const Descriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!null.ok()) return fail(Code::unavailable, "/dev/null cannot be opened");
  const pid_t child = ::fork();
  if (child == 0) become(start, into.get(), null.get());
  ::close(into.release());
  if (child < 0) return fail(Code::unavailable, std::string("fork: ") + std::strerror(errno));
  std::string said;
  const auto heard = listen(from.get(), said, patience);
  // It has ended, or is to end, and all that it began with it. How it ended is settled by then.
  ::kill(-child, SIGKILL);
  ::kill(child, SIGKILL);
  const int status = status_of(child);
  if (heard == Heard::too_late) {
    return fail(Code::invalid, "decoding the file takes longer than it may");
  }
  if (heard == Heard::too_much) return fail(Code::invalid, "the file cannot be decoded");
  return report_of(status, said);
}

}  // namespace hallway
