#include "server/media/confine.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <span>
#include <string>

namespace hallway {
namespace {

Error not_confined(const char* what, int error) {
  return fail(Code::unavailable,
              std::string("the decoder cannot be confined: ") + what + ": " + std::strerror(error));
}

// What computing with memory, threads and open files takes.
constexpr int kComputing[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(pwrite64),
    SCMP_SYS(lseek),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(ftruncate),
    SCMP_SYS(fcntl),

    SCMP_SYS(munmap),

    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(get_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(tgkill),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(nanosleep),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(getrandom),
    SCMP_SYS(sysinfo),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(eventfd2),
    SCMP_SYS(getrusage),
    SCMP_SYS(membarrier),
};

// What a program needs besides, to begin and to open its files.
constexpr int kOpening[] = {
    SCMP_SYS(execve),     SCMP_SYS(arch_prctl), SCMP_SYS(set_tid_address), SCMP_SYS(prlimit64),
    SCMP_SYS(open),       SCMP_SYS(openat),     SCMP_SYS(access),          SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2), SCMP_SYS(stat),       SCMP_SYS(lstat),           SCMP_SYS(readlink),
    SCMP_SYS(readlinkat), SCMP_SYS(getdents64), SCMP_SYS(getcwd),          SCMP_SYS(uname),
    SCMP_SYS(getuid),     SCMP_SYS(geteuid),    SCMP_SYS(getgid),          SCMP_SYS(getegid),
    SCMP_SYS(ioctl),      SCMP_SYS(fadvise64),  SCMP_SYS(pselect6),        SCMP_SYS(select),
    SCMP_SYS(dup),        SCMP_SYS(pipe2),      SCMP_SYS(getrlimit),       SCMP_SYS(times),
};

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

Result<void> allow(const Filter& filter, std::span<const int> calls) {
  for (const int call : calls) {
    // An architecture that lacks one of them has nothing to allow.
    const int added = seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0);
    if (added != 0 && added != -EDOM) return not_confined("seccomp", -added);
  }
  return {};
}

Result<void> allow_if(const Filter& filter, int call, scmp_arg_cmp condition) {
  const int added = seccomp_rule_add_array(filter.get(), SCMP_ACT_ALLOW, call, 1, &condition);
  if (added != 0) return not_confined("seccomp", -added);
  return {};
}

// A thread of this process, never another process. Of clone3 the kernel's filter cannot see the
// flags: the C library then asks by clone.
Result<void> allow_threads(const Filter& filter) {
  TRY(allow_if(filter, SCMP_SYS(clone), {0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD}));
  TRY(allow_if(filter, SCMP_SYS(prctl), {0, SCMP_CMP_EQ, PR_SET_NAME, 0}));
  const int added = seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
  if (added != 0) return not_confined("seccomp", -added);
  return {};
}

// Memory may hold data; where no program is begun any more, no new code.
Result<void> allow_memory(const Filter& filter, bool code) {
  constexpr int kCalls[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};
  if (code) return allow(filter, kCalls);
  for (const int call : kCalls) {
    TRY(allow_if(filter, call, {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}));
  }
  return {};
}

Result<void> filter_calls(bool opening) {
  const Filter filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), &seccomp_release);
  if (!filter) return not_confined("seccomp", ENOMEM);
  TRY(allow(filter, kComputing));
  if (opening) TRY(allow(filter, kOpening));
  TRY(allow_memory(filter, /*code=*/opening));
  TRY(allow_threads(filter));
  const int loaded = seccomp_load(filter.get());
  if (loaded != 0) return not_confined("seccomp", -loaded);
  return {};
}

constexpr uint64_t kReading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr uint64_t kRunning = kReading | LANDLOCK_ACCESS_FS_EXECUTE;
constexpr uint64_t kKeeping = kReading | LANDLOCK_ACCESS_FS_WRITE_FILE |
                              LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE;
// Of the first version of Landlock: all that it can withhold.
constexpr uint64_t kAll = (uint64_t{LANDLOCK_ACCESS_FS_MAKE_SYM} << 1) - 1;

struct Place {
  std::string path;
  uint64_t rights;
};

// A set of rules; none where the kernel has no Landlock.
class Ruleset {
 public:
  Ruleset() {
    const landlock_ruleset_attr all{.handled_access_fs = kAll};
    file_ = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0));
  }
  Ruleset(const Ruleset&) = delete;
  Ruleset& operator=(const Ruleset&) = delete;
  ~Ruleset() {
    if (file_ >= 0) ::close(file_);
  }

  void allow(const Place& place) const {
    const int there = ::open(place.path.c_str(), O_PATH | O_CLOEXEC);
    if (there < 0) return;  // what is not there need not be allowed
    landlock_path_beneath_attr rule{};
    rule.allowed_access = place.rights;
    rule.parent_fd = there;
    ::syscall(SYS_landlock_add_rule, file_, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    ::close(there);
  }

  [[nodiscard]] Result<void> enforce() const {
    if (file_ < 0) return {};
    if (::syscall(SYS_landlock_restrict_self, file_, 0) != 0)
      return not_confined("Landlock", errno);
    return {};
  }

 private:
  int file_ = -1;
};

Result<void> restrict_files(std::span<const Place> places) {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return not_confined("prctl", errno);
  const Ruleset rules;
  for (const auto& place : places) rules.allow(place);
  return rules.enforce();
}

Result<void> lower_limit(decltype(RLIMIT_AS) what, uint64_t most) {
  rlimit now{};
  if (::getrlimit(what, &now) != 0) return not_confined("getrlimit", errno);
  const rlimit limit{std::min<rlim_t>(most, now.rlim_cur), std::min<rlim_t>(most, now.rlim_max)};
  if (::setrlimit(what, &limit) != 0) return not_confined("setrlimit", errno);
  return {};
}

}  // namespace

Result<void> limit_process(const DecoderLimits& limits) {
  constexpr uint64_t kMostOpen = 64;
  TRY(lower_limit(RLIMIT_CORE, 0));
  TRY(lower_limit(RLIMIT_NOFILE, kMostOpen));
  TRY(lower_limit(RLIMIT_AS, limits.memory));
  TRY(lower_limit(RLIMIT_CPU, limits.cpu_seconds));
  return lower_limit(RLIMIT_FSIZE, limits.file_bytes);
}

Result<void> confine_picture_decoder() {
  TRY(restrict_files({}));
  return filter_calls(/*opening=*/false);
}

Result<void> confine_film_decoder(const std::filesystem::path& folder) {
  const Place places[] = {
      {"/usr/lib", kRunning},
      {"/lib", kRunning},
      {"/lib64", kRunning},
      {"/usr/bin/ffmpeg", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE},
      {"/usr/bin/ffprobe", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE},
      {"/etc/ld.so.cache", LANDLOCK_ACCESS_FS_READ_FILE},
      {"/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE},
      {folder.string(), kKeeping},
  };
  TRY(restrict_files(places));
  return filter_calls(/*opening=*/true);
}

}  // namespace hallway
