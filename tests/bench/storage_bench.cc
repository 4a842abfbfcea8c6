// How fast activities become durable: `storage_bench [FOLDER] [SECONDS]` prints a table. Each row
// takes inbound Creates with a payload of 2.5 KB (log, payloads, seen, iris, posts, by_author,
// by_context): through Writer and the nouns, and as the same rows in bare LMDB, prepared before the
// clock runs. The ratio is what the node gets of what the disk and LMDB can give.

#include <lmdb.h>
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

namespace hallway {
namespace {

constexpr Table kTables[] = {Table::log,   Table::payloads,  Table::seen,      Table::iris,
                             Table::posts, Table::by_author, Table::by_context};
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
  const auto seq = TRY(append_log(txn, random,
                                  {.at = kNow,
                                   .source = Source::inbox,
                                   .actor = "https://social.partner.example/users/somebody",
                                   .type = "Create",
                                   .activity = activity.text(),
                                   .object = base,
                                   .payload = payload}));
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
  // Bytes of key and value of the last row of each table: what bare LMDB is given.
  struct Sizes {
    size_t key = 0, value = 0;
  };
  std::vector<Sizes> sizes() {
    writer_->drain();
    auto txn = store_->read();
    std::vector<Sizes> out;
    for (const auto table : kTables) {
      const auto row = txn->cursor(table).last();
      if (!row) give_up("no row in " + std::string(name_of(table)));
      out.push_back({row->key.size(), row->value.size()});
    }
    return out;
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

void demand(int rc) {
  if (rc != 0) give_up(mdb_strerror(rc));
}

class Bare {
 public:
  Bare(const std::filesystem::path& dir, std::vector<Node::Sizes> sizes)
      : sizes_(std::move(sizes)), value_(16'384, 'v') {
    std::filesystem::create_directories(dir);
    demand(mdb_env_create(&env_));
    demand(mdb_env_set_maxdbs(env_, 64));
    demand(mdb_env_set_mapsize(env_, size_t{1} << 40));
    demand(mdb_env_open(env_, dir.c_str(), MDB_NOTLS | MDB_NORDAHEAD, 0600));
    MDB_txn* txn = nullptr;
    demand(mdb_txn_begin(env_, nullptr, 0, &txn));
    for (const auto table : kTables) {
      tables_.emplace_back();
      const std::string name(name_of(table));
      demand(mdb_dbi_open(txn, name.c_str(), MDB_CREATE, &tables_.back()));
    }
    demand(mdb_txn_commit(txn));
  }
  ~Bare() { mdb_env_close(env_); }
  Bare(const Bare&) = delete;

  Figures in_batches_of(size_t batch, double seconds) {
    auto figures = measure(seconds, [&] {
      MDB_txn* txn = nullptr;
      demand(mdb_txn_begin(env_, nullptr, 0, &txn));
      for (size_t i = 0; i < batch; ++i) put_rows(txn);
      demand(mdb_txn_commit(txn));
      return batch;
    });
    figures.commits = figures.changes / static_cast<double>(batch);
    return figures;
  }

 private:
  void put_rows(MDB_txn* txn) {
    ++number_;
    const std::string by_id(key_of(number_));
    const std::string by_text(key_of(scattered(), scattered(), scattered(), scattered()));
    const std::string by_pair(key_of(uint64_t{1 + number_ % kAuthors}, number_));
    const std::string by_self(key_of(number_, number_));
    const std::string* keys[] = {&by_id, &by_id, &by_text, &by_text, &by_id, &by_pair, &by_self};
    for (size_t i = 0; i < std::size(kTables); ++i) {
      if (keys[i]->size() != sizes_[i].key) give_up("a key is not as long as the node's");
      MDB_val key{keys[i]->size(), const_cast<char*>(keys[i]->data())};
      MDB_val value{sizes_[i].value, value_.data()};
      const bool append = kTables[i] == Table::log || kTables[i] == Table::payloads;
      demand(mdb_put(txn, tables_[i], &key, &value, append ? MDB_APPEND : 0));
    }
  }
  // Keys of text are digests: they fall anywhere.
  uint64_t scattered() { return random_.u64(); }

  std::vector<Node::Sizes> sizes_;
  std::string value_;
  SeededRandom random_{1};
  uint64_t number_ = 0;
  MDB_env* env_ = nullptr;
  std::vector<MDB_dbi> tables_;
};

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
  Bare bare(dir / "bare", node.sizes());
  Figures bare_alone, alone, bare_batch, batch, threads;
  for (int i = 0; i < kTurns; ++i) {
    bare_alone.add(bare.in_batches_of(1, turn));
    alone.add(node.alone(turn));
    bare_batch.add(bare.in_batches_of(kBatch, turn));
    batch.add(node.in_batches(turn));
    threads.add(node.from_threads(turn));
  }
  print("bare LMDB, alone", bare_alone, bare_alone);
  print("Writer, alone", alone, bare_alone);
  print("bare LMDB, batches of 32", bare_batch, bare_batch);
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
