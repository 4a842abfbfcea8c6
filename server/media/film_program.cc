#include "server/media/film_program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "server/media/confine.h"

namespace hallway {
namespace {

constexpr size_t kMostPrinted = 1024 * 1024;
constexpr int kNotBegun = 126;

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

[[noreturn]] void become(const std::string& path, std::vector<std::string>& words,
                         const std::filesystem::path& folder, int out) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::vector<std::string> environment{"LC_ALL=C", "MALLOC_ARENA_MAX=2"};
  const auto word_pointers = pointers_to(words);
  const auto environment_pointers = pointers_to(environment);
  ::dup2(out, STDOUT_FILENO);
  // By the name that it has from within: the folder of a node is often named from where it was
  // started.
  const bool ready = ::chdir(folder.c_str()) == 0 && confine_film_decoder(".").ok();
  if (ready) ::execve(path.c_str(), word_pointers.data(), environment_pointers.data());
  ::_exit(kNotBegun);
}

// False: it says too much.
bool read_all(int from, std::string& text) {
  std::array<char, 16 * 1024> piece{};
  for (;;) {
    const auto got = ::read(from, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return true;
    text.append(piece.data(), static_cast<size_t>(got));
    if (text.size() > kMostPrinted) return false;
  }
}

int status_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

Result<std::string> run_film_program(const std::string& program, std::vector<std::string> words,
                                     const std::filesystem::path& folder) {
  const auto path = "/usr/bin/" + program;
  if (::access(path.c_str(), X_OK) != 0) {
    return fail(Code::unavailable, path + " is not there: install the package ffmpeg");
  }
  words.insert(words.begin(), program);
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail(Code::unavailable, std::strerror(errno));
  const pid_t child = ::fork();
  if (child == 0) become(path, words, folder, ends[1]);
  ::close(ends[1]);
  std::string printed;
  const bool all = child > 0 && read_all(ends[0], printed);
  ::close(ends[0]);
  if (child < 0) return fail(Code::unavailable, std::string("fork: ") + std::strerror(errno));
  if (!all) ::kill(child, SIGKILL);
  const int status = status_of(child);
  if (!all) return fail(Code::too_large, program + " says too much of it");
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNotBegun) {
    return fail(Code::unavailable, program + " could not be begun under its limits");
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return fail(Code::invalid, "the file is damaged, or not what it claims to be");
  }
  return printed;
}

}  // namespace hallway
