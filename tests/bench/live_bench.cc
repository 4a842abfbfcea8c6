// What it costs to tell people what happens: `live_bench [FOLDER] [SECONDS]`. A real process with a
// hundred people who follow one: what 5,000 WebSockets take while nothing happens, how long until
// 1,000 of them have heard of a post, how fast posts are taken while some listen, and how fast home
// timelines are read.

#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "server/open_node.h"
#include "storage/follows.h"
#include "tests/bench/newest_pages.h"
#include "tests/process/program.h"
#include "tests/support/eventually.h"
#include "tests/support/node.h"

namespace hallway::bench {
namespace {

using Clock = std::chrono::steady_clock;
using test::Program;
using test::RawConnection;
using test::RealNode;

constexpr size_t kPeople = 100;
constexpr size_t kIdle = 5'000, kTold = 1'000, kWhilePosting = 20;
constexpr int kRounds = 20;

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "live_bench: %s\n", what.c_str());
  std::exit(1);
}

double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string token_of(const std::string& name) { return "token-of-" + name; }

// ann, and people whom nobody but the clock tells apart, who follow her.
void people(const RealNode& node) {
  for (const auto& [name, value] : node.variables()) ::setenv(name.c_str(), value.c_str(), 1);
  const auto config = config_of(node.dir());
  if (!config.ok()) give_up(config.error().what);
  SystemClock clock;
  SystemRandom random;
  test::DeadNetwork network;
  auto opened = Node::open(
      node.dir(), *config,
      {.clock = clock, .random = random, .client = network, .make_keys = test::spare_keys});
  if (!opened.ok()) give_up(opened.error().what);
  Id followed;
  for (size_t i = 0; i <= kPeople; ++i) {
    const auto name = i == 0 ? std::string("ann") : "p" + std::to_string(i);
    const auto added = add_person(**opened, {.name = name});
    if (!added.ok()) give_up(added.error().what);
    if (i == 0) followed = added->account.actor;
    const auto done = (*opened)->writer().apply([&](WriteTxn& txn) -> Result<void> {
      TRY(put_token(
          txn, token_of(name),
          {.account = added->account.id, .scopes = "read write", .created = clock.now()}));
      if (i == 0) return {};
      Follow follow{.follower = added->account.actor,
                    .followee = followed,
                    .state = FollowState::accepted,
                    .at = clock.now()};
      return put_follow(txn, follow);
    });
    if (!done.ok()) give_up(done.error().what);
  }
}

std::string request(const std::string& line, const RealNode& node, const std::string& who,
                    const std::string& more = "\r\n") {
  return line + " HTTP/1.1\r\nHost: " + node.domain() + "\r\nAuthorization: Bearer " +
         token_of(who) + "\r\n" + more;
}

std::string post(const RealNode& node, const std::string& text) {
  const auto body = "visibility=public&status=" + text;
  return request("POST /api/v1/statuses", node, "ann",
                 "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                     std::to_string(body.size()) + "\r\n\r\n" + body);
}

// WebSockets of the people by turns, all read by one thread.
class Listeners {
 public:
  Listeners(const RealNode& node, size_t count) : epoll_(::epoll_create1(0)) {
    for (size_t i = 0; i < count; ++i) add(node, "p" + std::to_string(1 + i % kPeople));
    reading_ = std::jthread([this](const std::stop_token& stop) { read(stop); });
  }
  ~Listeners() {
    reading_.request_stop();
    reading_.join();
    ::close(epoll_);
  }
  Listeners(const Listeners&) = delete;
  Listeners& operator=(const Listeners&) = delete;

  // Updates that came altogether.
  [[nodiscard]] size_t heard() const { return heard_; }

 private:
  void add(const RealNode& node, const std::string& who) {
    auto connection = std::make_unique<RawConnection>(node.target().port, node.target().address);
    connection->send(request("GET /api/v1/streaming?stream=user", node, who,
                             "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                             "Sec-WebSocket-Version: 13\r\n"
                             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
    const auto answer = connection->read_answer(std::chrono::seconds(10), /*head_only=*/true);
    if (answer.status != 101) give_up("a WebSocket was answered " + std::to_string(answer.status));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = connection->fd();
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connection->fd(), &event);
    connections_.push_back(std::move(connection));
  }
  // Each update names itself once; what is cut in two by the buffer's end is rare and small beside
  // what is counted, so the rest of each read is kept for the next.
  void read(const std::stop_token& stop) {
    std::vector<char> buffer(256 * 1024);
    std::vector<std::string> rest;
    std::array<epoll_event, 256> events{};
    constexpr std::string_view kMark = "\"event\":\"update\"";
    while (!stop.stop_requested()) {
      const int ready = ::epoll_wait(epoll_, events.data(), events.size(), 20);
      for (int i = 0; i < ready; ++i) {
        const int fd = events.at(static_cast<size_t>(i)).data.fd;
        const auto got = ::recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (got <= 0) {
          ::epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
          ++lost_;
          continue;
        }
        if (rest.size() <= static_cast<size_t>(fd)) rest.resize(static_cast<size_t>(fd) + 1);
        auto& text = rest[static_cast<size_t>(fd)];
        text.append(buffer.data(), static_cast<size_t>(got));
        size_t at = 0, seen = 0;
        for (; (at = text.find(kMark, at)) != std::string::npos; at += kMark.size()) ++seen;
        heard_ += seen;
        text.erase(0, text.size() - std::min(text.size(), kMark.size() - 1));
      }
    }
    if (lost_ > 0) std::fprintf(stderr, "live_bench: %zu connections were lost\n", lost_);
  }

  int epoll_;
  std::vector<std::unique_ptr<RawConnection>> connections_;
  std::atomic<size_t> heard_ = 0;
  size_t lost_ = 0;
  std::jthread reading_;
};

double mebibytes(const Program& serving) {
  return static_cast<double>(test::number_in(serving.pid(), "status", "RssAnon:")) / 1'024;
}

void idle(const RealNode& node, const Program& serving) {
  const double before = mebibytes(serving);
  const Listeners all(node, kIdle);
  const double busy = test::cpu_seconds(serving.pid());
  const auto start = Clock::now();
  std::this_thread::sleep_for(std::chrono::seconds(20));
  const double part = (test::cpu_seconds(serving.pid()) - busy) / since(start);
  std::printf("%zu WebSockets on which nothing happens\n", kIdle);
  std::printf("  RssAnon, MiB            %8.1f before, %.1f more (wanted below 100)\n", before,
              mebibytes(serving) - before);
  std::printf("  of one core             %8.2f %%\n", 100 * part);
}

void told(const RealNode& node) {
  const Listeners all(node, kTold);
  std::vector<double> took;
  for (int round = 1; round <= kRounds; ++round) {
    const auto start = Clock::now();
    const std::vector<std::string> one = {post(node, "Round+" + std::to_string(round))};
    if (test::send_load(node.target(), {.requests = one}).count(200) != 1) give_up("no post");
    const auto wanted = kTold * static_cast<size_t>(round);
    while (all.heard() < wanted && since(start) < 10) {
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    if (all.heard() < wanted) give_up("not all heard of it");
    took.push_back(since(start) * 1'000);
  }
  std::ranges::sort(took);
  std::printf("A post until %zu listeners have it, from the first byte of its request\n", kTold);
  std::printf("  ms                      %8.1f p50, %.1f longest of %d (wanted below 200)\n",
              took[took.size() / 2], took.back(), kRounds);
}

void posts(const RealNode& node, const Program& serving, double seconds) {
  for (const size_t listening : {size_t{0}, kWhilePosting}) {
    const Listeners all(node, listening);
    std::vector<std::string> requests;
    for (size_t i = 0; i < static_cast<size_t>(seconds * 6'000); ++i) {
      requests.push_back(post(node, "Number+" + std::to_string(i)));
    }
    const double busy = test::cpu_seconds(serving.pid());
    const auto sent = test::send_load(node.target(),
                                      {.requests = requests, .connections = 8, .seconds = seconds});
    const auto start = Clock::now();
    const auto taken = sent.count(200);
    const double cpu = test::cpu_seconds(serving.pid()) - busy;
    while (all.heard() < taken * listening && since(start) < 10) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    std::printf("POST /api/v1/statuses over 8 connections, %zu listeners\n", listening);
    std::printf(
        "  a second                %8.0f (wanted 1500), p99 %.1f ms (wanted below 30), %.0f µs "
        "CPU\n",
        static_cast<double>(taken) / sent.seconds, sent.quantile_ms(0.99),
        cpu / static_cast<double>(taken) * 1e6);
    if (listening == 0) continue;
    std::printf("  told                    %8zu of %zu, the last %.0f ms after the last answer\n",
                all.heard(), taken * listening, since(start) * 1'000);
  }
}

int run(const std::filesystem::path& dir, double seconds) {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
  }
  const RealNode node("127.0.63.1", "open", dir);
  node.init();
  people(node);
  const auto serving = node.serve();
  idle(node, *serving);
  told(node);
  posts(node, *serving, seconds);
  measure_newest_pages(node, *serving, {token_of("p1")}, seconds);
  serving->signal(SIGTERM);
  serving->wait();
  return 0;
}

}  // namespace
}  // namespace hallway::bench

int main(int count, char** words) {
  const std::filesystem::path dir = count > 1 ? words[1] : "";
  return hallway::bench::run(dir, count > 2 ? std::atof(words[2]) : 5);
}
