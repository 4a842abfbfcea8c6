// How fast posts leave a node: `deliver_bench [FOLDER] [SECONDS]`. A real process delivers posts of
// one person to followers on hosts of their own, which are all one listener on many loopback
// addresses. Three runs: hosts that take RSA only, hosts that have shown that they verify Ed25519,
// and hosts of which one in ten answers only after ten seconds, while somebody reads. Beside it, in
// the same run, how many signatures one core makes.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "tests/process/program.h"
#include "tests/support/crowd.h"
#include "tests/support/eventually.h"
#include "tests/support/keys.h"
#include "tests/support/sink.h"

namespace hallway::bench {
namespace {

using Clock = std::chrono::steady_clock;
using test::Program;
using test::RealNode;
using test::Sink;

constexpr size_t kHosts = 500;
constexpr size_t kOwn = 20;  // departments of one organization
constexpr auto kLate = std::chrono::seconds(10);
constexpr int kLatePosts = 5;  // one takes a quarter of a second: too little to judge reads by

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "deliver_bench: %s\n", what.c_str());
  std::exit(1);
}

template <typename T>
T must(Result<T> result) {
  if (!result.ok()) give_up(result.error().what);
  return std::move(*result);
}
void must(const Result<void>& result) {
  if (!result.ok()) give_up(result.error().what);
}

double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double signatures_per_second(KeyType type, double seconds) {
  const std::string message(300, 'm');
  const auto& key = test::test_key(type);
  const auto start = Clock::now();
  double done = 0;
  for (; since(start) < seconds; ++done) must(key.sign(message));
  return done / since(start);
}

// A node where everybody follows ann, one person a host.
class Origin {
 public:
  struct Followers {
    size_t hosts = kHosts;
    KnownSigning signing = KnownSigning::cavage_rsa;
  };
  Origin(const std::filesystem::path& dir, const Sink& hosts, const Followers& followers)
      : node_("127.0.61.3", "open", dir) {
    node_.init();
    if (node_.command({"account", "add", "ann"}).code != 0) give_up("no account");
    token_ = node_.command({"token", "ann", "--scopes", "write"}).out;
    while (token_.ends_with('\n')) token_.pop_back();
    befriend(hosts, followers);
    serving_ = node_.serve();
  }
  ~Origin() {
    serving_->signal(SIGTERM);
    serving_->wait();
  }

  // Through the client API, as apps do, eight at once.
  void post(size_t count) const {
    std::vector<std::string> requests;
    for (size_t i = 0; i < count; ++i) {
      const auto body = "status=Number+" + std::to_string(i);
      requests.push_back("POST /api/v1/statuses HTTP/1.1\r\nHost: " + node_.domain() +
                         "\r\nAuthorization: Bearer " + token_ +
                         "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                         std::to_string(body.size()) + "\r\n\r\n" + body);
    }
    const auto sent = test::send_load(node_.target(), {.requests = requests, .connections = 8});
    if (sent.count(200) != count) give_up("a post was refused");
  }
  [[nodiscard]] double cpu() const { return test::cpu_seconds(serving_->pid()); }
  [[nodiscard]] const RealNode& node() const { return node_; }

 private:
  void befriend(const Sink& hosts, const Followers& followers) const {
    std::vector<test::Fan> fans;
    for (size_t i = 0; i < followers.hosts; ++i)
      fans.push_back({hosts.domain(i), followers.signing});
    must(test::add_fans(node_.dir(), node_.domain(), "ann", fans));
  }

  const RealNode node_;
  std::string token_;
  std::unique_ptr<Program> serving_;
};

struct Flow {
  double per_second = 0, cpu_each = 0;
  double rsa = 0;  // signatures a second that one core makes, right before and after
};

// About `count` deliveries, from the first post to the last that arrives.
Flow flow(const std::filesystem::path& dir, Sink& hosts, const Origin::Followers& followers,
          double count) {
  const Origin origin(dir, hosts, followers);
  const double before = signatures_per_second(KeyType::rsa, 0.5);
  hosts.forget();
  const auto posts = std::max<size_t>(2, static_cast<size_t>(count) / followers.hosts);
  const auto wanted = posts * followers.hosts;
  const auto cpu = origin.cpu();
  const auto start = Clock::now();
  origin.post(posts);
  if (!test::eventually([&] { return hosts.taken() >= wanted; }, std::chrono::seconds(120)))
    give_up("only " + std::to_string(hosts.taken()) + " of " + std::to_string(wanted) + " came");
  const double seconds = since(start);
  const auto came = static_cast<double>(wanted);
  const double cpu_each = (origin.cpu() - cpu) / came;
  const double after = signatures_per_second(KeyType::rsa, 0.5);
  return {.per_second = came / seconds, .cpu_each = cpu_each, .rsa = (before + after) / 2};
}

struct Slow {
  double all_good = 0;  // seconds until every host that answers at once had it: the longest
  double quiet_p50 = 0, quiet_p99 = 0, busy_p50 = 0, busy_p99 = 0;  // ms, of reads
};

std::vector<std::string> reads(const RealNode& node, size_t count) {
  return std::vector<std::string>(
      count, "GET /@ann HTTP/1.1\r\nHost: " + node.domain() + "\r\nAccept: text/html\r\n\r\n");
}

Slow slow(const std::filesystem::path& dir, Sink& hosts) {
  const Origin origin(dir, hosts, {});
  const auto pages = reads(origin.node(), 100'000);
  const auto read = [&](double seconds) {
    return test::send_load(origin.node().target(), {.requests = pages, .seconds = seconds});
  };
  Slow result;
  const auto quiet = read(1);
  result.quiet_p50 = quiet.quantile_ms(0.5);
  result.quiet_p99 = quiet.quantile_ms(0.99);
  constexpr size_t kSlow = kHosts / 10;
  hosts.make_late(kSlow);
  hosts.forget();
  test::LoadOutcome busy;  // until they have it: what comes later is no meanwhile
  std::jthread reader([&](const std::stop_token& stop) {
    do {
      const auto some = read(0.05);
      busy.answers.insert(busy.answers.end(), some.answers.begin(), some.answers.end());
    } while (!stop.stop_requested());
  });
  for (int posts = 1; posts <= kLatePosts; ++posts) {
    const auto start = Clock::now();
    origin.post(1);
    const auto wanted = static_cast<size_t>(posts) * (kHosts - kSlow);
    if (!test::eventually([&] { return hosts.taken() >= wanted; }, std::chrono::seconds(60)))
      give_up("the hosts that answer at once did not get it");
    result.all_good = std::max(result.all_good, since(start));
  }
  reader.request_stop();
  reader.join();
  result.busy_p50 = busy.quantile_ms(0.5);
  result.busy_p99 = busy.quantile_ms(0.99);
  hosts.make_late(0);
  return result;
}

int run(const std::filesystem::path& dir, double seconds) {
  Sink hosts(kLate);
  const double rsa = signatures_per_second(KeyType::rsa, 1);
  const double ed25519 = signatures_per_second(KeyType::ed25519, 1);
  std::printf("Signatures, one core: RSA-2048 %.0f /s, Ed25519 %.0f /s\n", rsa, ed25519);
  const auto by_rsa = flow(dir, hosts, {}, rsa * seconds);
  const auto by_ed25519 = flow(
      dir, hosts, {.hosts = kOwn, .signing = KnownSigning::rfc9421_ed25519}, 4 * rsa * seconds);
  const auto line = [](const char* name, const Flow& flow) {
    std::printf("  %-24s %8.0f /s  %6.0f µs of the node's CPU each\n", name, flow.per_second,
                flow.cpu_each * 1e6);
  };
  std::printf("\nPosts delivered\n");
  line("to 500 hosts, with RSA", by_rsa);
  line("to 20 own, with Ed25519", by_ed25519);
  const auto waited = slow(dir, hosts);
  std::printf("\nRatios\n");
  std::printf("  RSA: of the signatures one core makes  %5.2f   (at least 0.75)\n",
              by_rsa.per_second / by_rsa.rsa);
  std::printf("  Ed25519: of that mark                  %5.2f   (at least 4.00)\n",
              by_ed25519.per_second / (0.75 * by_ed25519.rsa));
  std::printf("  one host in ten late: the others had it after %.2f s   (within 2)\n",
              waited.all_good);
  std::printf("  reads meanwhile: p50 %.2f ms, p99 %.2f ms; before: %.2f and %.2f\n",
              waited.busy_p50, waited.busy_p99, waited.quiet_p50, waited.quiet_p99);
  return 0;
}

}  // namespace
}  // namespace hallway::bench

int main(int argc, char** argv) {
  const auto dir =
      std::filesystem::path(argc > 1 ? argv[1] : "build") / "hallway_deliver_bench.data";
  const double seconds = argc > 2 ? std::atof(argv[2]) : 3;
  std::filesystem::remove_all(dir);
  std::filesystem::create_directories(dir);
  const int state = hallway::bench::run(dir, seconds > 0 ? seconds : 3);
  std::filesystem::remove_all(dir);
  return state;
}
