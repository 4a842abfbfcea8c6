#pragma once
// What becomes of a POST to an inbox: authenticate, parse, policy, then one write transaction (seen
// before? → log → the act). When it returns, everything is on disk.

#include <string_view>

#include "federation/act.h"
#include "federation/authenticate.h"
#include "federation/http.h"
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
  // (attack 32).
  Result<Receipt> receive(const Request& request);

 private:
  Result<Receipt> receive_from(const Sender& sender, const Json& activity, std::string_view body);
  const Home& home_;
  Store& store_;
  Writer& writer_;
  Authenticator& authenticator_;
  LocalKeys& keys_;
  Random& random_;
  const Clock& clock_;
};

// Applies one authenticated activity: the row of kInbound for its type, or, where there is none,
// keeps it.
Result<Receipt> apply_inbound(Inbound& in);

}  // namespace hallway
