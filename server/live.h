#pragma once
// Tells those who listen what happens, as it becomes durable: reads the log from where each of them
// was told up to, asks the timelines whether it belongs there for them, and puts it into their
// pipes. Who is behind (after a pause, or since their last connection) is led up to the present at
// the pace at which they read. One worker (workers.h) calls run(); nothing here ever waits for a
// connection, or for the writer.

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "federation/home.h"
#include "server/subscriber.h"
#include "storage/store.h"

namespace hallway {

class Live {
 public:
  static constexpr size_t kMostOfOne = 64;          // connections of one account
  static constexpr size_t kMostChannels = 32;       // of one connection
  static constexpr uint64_t kMostBehind = 100'000;  // log entries that one may go back

  // All outlive this.
  Live(const Home& home, const Store& store, const Clock& clock);

  // Where somebody who begins to listen now is.
  static LivePosition present(const ReadTxn& txn, Id person);

  // Tells the subscriber from its position on, as long as it exists. Fails with limited where its
  // account listens with too many. Any thread.
  Result<void> join(const std::shared_ptr<Subscriber>& subscriber);

  // Does a part of what there is to do and returns how much that was; 0: nothing is left until the
  // bell rings. One thread.
  size_t run();
  // Whether the last run() left something.
  [[nodiscard]] bool has_more() const { return more_; }

  // Something that is no entry of the log: a filter was changed, somebody reacted to an
  // announcement. Who listens to `user` at that moment is told, and nobody again: no position
  // stands for it, and whoever comes later has asked for filters, announcements and notifications
  // by then.
  struct Passing {
    Id person;                   // none: everybody
    std::string event, payload;  // as in live_message
  };
  // Any thread.
  void tell_now(Passing passing);

  // To be called after each commit, with the tables written. Any thread.
  void committed(const Tables& written);
  // That somebody joined, spoke or can be told more. Any thread.
  void ring();
  // Rung when run() may have something to do. Any thread; it must be quick.
  void on_work(std::function<void()> bell);

  struct Figures {
    std::atomic<uint64_t> events{0};    // sent, one for each listener
    std::atomic<uint64_t> rendered{0};  // statuses and notifications
    std::atomic<uint64_t> broken{0};    // connections that were too slow
  };
  [[nodiscard]] const Figures& figures() const { return figures_; }
  [[nodiscard]] size_t listeners() const;

 private:
  // One that is told, while a turn runs.
  using Here = std::shared_ptr<Subscriber>;
  std::vector<Here> everybody();
  void place(const ReadTxn& txn, Subscriber& subscriber) const;
  void end_unwelcome(const ReadTxn& txn, const std::vector<Here>& here);
  void take_messages(Subscriber& subscriber);
  size_t tell_present(const ReadTxn& txn, const std::vector<Here>& here);
  size_t tell_behind(const ReadTxn& txn, const std::vector<Here>& here);
  void tell(const ReadTxn& txn, const std::vector<LiveEvent>& events,
            const std::vector<Here>& whom);
  void tell_passing(const std::vector<Here>& here);
  void tell_notifications(const ReadTxn& txn, Subscriber& subscriber);
  void send(Subscriber& subscriber, std::string_view bytes);

  const Home& home_;
  const Store& store_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::vector<std::weak_ptr<Subscriber>> all_;  // some of them gone
  std::vector<Passing> passing_;
  std::function<void()> bell_;
  std::atomic<bool> anybody_ = false;
  std::atomic<bool> notified_ = false;  // something was written to the notifications
  std::atomic<bool> doubted_ = false;   // a token or account was changed

  // Of the thread that runs.
  uint64_t told_ = 0;  // of the log, to all who are present
  bool more_ = false;
  Time checked_;  // when everybody's token was looked at
  Figures figures_;
};

}  // namespace hallway
