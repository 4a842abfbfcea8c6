#pragma once
// Sends what is owed by web push (RFC 8030) straight to the push services, through the node's own
// HttpClient: no address that policy forbids is reached. What is owed are rows (storage/push.h).
//
// States of a row: due (next <= now) → in flight (in memory only) → delivered (2xx: erased)
//   → again later (no connection, 429, 5xx: Retry-After, else row_pause) → given up (2 days old, or
//   any other answer: erased). 404 and 410 end the subscription; so does the end of its token.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "federation/home.h"
#include "federation/http.h"
#include "server/push.h"
#include "storage/push.h"
#include "storage/values/random.h"
#include "storage/writer.h"

namespace hallway {

class Pusher {
 public:
  struct Parts {
    const Home& home;
    Store& store;
    Writer& writer;
    HttpClient& client;
    Random& random;
    const Clock& clock;
    std::vector<Cidr> permits;  // the test-only `permit`
  };
  // `key` is the node's (find_push_key).
  Pusher(Parts parts, PushKey key);
  ~Pusher();  // waits until nothing is in flight

  // Starts every due push there is room for; returns how many. Answers come on any thread. One
  // thread at a time.
  size_t run_due();
  // When run_due should be called next; nullopt: when something new is owed.
  std::optional<Time> next_due() const;
  // Rung after an answer was written: there may be room for more.
  void on_progress(std::function<void()> bell);

  // As clients are told it, to subscribe with.
  [[nodiscard]] const std::string& public_key() const { return public_key_; }

  struct Figures {
    std::atomic<uint64_t> delivered{0}, retried{0}, given_up{0}, ended{0};
  };
  [[nodiscard]] const Figures& figures() const { return figures_; }

 private:
  enum class Fate { delivered, again, given_up, ended };
  Result<OutboundRequest> request_for(const ReadTxn& txn, const Push& push) const;
  void send(const Push& push, OutboundRequest request);
  void take_answer(const Push& push, const Result<OutboundResponse>& answer);
  void write_fate(Push push, Fate fate, std::optional<Duration> pause);
  bool begin(const Push& push);
  void end(const Push& push);

  const Parts parts_;
  const PushKey key_;
  const std::string public_key_;
  mutable std::mutex mutex_;
  std::condition_variable idle_;
  std::set<std::pair<Id, Id>> flying_;  // person, id
  std::function<void()> bell_;
  Figures figures_;
};

// The node's key for web push; made and stored where there is none.
Result<PushKey> push_key_of(Store& store, Writer& writer);

}  // namespace hallway
