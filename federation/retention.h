#pragma once
// Old posts of other nodes that concern nobody here are forgotten, where the operator wants it. A
// thread is kept or forgotten as a whole: kept, where anybody here wrote in it, is addressed in it,
// reacted to or boosted any of it, or where anything of it is young.

#include <atomic>
#include <cstdint>

#include "federation/home.h"
#include "storage/writer.h"

namespace hallway {

class Retention {
 public:
  // `kept`: how long posts are kept; zero: for good.
  Retention(const Home& home, Writer& writer, Duration kept)
      : home_(home), writer_(writer), kept_(kept) {}

  // Looks at some thousand posts, a few hundred or one thread a transaction, oldest first; goes on
  // where it stopped. After the last one it rests for a day. One thread.
  Result<void> run(Time now);

  struct Figures {
    std::atomic<uint64_t> looked_at{0}, forgotten{0};
    std::atomic<int64_t> reached_ms{0};  // publication time that this round has come to
  };
  [[nodiscard]] const Figures& figures() const { return figures_; }

 private:
  struct Stretch;
  Result<Stretch> work(WriteTxn& txn, Time now);
  const Home& home_;
  Writer& writer_;
  const Duration kept_;
  Time next_round_;
  Figures figures_;
};

}  // namespace hallway
