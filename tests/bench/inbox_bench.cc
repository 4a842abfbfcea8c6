// What a whole node takes in: `inbox_bench [FOLDER] [SECONDS]`. Signed Creates of followed people,
// signed before the clock runs, sent to the shared inbox of a real process over HTTP by 1, 8, 32
// and 128 connections. Beside it, in the same run, what the machine itself can do: RSA
// verifications, durable commits of the same rows by LMDB alone, and requests that the listener
// answers without doing anything. Each 202 is looked for in the store afterwards.

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "storage/log.h"
#include "storage/names.h"
#include "tests/bench/bare_lmdb.h"
#include "tests/process/befriend.h"
#include "tests/support/site.h"

namespace hallway::bench {
namespace {

using test::LoadOutcome;
using test::Program;
using test::RealNode;
using test::RemoteHost;

constexpr size_t kPeople = 8;
constexpr size_t kWarmUp = 500;
constexpr std::array<size_t, 4> kConnections = {1, 8, 32, 128};
// More than is sent in a second, so that time ends the load.
constexpr std::array<size_t, 4> kMostPerSecond = {4'000, 12'000, 16'000, 16'000};

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "inbox_bench: %s\n", what.c_str());
  std::exit(1);
}

void say(const char* what) {
  std::printf("%s\n", what);
  std::fflush(stdout);
}

struct Level {
  size_t connections = 0;
  LoadOutcome outcome;
  double cpu = 0;  // of the node, seconds

  [[nodiscard]] double taken() const { return static_cast<double>(outcome.count(202)); }
  [[nodiscard]] double per_second() const { return taken() / outcome.seconds; }
};

// What the machine can do, measured before and after.
struct Machine {
  double verifications = 0, alone = 0, batches = 0;
};

double verifications_per_second(double seconds) {
  const std::string message(300, 'm');
  const auto& key = test::test_key(KeyType::rsa);
  const auto signature = key.sign(message).value();
  const auto public_key = key.public_key();
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  double passed = 0;
  size_t done = 0;
  for (; passed < seconds; ++done) {
    if (!public_key.verify(message, signature)) give_up("a signature does not verify");
    passed = std::chrono::duration<double>(Clock::now() - start).count();
  }
  return static_cast<double>(done) / passed;
}

double listener_rate(const std::vector<std::string>& requests, double seconds) {
  const auto listener =
      Listener::start({}, [](const Request&) { return Response{.status = 202}; }).value();
  // As often as is needed for the time.
  double answered = 0, passed = 0;
  while (passed < seconds) {
    const auto outcome = test::send_load({.address = "127.0.0.1", .port = listener->port()},
                                         {.requests = requests, .connections = 32});
    answered += static_cast<double>(outcome.count(202));
    passed += outcome.seconds;
  }
  listener->stop(Duration{});
  return answered / passed;
}

class Bench {
 public:
  Bench(const std::filesystem::path& dir, double seconds)
      : dir_(dir),
        seconds_(seconds),
        host_("social.localhost", kPeople),
        node_("127.0.61.2", "open", dir) {}

  int run() {
    prepare();
    bare_ = std::make_unique<BareLmdb>(dir_ / "bare", sizes_, kPeople);
    say("Measuring the machine");
    measure_machine();
    listener_ = listener_rate(requests_.front(), seconds_ / 2);
    say("Measuring the node");
    measure_node();
    measure_machine();
    const auto lost = count_lost();
    print(lost);
    return lost == 0 ? 0 : 1;
  }

 private:
  void prepare() {
    node_.init();
    const auto serving = node_.serve();
    idle_anon_ = test::number_in(serving->pid(), "status", "RssAnon:");
    idle_rss_ = test::number_in(serving->pid(), "status", "VmRSS:");
    if (!test::befriend(node_, host_)) give_up("nobody follows the remote people");
    say("Signing requests");
    warm_up_ = host_.creates(node_.domain(), 0, kWarmUp);
    next_ = kWarmUp;
    for (const auto most : kMostPerSecond) {
      const auto count = static_cast<size_t>(static_cast<double>(most) * seconds_);
      requests_.push_back(host_.creates(node_.domain(), next_, count));
      next_ += count;
    }
    test::send_load(node_.target(), {.requests = warm_up_, .connections = 32});
    serving->signal(SIGTERM);
    if (serving->wait().code != 0) give_up("the node did not stop well");
    sizes_ = row_sizes(open_store()->read().value());
  }

  [[nodiscard]] std::unique_ptr<Store> open_store() const {
    auto store = Store::open(node_.dir());
    if (!store.ok()) give_up(store.error().what);
    return std::move(*store);
  }

  void measure_machine() {
    constexpr double kTurns = 2;
    machine_.verifications += verifications_per_second(seconds_ / 4) / kTurns;
    machine_.alone += bare_->rate(1, seconds_ / 2) / kTurns;
    machine_.batches += bare_->rate(32, seconds_ / 2) / kTurns;
  }

  void measure_node() {
    const auto serving = node_.serve();
    for (size_t i = 0; i < kConnections.size(); ++i) {
      Level level{.connections = kConnections[i]};
      const auto cpu = test::cpu_seconds(serving->pid());
      level.outcome = test::send_load(
          node_.target(),
          {.requests = requests_[i], .connections = kConnections[i], .seconds = seconds_});
      level.cpu = test::cpu_seconds(serving->pid()) - cpu;
      levels_.push_back(std::move(level));
    }
    serving->signal(SIGTERM);
    if (serving->wait().code != 0) give_up("the node did not stop well");
  }

  // Notes that were answered 202 and are not there.
  [[nodiscard]] size_t count_lost() const {
    const auto store = open_store();
    const auto txn = store->read().value();
    size_t lost = 0;
    uint64_t first = kWarmUp;
    for (size_t i = 0; i < levels_.size(); ++i) {
      const auto& answers = levels_[i].outcome.answers;
      for (size_t at = 0; at < answers.size(); ++at) {
        if (answers[at].status != 202) continue;
        const auto number = first + at;
        const auto note = Iri::parse(host_.note_id(number)).value();
        if (!find_id(txn, note, Kind::post)) ++lost;
      }
      first += requests_[i].size();
    }
    return lost;
  }

  void print(size_t lost) const {
    std::printf("\nThe machine itself\n");
    std::printf("  RSA-2048 verifications, one core  %9.0f /s\n", machine_.verifications);
    std::printf("  LMDB, durable commits alone       %9.0f /s\n", machine_.alone);
    std::printf("  LMDB, in batches of 32            %9.0f /s\n", machine_.batches);
    std::printf("  the bare listener, 32 connections %9.0f /s\n", listener_);
    std::printf("\nSigned Create{Note} of %zu bytes into a running node\n",
                requests_.front().front().size());
    std::printf("  connections       /s   µs CPU each  p50 ms  p99 ms  refused\n");
    for (const auto& level : levels_) {
      std::printf("  %11zu %8.0f %13.0f %7.2f %7.2f %8zu\n", level.connections, level.per_second(),
                  level.cpu * 1e6 / level.taken(), level.outcome.quantile_ms(0.5),
                  level.outcome.quantile_ms(0.99),
                  level.outcome.answers.size() - level.outcome.count(202));
    }
    const auto& at32 = levels_[2];
    std::printf("\nRatios\n");
    std::printf("  at 32: of LMDB in batches of 32   %9.2f   (at least 0.50)\n",
                at32.per_second() / machine_.batches);
    std::printf("  at 1: of LMDB alone               %9.2f   (at least 0.50)\n",
                levels_[0].per_second() / machine_.alone);
    std::printf("  at 32: a second                   %9.0f   (at least 6000)\n", at32.per_second());
    std::printf("  at 32: µs of the node's CPU each  %9.0f   (at most 150)\n",
                at32.cpu * 1e6 / at32.taken());
    std::printf("  at 32: p99 ms                     %9.2f   (below 40)\n",
                at32.outcome.quantile_ms(0.99));
    std::printf("  lost                              %9zu   (none)\n", lost);
    std::printf("  at rest: RssAnon %.1f MiB (below 25), RSS %.1f MiB\n",
                static_cast<double>(idle_anon_) / 1024, static_cast<double>(idle_rss_) / 1024);
  }

  const std::filesystem::path dir_;
  const double seconds_;
  const RemoteHost host_;
  const RealNode node_;
  uint64_t next_ = 0;
  std::vector<std::string> warm_up_;
  std::vector<std::vector<std::string>> requests_;
  std::vector<RowSize> sizes_;
  std::unique_ptr<BareLmdb> bare_;
  Machine machine_;
  double listener_ = 0;
  std::vector<Level> levels_;
  long idle_anon_ = 0, idle_rss_ = 0;
};

}  // namespace
}  // namespace hallway::bench

int main(int argc, char** argv) {
  // A folder of our own within the one given: it is removed.
  const auto dir = std::filesystem::path(argc > 1 ? argv[1] : "build") / "hallway_inbox_bench.data";
  const double seconds = argc > 2 ? std::atof(argv[2]) : 3;
  std::filesystem::remove_all(dir);
  std::filesystem::create_directories(dir);
  const int state = hallway::bench::Bench(dir, seconds > 0 ? seconds : 3).run();
  std::filesystem::remove_all(dir);
  return state;
}
