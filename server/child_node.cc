#include "server/child_node.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>

#include "server/control.h"

extern char** environ;

namespace hallway {
namespace {

constexpr int kStartMs = 20'000, kStopMs = 30'000, kLookMs = 20;

void pause_ms(int ms) {
  const timespec time{ms / 1'000, (ms % 1'000) * 1'000'000L};
  ::nanosleep(&time, nullptr);
}

std::string last_line_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line, last;
  while (std::getline(file, line)) {
    if (!line.empty()) last = line;
  }
  return last;
}

// Ours, but for what `variables` say anew.
std::vector<std::string> environment_with(const std::vector<std::string>& variables) {
  std::vector<std::string> environment = variables;
  for (char** one = environ; *one; ++one) {
    const std::string_view ours(*one);
    const auto name = ours.substr(0, ours.find('=') + 1);
    const bool said_anew = std::ranges::any_of(
        variables, [&](const std::string& variable) { return variable.starts_with(name); });
    if (!said_anew) environment.emplace_back(ours);
  }
  return environment;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// In the child, between fork and exec: only what is safe there.
[[noreturn]] void become(char* const* words, char* const* environment, int log) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  ::execve("/proc/self/exe", words, environment);
  ::_exit(127);
}

}  // namespace

Result<std::unique_ptr<ChildNode>> ChildNode::start(const std::filesystem::path& dir,
                                                    const std::vector<std::string>& variables) {
  std::vector<std::string> words{"hallway", "serve", dir.string()};
  auto environment = environment_with(variables);
  const auto word_pointers = pointers_to(words);
  const auto environment_pointers = pointers_to(environment);
  const int log =
      ::open((dir / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (log < 0) return fail(Code::unavailable, (dir / "log").string() + " cannot be written");
  const pid_t pid = ::fork();
  if (pid == 0) become(word_pointers.data(), environment_pointers.data(), log);
  ::close(log);
  if (pid < 0) return fail(Code::unavailable, std::string("fork: ") + std::strerror(errno));
  std::unique_ptr<ChildNode> child(new ChildNode(dir, pid));
  TRY(child->wait_until_ready());
  return child;
}

ChildNode::~ChildNode() {
  stop();
  for (int waited = 0; runs(); waited += kLookMs) {
    if (waited == kStopMs) ::kill(pid_, SIGKILL);
    pause_ms(kLookMs);
  }
}

void ChildNode::stop() {
  if (pid_ > 0) ::kill(pid_, SIGTERM);
}

bool ChildNode::runs() {
  if (pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) != 0) pid_ = 0;
  return pid_ > 0;
}

Result<void> ChildNode::wait_until_ready() {
  for (int waited = 0; waited < kStartMs; waited += kLookMs) {
    if (!runs()) {
      return fail(Code::unavailable,
                  "the node in " + dir_.string() + " ended: " + last_line_of(dir_ / "log"));
    }
    const auto answer = ask_running_node(dir_, "activity", {{"limit", 1}});
    if (answer.ok() && *answer) return {};
    pause_ms(kLookMs);
  }
  return fail(Code::unavailable, "the node in " + dir_.string() + " does not start; see its log");
}

}  // namespace hallway
