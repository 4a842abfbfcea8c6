// A node that has a million posts: `million_bench [FOLDER] [POSTS]`. How fast a page of a home
// timeline is, how soon the node answers after its start, how long backup, restore and verify take,
// and how much memory it needs. Each stands beside what the machine itself can do, measured in the
// same run. FOLDER needs four times as much space as the store (1,000,000 posts: 20 GB).

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "storage/apart.h"
#include "storage/descriptor.h"
#include "tests/bench/bare_lmdb.h"
#include "tests/bench/home_pages.h"
#include "tests/bench/many_posts.h"
#include "tests/bench/newest_pages.h"
#include "tests/process/befriend.h"

namespace hallway::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using test::Program;
using test::RealNode;
using test::RemoteHost;

constexpr size_t kReaders = ManyPosts::kAuthors / ManyPosts::kFollowed;
constexpr size_t kPages = 3'000;
constexpr size_t kStarts = 9;
constexpr auto kPatience = std::chrono::minutes(10);
constexpr double kLoadSeconds = 8;

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "million_bench: %s\n", what.c_str());
  std::exit(1);
}

template <typename T>
T must(Result<T> result) {
  if (!result.ok()) give_up(result.error().what);
  return std::move(*result);
}

void say(const std::string& what) {
  std::printf("%s\n", what.c_str());
  std::fflush(stdout);
}

// --- The folder ------------------------------------------------------------------------------

double seconds_of_read(const fs::path& file, bool hash) {
  const auto start = Clock::now();
  const Descriptor from(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  std::string piece(size_t{1} << 20, '\0');
  for (;;) {
    const auto got = ::read(from.get(), piece.data(), piece.size());
    if (got < 0) give_up(file.string() + " cannot be read");
    if (got == 0) return since(start);
    if (hash) (void)sha256(std::string_view(piece).substr(0, static_cast<size_t>(got)));
  }
}

double seconds_of_copy(const fs::path& file, const fs::path& to) {
  const auto start = Clock::now();
  const Descriptor from(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  const Descriptor into(::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  std::string piece(size_t{1} << 20, '\0');
  for (;;) {
    const auto got = ::read(from.get(), piece.data(), piece.size());
    if (got < 0) give_up(file.string() + " cannot be read");
    if (got == 0) break;
    const auto written =
        write_all(into.get(), std::string_view(piece).substr(0, static_cast<size_t>(got)));
    if (!written.ok()) give_up(written.error().what);
  }
  if (::fsync(into.get()) != 0) give_up("a copy cannot be made durable");
  const double took = since(start);
  fs::remove(to);
  return took;
}

// --- All of it -------------------------------------------------------------------------------

class Bench {
 public:
  Bench(const fs::path& dir, size_t posts)
      : dir_(dir), posts_(posts), host_("social.localhost", 8), node_("127.0.61.5", "open", dir) {}

  void run() {
    prepare();
    fill();
    measure_start();
    measure_newest();
    measure_memory();
    measure_jobs();
  }

 private:
  [[nodiscard]] Iri reader(size_t n) const { return home_.actor("reader" + std::to_string(n)); }
  [[nodiscard]] fs::path data() const { return node_.dir() / "store" / "data.mdb"; }

  void prepare() {
    node_.init();
    home_ = must(Home::of(node_.domain(), /*https=*/false, Mode::open));
    const auto serving = node_.serve();
    if (!test::befriend(node_, host_)) give_up("nobody follows the remote people");
    for (size_t n = 0; n < kReaders; ++n) {
      const auto name = "reader" + std::to_string(n);
      if (node_.command({"account", "add", name}).code != 0) give_up("no account");
      tokens_.push_back(test::trimmed(node_.command({"token", name, "--scopes", "read"}).out));
    }
    stop(*serving);
  }

  static void stop(Program& serving) {
    serving.signal(SIGTERM);
    if (serving.wait().code != 0) give_up("the node did not stop well");
  }

  void fill() {
    say("Storing posts");
    std::vector<HomePages> pages;
    {
      const auto store = must(Store::open(node_.dir()));
      Writer writer(*store);
      std::vector<Iri> readers;
      for (size_t n = 0; n < kReaders; ++n) readers.push_back(reader(n));
      ManyPosts many(writer, home_, readers, posts_);
      for (const auto count : {posts_ / 10, posts_}) {
        const auto start = Clock::now();
        many.add_until(count);
        many.age();
        say(std::to_string(count) + " posts, the last of them in " + std::to_string(since(start)) +
            " s");
        pages.push_back(measure_pages(must(store->read()), count));
      }
    }
    pages.back().http = measure_http();
    std::printf("\nA page of 20 of the home timeline of somebody who follows %zu, ms\n",
                ManyPosts::kFollowed);
    std::printf(
        "  posts                             p50     p99  p99 of the  p50: times\n"
        "                                                  processor  the bare scan\n");
    for (const auto& one : pages) print(one);
    std::printf("  wanted: p99 below 2 ms inside the process\n");
    std::fflush(stdout);
  }

  // The first posts are the oldest of the year.
  [[nodiscard]] HomePages measure_pages(const ReadTxn& txn, size_t count) const {
    const auto person = find_actor(txn, reader(0));
    if (!person) give_up("there is no reader");
    const double part = static_cast<double>(count) / static_cast<double>(posts_);
    return measure_home_pages(txn, home_, person->id,
                              {.posts = count, .from = places(kPages, part)});
  }

  [[nodiscard]] std::vector<std::string> page_requests(size_t count) const {
    std::vector<std::string> requests;
    for (const auto id : places(count, 1)) {
      requests.push_back("GET /api/v1/timelines/home?max_id=" + to_string(id) +
                         " HTTP/1.1\r\nHost: " + node_.domain() + "\r\nAuthorization: Bearer " +
                         tokens_.front() + "\r\n\r\n");
    }
    return requests;
  }

  [[nodiscard]] Times measure_http() const {
    const auto serving = node_.serve();
    const auto requests = page_requests(kPages);
    const auto outcome = test::send_load(node_.target(), {.requests = requests});
    if (outcome.count(200) != kPages) give_up("a page was refused");
    stop(*serving);
    return {.p50 = outcome.quantile_ms(0.5), .p99 = outcome.quantile_ms(0.99)};
  }

  // From the start of the process to its first answer, milliseconds.
  [[nodiscard]] double start_once() const {
    const auto start = Clock::now();
    Program serving({"serve", node_.dir().string()}, node_.variables());
    const auto target = node_.target();
    while (since(start) < 60) {
      test::RawConnection connection(target.port, target.address);
      if (!connection.ok()) {
        std::this_thread::sleep_for(std::chrono::microseconds(200));
        continue;
      }
      connection.send("GET /.well-known/nodeinfo HTTP/1.1\r\nHost: " + node_.domain() + "\r\n\r\n");
      if (connection.read_answer().status != 200) give_up("the node does not answer");
      const double took = since(start) * 1'000;
      stop(serving);
      return took;
    }
    give_up("the node does not start");
  }

  void measure_start() const {
    std::vector<double> node, lmdb, bare;
    for (size_t i = 0; i < kStarts; ++i) {
      lmdb.push_back(milliseconds_to_open(node_.dir()));
      node.push_back(start_once());
    }
    const double middle = quantile(node, 0.5), alone = quantile(lmdb, 0.5);
    std::printf("\nFrom its start to the first page that it answers, ms (of %zu starts)\n",
                kStarts);
    std::printf("  best %.1f, middle %.1f   (wanted: below 100)\n", node.front(), middle);
    std::printf("  LMDB alone opens the store in %.2f: %.0f times that\n", alone, middle / alone);
    std::fflush(stdout);
  }

  void measure_newest() const {
    std::printf("\nThe newest of %zu people's\n", tokens_.size());
    const auto serving = node_.serve();
    measure_newest_pages(node_, *serving, tokens_, kLoadSeconds);
    stop(*serving);
  }

  void measure_memory() const {
    say("\nSigning requests");
    const auto count = static_cast<size_t>(kLoadSeconds * 5'000);
    const auto creates = host_.creates(node_.domain(), 0, count);
    const auto reads = page_requests(100'000);
    const auto serving = node_.serve();
    std::this_thread::sleep_for(std::chrono::seconds(2));
    const long rest = test::number_in(serving->pid(), "status", "RssAnon:");
    test::LoadOutcome taken, read;
    long most = 0;
    {
      std::jthread watch([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          most = std::max(most, test::number_in(serving->pid(), "status", "RssAnon:"));
          std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
      });
      const std::jthread reader([&] {
        read = test::send_load(node_.target(),
                               {.requests = reads, .connections = 8, .seconds = kLoadSeconds});
      });
      taken = test::send_load(node_.target(),
                              {.requests = creates, .connections = 32, .seconds = kLoadSeconds});
    }
    const auto mib = [](long kib) { return static_cast<double>(kib) / 1024; };
    std::printf("\nRssAnon, MiB\n  at rest %.1f\n", mib(rest));
    std::printf("  at most %.1f   (wanted: below 60)\n", mib(most));
    std::printf("  while it took %.0f posts/s over 32 connections and gave %.0f pages/s over 8\n",
                static_cast<double>(taken.count(202)) / taken.seconds,
                static_cast<double>(read.count(200)) / read.seconds);
    std::fflush(stdout);
    stop(*serving);
  }

  [[nodiscard]] static double seconds_of_job(const std::vector<std::string>& words) {
    const auto start = Clock::now();
    Program job(words, {});
    const auto outcome = job.wait(kPatience);
    if (outcome.code != 0) give_up(words.front() + ": " + outcome.out + outcome.err);
    return since(start);
  }

  void measure_jobs() const {
    const auto backup = (dir_ / "node.backup").string(), restored = (dir_ / "restored").string();
    const double copy = seconds_of_copy(data(), dir_ / "copy");
    const double read = seconds_of_read(data(), /*hash=*/false);
    const double hashed = seconds_of_read(data(), /*hash=*/true);
    std::printf("\nThe folder: %.2f GB. Seconds\n",
                static_cast<double>(fs::file_size(data())) / 1e9);
    std::printf("  its file copied, and made durable %6.1f\n", copy);
    std::printf("  its file read                     %6.1f, with SHA-256 %.1f\n", read, hashed);
    const double backing = seconds_of_job({"backup", node_.dir().string(), backup});
    std::printf("  backup                            %6.1f, %.1f times the copy\n", backing,
                backing / copy);
    std::fflush(stdout);
    const double restoring = seconds_of_job({"restore", backup, restored});
    std::printf("  restore  (wanted: within 60)      %6.1f, %.1f times the copy\n", restoring,
                restoring / copy);
    std::fflush(stdout);
    const double verifying = seconds_of_job({"verify", restored});
    std::printf("  verify   (wanted: within 60)      %6.1f, %.1f times reading with SHA-256\n",
                verifying, verifying / hashed);
  }

  const fs::path dir_;
  const size_t posts_;
  const RemoteHost host_;
  const RealNode node_;
  Home home_;
  std::vector<std::string> tokens_;  // of the readers
};

}  // namespace
}  // namespace hallway::bench

int main(int argc, char** argv) {
  // A folder of our own within the one given: it is removed.
  const auto dir =
      std::filesystem::path(argc > 1 ? argv[1] : "build") / "hallway_million_bench.data";
  const auto posts = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
  std::filesystem::remove_all(dir);
  std::filesystem::create_directories(dir);
  hallway::bench::Bench(dir, std::max<size_t>(posts, 10'000)).run();
  std::filesystem::remove_all(dir);
}
