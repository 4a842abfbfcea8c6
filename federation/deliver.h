#pragma once
// Getting activities to other nodes. Owing is a row in the store, written in the transaction of the
// act; sending is done by Deliverer, which takes due rows, signs, sends and writes what happened.
//
// States of a row: due (next <= now) → in flight (in memory only) → delivered (2xx: erased)
//   → held (its signer is disabled: looked at again every 10 minutes) → again later (connection
//   failure: the peer's whole line waits, and its rows keep their order; 429, 5xx, 401/403 after
//   all schemes: this row waits, and what comes after it about the same) → given up (7 days old, 30
//   where the peer is a partner or sibling, and tried often enough (step_over.h), or 400, 404, 405,
//   410, 413, 422: erased and counted). What became of a row that was erased is kept in
//   storage/outcomes.h.
// How long it waits: pace.h. Retry-After is obeyed. What goes one after the other: ordered.h.

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "federation/act.h"
#include "federation/http.h"
#include "federation/in_flight.h"
#include "federation/keys.h"
#include "federation/ordered.h"
#include "federation/pace.h"
#include "federation/signature.h"
#include "federation/step_over.h"
#include "storage/deliveries.h"
#include "storage/peers.h"
#include "storage/writer.h"

namespace hallway {

// Owes `activity` to the inboxes of `recipients` (actor ids; local ones are left out): one row per
// distinct inbox, shared inboxes first. Where `post` is given, policy is asked for each domain and
// may drop it. Nothing goes to nodes we may not talk to.
struct Owed {
  uint64_t activity = 0;  // log sequence number
  std::vector<Id> recipients;
  const Post* post = nullptr;
};
Result<size_t> owe(WriteTxn& txn, const Home& home, const Owed& owed, Id signer, Time now);

class Deliverer {
 public:
  struct Parts {
    const Home& home;
    Store& store;
    Writer& writer;
    LocalKeys& keys;
    HttpClient& client;
    Random& random;
    const Clock& clock;
    std::vector<Cidr> permits;  // the test-only `permit`
    size_t most_at_once = 2'000;
    size_t most_per_peer = 8;
  };
  explicit Deliverer(Parts parts);
  ~Deliverer();  // waits until nothing is in flight

  // Starts every due delivery there is room for; returns how many. Answers come on any thread. One
  // thread at a time.
  size_t run_due();
  // When run_due should be called next; nullopt: when something new is owed.
  std::optional<Time> next_due() const;
  [[nodiscard]] size_t in_flight() const { return flying_.count(); }

  struct Figures {
    std::atomic<uint64_t> delivered{0}, retried{0}, given_up{0};
  };
  [[nodiscard]] const Figures& figures() const { return figures_; }
  // Called after an answer was written: there may be room for more.
  void on_progress(std::function<void()> bell) { flying_.on_progress(std::move(bell)); }

 private:
  struct Attempt;
  struct Look;
  enum class Fate;
  enum class Choice;
  struct Chosen {
    Delivery row;
    Things things;  // it speaks of
  };
  struct Batch {
    std::vector<Chosen> rows;
    std::unordered_map<Id, Peer> peers;
    size_t given_up = 0;
  };
  Result<Batch> choose();
  static Result<Choice> choose_row(const StepOver& step, const Delivery& row, Look& look,
                                   Batch& batch);
  Result<void> choose_rows(WriteTxn& txn, const Peer& peer, size_t room, Batch& batch);
  static Fate fate_of(const Result<OutboundResponse>& answer);
  void equip(const Batch& batch);
  void send(const std::shared_ptr<Attempt>& attempt);
  Result<void> sign(OutboundRequest& request, const Attempt& attempt);
  // How long one row waits after an answer that may change: what was asked for, else the back-off.
  Duration row_wait(uint32_t attempts, const Result<OutboundResponse>& answer, Time now);
  void finish(const Attempt& attempt, const Result<OutboundResponse>& answer);
  Result<void> put_line_off(WriteTxn& txn, Delivery row, const Things& things, Duration wait);
  // `answered`: how it was signed, where the peer answered at all.
  Result<void> settle(WriteTxn& txn, Delivery row, Fate fate, std::optional<Signing> answered);
  void count(Fate fate);
  Parts parts_;
  Figures figures_;
  Probes probes_;    // of the thread that chooses
  InFlight flying_;  // last: what still flies uses the rest
};

}  // namespace hallway
