// How fast activities become durable: `storage_bench [FOLDER] [SECONDS]` prints a table. Each row
// takes inbound Creates with a payload of 2.5 KB (log, payloads, seen, iris, posts, by_author,
// by_context): through Writer and the nouns, and as the same rows in bare LMDB, prepared before the
// clock runs. The ratio is what the node gets of what the disk and LMDB can give.

#include <sys/resource.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <thread>
#include <vector>

#include "storage/log.h"
#include "storage/posts.h"
#include "storage/writer.h"
#include "tests/bench/bare_lmdb.h"

namespace hallway {
namespace {

constexpr size_t kBatch = 32;
constexpr size_t kHalf = kBatch / 2;
constexpr size_t kAuthors = 1'000;
constexpr Time kNow{1'700'000'000'000};

struct Figures {
  double changes = 0, commits = 0;
  double seconds = 0;
  double cpu = 0;  // seconds of this process

  [[nodiscard]] double per_second() const { return changes / seconds; }
  void add(const Figures& other) {
    changes += other.changes;
    commits += other.commits;
    seconds += other.seconds;
    cpu += other.cpu;
  }
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds_of = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

// Calls `step`, which says how many changes it made, until the time is over.
Figures measure(double seconds, const std::function<size_t()>& step) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const double cpu = cpu_seconds();
  double passed = 0;
  size_t done = 0;
  while (passed < seconds) {
    done += step();
    passed = std::chrono::duration<double>(Clock::now() - start).count();
  }
  return {.changes = static_cast<double>(done), .seconds = passed, .cpu = cpu_seconds() - cpu};
}

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "storage_bench: %s\n", what.c_str());
  std::exit(1);
}

// --- Through Writer -----------------------------------------------------------------------------

// What an inbound Create does to the store.
Result<void> receive(WriteTxn& txn, Random& random, uint64_t n, const std::string& payload) {
  const auto base = "https://social.partner.example/users/somebody/statuses/" + std::to_string(n);
  const auto activity = TRY(Iri::parse(base + "/activity"));
  if (seen(txn, activity)) return {};
  const auto seq = TRY(append_log(txn, seal(random, payload),
                                  {.at = kNow,
                                   .source = Source::inbox,
                                   .actor = "https://social.partner.example/users/somebody",
                                   .type = "Create",
                                   .activity = activity.text(),
                                   .object = base}));
  TRY(mark_seen(txn, activity, seq));
  Post post;
  post.iri = TRY(Iri::parse(base));
  post.url = post.iri;
  post.author = Id{1 + n % kAuthors};
  post.content = std::string(400, 'c');
  post.language = "en";
  post.published = kNow + milliseconds(static_cast<int64_t>(n));
  post.to = {"https://www.w3.org/ns/activitystreams#Public"};
  post.cc = {"https://social.partner.example/users/somebody/followers"};
  post.document = seq;
  return add_post(txn, post, kNow + days(9'000));
}

class Node {
 public:
  explicit Node(const std::filesystem::path& dir) {
    auto opened = Store::open(dir);
    if (!opened.ok()) give_up(opened.error().what);
    store_ = std::move(*opened);
    writer_ = std::make_unique<Writer>(*store_);
  }
  Figures alone(double seconds) {
    return counted(seconds, [&]() -> size_t {
      const auto outcome = writer_->apply([this](WriteTxn& txn) { return next(txn); });
      if (!outcome.ok()) give_up(outcome.error().what);
      return 1;
    });
  }
  // About a batch is on its way all the time: when half of it is answered, as much comes anew.
  Figures in_batches(double seconds) {
    submit_half();
    auto figures = counted(seconds, [&]() -> size_t {
      submit_half();
      wait_until_at_most(kHalf);
      return kHalf;
    });
    wait_until_at_most(0);
    return figures;
  }
  // As many request threads, each waiting for its own.
  Figures from_threads(double seconds) {
    std::vector<std::jthread> threads;
    std::atomic<uint64_t> done = 0;
    for (size_t i = 0; i < kBatch; ++i) {
      threads.emplace_back([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          (void)writer_->apply([this](WriteTxn& txn) { return next(txn); });
          ++done;
        }
      });
    }
    return counted(seconds, [&]() -> size_t {
      const auto before = done.load();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      return done - before;
    });
  }
  std::vector<bench::RowSize> sizes() {
    writer_->drain();
    const auto txn = store_->read();
    if (!txn.ok()) give_up(txn.error().what);
    return bench::row_sizes(*txn);
  }

 private:
  // Runs on the writer's thread.
  Result<void> next(WriteTxn& txn) { return receive(txn, random_, ++number_, payload_); }
  Figures counted(double seconds, const std::function<size_t()>& step) {
    const auto before = writer_->figures().commits;
    auto figures = measure(seconds, step);
    figures.commits = static_cast<double>(writer_->figures().commits - before);
    return figures;
  }
  void submit_half() {
    {
      const std::lock_guard lock(mutex_);
      waiting_ += kHalf;
    }
    for (size_t i = 0; i < kHalf; ++i) {
      writer_->submit([this](WriteTxn& txn) { return next(txn); },
                      [this](const Result<void>& outcome) {
                        if (!outcome.ok()) give_up(outcome.error().what);
                        const std::lock_guard lock(mutex_);
                        if (--waiting_ <= kHalf) wake_.notify_one();
                      });
    }
  }
  void wait_until_at_most(size_t n) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return waiting_ <= n; });
  }

  SystemRandom random_;
  std::string payload_ = std::string(2'500, 'p');
  uint64_t number_ = 0;
  std::mutex mutex_;
  std::condition_variable wake_;
  size_t waiting_ = 0;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Writer> writer_;
};

// --- Bare LMDB ----------------------------------------------------------------------------------

Figures committed(bench::BareLmdb& bare, size_t batch, double seconds, bool nested = false) {
  auto figures = measure(seconds, [&] {
    bare.commit(batch, nested);
    return batch;
  });
  figures.commits = figures.changes / static_cast<double>(batch);
  return figures;
}

// ------------------------------------------------------------------------------------------------

void print(const char* name, const Figures& f, const Figures& bare) {
  std::printf("%-28s %8.0f /s %8.1f us CPU %8.1f a commit %6.0f %% of bare\n", name, f.per_second(),
              f.cpu * 1e6 / f.changes, f.changes / f.commits,
              100 * f.per_second() / bare.per_second());
}

// In short turns, so that whatever else the machine does hits all alike.
void run(const std::filesystem::path& dir, double seconds) {
  constexpr int kTurns = 10;
  const double turn = seconds / kTurns;
  Node node(dir / "node");
  (void)node.alone(turn);  // the first pages of every table
  bench::BareLmdb bare(dir / "bare", node.sizes(), kAuthors);
  Figures bare_alone, alone, bare_batch, nested, batch, threads;
  for (int i = 0; i < kTurns; ++i) {
    bare_alone.add(committed(bare, 1, turn));
    alone.add(node.alone(turn));
    bare_batch.add(committed(bare, kBatch, turn));
    nested.add(committed(bare, kBatch, turn, /*nested=*/true));
    batch.add(node.in_batches(turn));
    threads.add(node.from_threads(turn));
  }
  print("bare LMDB, alone", bare_alone, bare_alone);
  print("Writer, alone", alone, bare_alone);
  print("bare LMDB, batches of 32", bare_batch, bare_batch);
  print("the same, each change nested", nested, bare_batch);
  print("Writer, batches of about 32", batch, bare_batch);
  print("Writer, 32 threads waiting", threads, bare_batch);
}

}  // namespace
}  // namespace hallway

int main(int argc, char** argv) {
  // A folder of our own within the one given: it is removed.
  const auto dir =
      std::filesystem::path(argc > 1 ? argv[1] : "build") / "hallway_storage_bench.data";
  const double seconds = argc > 2 ? std::atof(argv[2]) : 3;
  std::filesystem::remove_all(dir);
  std::filesystem::create_directories(dir);
  hallway::run(dir, seconds > 0 ? seconds : 3);
  std::filesystem::remove_all(dir);
}
