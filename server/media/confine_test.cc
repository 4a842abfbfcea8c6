#include "server/media/confine.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "tests/support/store.h"

namespace hallway {
namespace {

// What `work` gives in a process of its own; -1 where a signal ended it.
int apart(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool begins_a_process() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  return child > 0;
}

bool makes_a_socket() {
  return ::socket(AF_INET, SOCK_STREAM, 0) >= 0 || ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

TEST(Confine, APictureDecoderOpensNothingAndReachesNobody) {
  EXPECT_EQ(apart([] {
              if (!confine_picture_decoder().ok()) return 1;
              if (::open("/etc/passwd", O_RDONLY) >= 0) return 2;
              if (::open("/dev/null", O_WRONLY) >= 0) return 3;
              if (makes_a_socket()) return 4;
              if (begins_a_process()) return 5;
              ::execl("/bin/true", "true", nullptr);
              if (errno != EPERM) return 6;
              void* memory =
                  ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
              if (memory == MAP_FAILED) return 7;
              return ::mprotect(memory, 4096, PROT_READ | PROT_EXEC) == 0 ? 8 : 0;
            }),
            0);
}

TEST(Confine, AFilmDecoderWritesInItsFolderAndReachesNobody) {
  const test::TempDir folder, other;
  EXPECT_EQ(apart([&] {
              if (!confine_film_decoder(folder.path()).ok()) return 1;
              if (::open((folder.path() / "kept").c_str(), O_CREAT | O_WRONLY, 0600) < 0) return 2;
              if (::open((other.path() / "kept").c_str(), O_CREAT | O_WRONLY, 0600) >= 0) return 3;
              if (::open("/etc/passwd", O_RDONLY) >= 0) return 4;
              if (makes_a_socket()) return 5;
              if (begins_a_process()) return 6;
              ::execl("/bin/sh", "sh", "-c", "exit 0", nullptr);
              return errno == EACCES ? 0 : 7;
            }),
            0);
}

TEST(Confine, MemoryAndFilesAreNoLargerThanSaid) {
  constexpr uint64_t kMiB = 1024 * 1024;
  EXPECT_EQ(
      apart([] {
        const DecoderLimits limits{.memory = 256 * kMiB, .cpu_seconds = 7, .file_bytes = kMiB};
        if (!limit_process(limits).ok()) return 1;
        void* much =
            ::mmap(nullptr, 512 * kMiB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (much != MAP_FAILED) return 2;
        rlimit seen{};
        ::getrlimit(RLIMIT_CPU, &seen);
        if (seen.rlim_max != 7) return 3;
        ::getrlimit(RLIMIT_FSIZE, &seen);
        if (seen.rlim_max != kMiB) return 4;
        // Never widened again.
        if (!limit_process({.memory = 512 * kMiB, .cpu_seconds = 9, .file_bytes = kMiB}).ok())
          return 5;
        ::getrlimit(RLIMIT_CPU, &seen);
        return seen.rlim_max == 7 ? 0 : 6;
      }),
      0);
}

}  // namespace
}  // namespace hallway
