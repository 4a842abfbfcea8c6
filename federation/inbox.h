#pragma once
// What becomes of a POST to an inbox: authenticate, parse, policy, then one write transaction (seen
// before? → log → the act). When it returns, everything is on disk.

#include <functional>
#include <optional>
#include <string_view>

#include "federation/act.h"
#include "federation/authenticate.h"
#include "federation/fetch_budget.h"
#include "federation/http.h"
#include "storage/fetches.h"
#include "storage/writer.h"

namespace hallway {

struct Receipt {
  enum class Outcome { taken, seen_before, ignored, unknown_type };
  Outcome outcome = Outcome::taken;
  std::string type;           // of the activity, at most 64 bytes
  std::string_view why = {};  // ignored: a short constant phrase
};

class Inbox {
 public:
  Inbox(const Home& home, Store& store, Writer& writer, Authenticator& authenticator,
        LocalKeys& keys, Random& random, const Clock& clock)
      : home_(home),
        store_(store),
        writer_(writer),
        authenticator_(authenticator),
        keys_(keys),
        random_(random),
        clock_(clock) {}

  // Errors: unauthenticated, forbidden, invalid, too_large, limited, unavailable, conflict. On any
  // of them nothing was stored. A Delete of an actor we never met is `ignored` without a fetch
  // (attack 32). `request` must live until `done` was called: at once, or on the writer's thread,
  // which it must not keep.
  using Done = std::function<void(Result<Receipt>)>;
  void receive(const Request& request, Done done);
  // The same, waiting for the disk.
  Result<Receipt> receive(const Request& request);

 private:
  // What a group hands on (group.h) with the proof of whoever did it.
  struct Proven {
    Json activity;
    std::shared_ptr<const Actor> actor;
    Iri id;
    std::optional<Result<ReadNote>> carried;  // the post in it
    SealedPayload payload;
  };
  // What was let in and waits for its transaction.
  struct Arrival {
    Json activity;
    std::shared_ptr<const Actor> actor;       // who acts
    Iri id;                                   // of the activity; may be empty
    Iri instead_of_id;                        // then, what the activity is remembered by
    std::optional<Result<ReadNote>> carried;  // the post in it
    SealedPayload payload;
    std::optional<Proven> inside = {};
    std::optional<Fetch> followers = {};  // to be looked at (synchronize.h)
    Receipt receipt = {};
    std::optional<Fetch> heard = {};  // instead of all this: hearsay.h
    Domain teller = {};               // whose node sent it
  };
  // nullopt: not worth a transaction.
  Result<std::optional<Arrival>> admit(const Request& request);
  // Who acts in `activity`; what a relay forwards becomes its Announce.
  Result<std::shared_ptr<const Actor>> actor_of(Json& activity, const Sender& sender);
  std::optional<Proven> proven_inside(const Json& activity, const Sender& sender);
  Result<Receipt> apply(WriteTxn& txn, const Arrival& arrival);
  Result<Receipt> apply_told(WriteTxn& txn, const Arrival& arrival);
  Result<Receipt> apply_heard(WriteTxn& txn, const Arrival& arrival);
  Result<void> apply_inside(WriteTxn& txn, const Proven& inside);
  const Home& home_;
  Store& store_;
  Writer& writer_;
  Authenticator& authenticator_;
  LocalKeys& keys_;
  Random& random_;
  const Clock& clock_;
  FetchBudget heard_;  // of the writer's thread
};

// Applies one authenticated activity: the row of kInbound for its type, or, where there is none,
// keeps it.
Result<Receipt> apply_inbound(Inbound& in);

}  // namespace hallway
