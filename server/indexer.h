#pragma once
// Keeps the full-text index at what the store holds: takes what is due (storage/search_due.h), and
// makes the whole anew where there is none, where it belongs to another state of the store, or
// where the operator asks. One worker (workers.h) calls run().

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/search.h"
#include "storage/posts.h"
#include "storage/search_due.h"
#include "storage/search_index.h"
#include "storage/writer.h"

namespace hallway {

class Indexer {
 public:
  // `index` is written by nobody else. All outlive this.
  Indexer(const Store& store, Writer& writer, const Clock& clock, SearchIndex& index);

  // Does a part of what there is to do. Commits take at most a tenth of its time, so that what is
  // new is found within a second on most disks; while others write on and on it works in short
  // turns and does nothing between them. Returns how much was done. Any thread, one at a time.
  Result<size_t> run();
  // When run() has something to do; nullopt: not before the bell rings.
  [[nodiscard]] std::optional<Time> next_due() const;
  // All that there is to do; then everything stored is found.
  Result<void> catch_up();

  // From the next run() on the index is made anew; the present one answers meanwhile. Any thread.
  void make_anew();
  struct Progress {
    uint64_t done = 0, all = 0;  // posts and people
    bool under_way = false;
    uint64_t made = 0;  // how often it was made since the start
  };
  [[nodiscard]] Progress progress() const;  // any thread

  // A commit wrote to these tables. The writer's thread.
  void committed(const Tables& written);
  // `bell` is rung when run() has something to do. Replaces the one before.
  void on_work(std::function<void()> bell);

 private:
  Result<void> open(const ReadTxn& txn);
  Result<void> begin_anew(const ReadTxn& txn);
  // What is read in one look at the store, which is short: whoever writes cannot use again what
  // somebody may still be reading.
  struct Read {
    SearchDue what;
    std::optional<SearchDocument> document;
  };
  std::vector<Read> read_due(const ReadTxn& txn, size_t& seen);
  struct Anew {
    std::vector<SearchDocument> documents;
    std::string reached;
    size_t seen = 0;
    bool any = false;    // something is made anew
    bool whole = false;  // there are no others
  };
  Anew read_anew(const ReadTxn& txn) const;
  Result<void> add(const Anew& anew);
  Result<void> finish(std::string_view position);
  Result<void> commit();
  bool is_its_turn();
  [[nodiscard]] Time next_turn() const;
  Result<size_t> step();
  Result<size_t> go_on();
  void ring();

  const Store& store_;
  Writer& writer_;
  const Clock& clock_;
  SearchIndex& index_;
  std::mutex running_;
  uint64_t taken_ = 0;  // of what is due, up to this number; committed or not
  bool opened_ = false;
  bool whole_ = false;  // what is made anew has all that was there
  Time committed_at_;
  Duration pause_;                                      // before the next commit
  std::atomic<int64_t> last_commit_{0}, turn_ends_{0};  // ms; by anybody, of run()
  std::atomic<bool> pending_{true}, wanted_anew_{false};
  std::atomic<uint64_t> done_{0}, all_{0}, made_{0};
  std::atomic<bool> under_way_{false};
  std::mutex bell_mutex_;
  std::function<void()> bell_;
};

}  // namespace hallway
