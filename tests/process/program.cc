#include "tests/process/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "tests/support/eventually.h"
#include "tests/support/shared.h"

extern char** environ;

namespace hallway::test {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kStep{10};

// Ours without what an operator may have set, and with `variables`.
std::vector<std::string> environment_with(const Variables& variables) {
  std::vector<std::string> environment;
  for (char** one = environ; *one; ++one) {
    if (!std::string_view(*one).starts_with("HALLWAY_")) environment.emplace_back(*one);
  }
  for (const auto& [name, value] : variables) environment.push_back(name + "=" + value);
  return environment;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

int open_file(const std::filesystem::path& path, int flags) {
  return ::open(path.c_str(), flags | O_CLOEXEC, 0600);
}

}  // namespace

std::string trimmed(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

bool one_line(const std::string& text) {
  return std::ranges::count(text, '\n') == 1 && text.ends_with('\n');
}

Program::Program(const std::vector<std::string>& words, const Variables& variables,
                 const std::string& input) {
  std::ofstream(dir_.path() / "in") << input;
  std::vector<std::string> all{HALLWAY_BINARY};
  all.insert(all.end(), words.begin(), words.end());
  auto environment = environment_with(variables);
  const auto word_pointers = pointers_to(all);
  const auto environment_pointers = pointers_to(environment);
  const int in = open_file(dir_.path() / "in", O_RDONLY);
  const int out = open_file(dir_.path() / "out", O_WRONLY | O_CREAT | O_APPEND);
  const int err = open_file(dir_.path() / "err", O_WRONLY | O_CREAT | O_APPEND);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    ::dup2(in, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    ::execve(HALLWAY_BINARY, word_pointers.data(), environment_pointers.data());
    ::_exit(127);
  }
  for (const int fd : {in, out, err}) ::close(fd);
}

Program::~Program() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  wait(std::chrono::seconds(30));
}

Outcome Program::wait(milliseconds patience) {
  int status = 0;
  pid_t ended = 0;
  for (milliseconds waited{0}; ended == 0; waited += kStep) {
    ended = ::waitpid(pid_, &status, WNOHANG);
    if (ended != 0) break;
    if (waited >= patience) ::kill(pid_, SIGKILL);
    std::this_thread::sleep_for(kStep);
  }
  pid_ = 0;
  return {.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1, .out = out(), .err = err()};
}

void Program::signal(int number) const { ::kill(pid_, number); }
std::string Program::out() const { return read_file(dir_.path() / "out"); }
std::string Program::err() const { return read_file(dir_.path() / "err"); }

bool Program::prints(const std::string& text, milliseconds patience) const {
  return eventually([&] { return out().find(text) != std::string::npos; }, patience, kStep);
}

long number_in(pid_t pid, const std::string& file, const std::string& name) {
  std::ifstream lines("/proc/" + std::to_string(pid) + "/" + file);
  std::string line;
  while (std::getline(lines, line)) {
    if (line.starts_with(name)) return std::stol(line.substr(name.size()));
  }
  return -1;
}

double cpu_seconds(pid_t pid) {
  clockid_t clock{};
  timespec time{};
  if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

Outcome run(const std::vector<std::string>& words, const Variables& variables,
            const std::string& input) {
  return Program(words, variables, input).wait();
}

RealNode::RealNode(std::string address, const std::string& mode,
                   const std::filesystem::path& parent)
    : folder_(parent), address_(std::move(address)), mode_(mode), port_(free_port(address_)) {}

Variables RealNode::variables() const {
  return {{"HALLWAY_FEDERATION_PLAIN_HTTP", "true"},
          {"HALLWAY_FEDERATION_PERMIT", "127.0.0.0/8"},
          {"HALLWAY_LIMITS_API_REQUESTS", "0"},
          {"HALLWAY_LIMITS_API_DELETIONS", "0"},
          {"HALLWAY_NODE_BIND", address_}};
}

Outcome RealNode::command(std::vector<std::string> words, const std::string& input) const {
  words.emplace_back("--data");
  words.push_back(dir().string());
  return run(words, variables(), input);
}

void RealNode::init() const {
  const auto made = run({"init", dir().string(), "--domain", domain(), "--port",
                         std::to_string(port_), "--mode", mode_},
                        variables());
  ASSERT_EQ(made.code, 0) << made.err;
}

std::unique_ptr<Program> RealNode::serve() const {
  auto program =
      std::make_unique<Program>(std::vector<std::string>{"serve", dir().string()}, variables());
  EXPECT_TRUE(program->prints("is served here")) << program->err();
  return program;
}

RawAnswer RealNode::get(const std::string& target, const std::string& headers) const {
  return exchange("GET " + target + " HTTP/1.1\r\nHost: " + domain() + "\r\n" + headers, "");
}

RawAnswer RealNode::post(const std::string& target, const std::string& body,
                         const std::string& headers) const {
  const bool typed = headers.find("Content-Type:") != std::string::npos;
  return exchange("POST " + target + " HTTP/1.1\r\nHost: " + domain() +
                      (typed ? "" : "\r\nContent-Type: application/x-www-form-urlencoded") +
                      "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers,
                  body);
}

RawAnswer RealNode::exchange(const std::string& head, const std::string& body) const {
  RawConnection connection(port_, address_);
  if (!connection.ok() || !connection.send(head + "\r\n" + body)) return {};
  return connection.read_answer(std::chrono::seconds(30));
}

}  // namespace hallway::test
