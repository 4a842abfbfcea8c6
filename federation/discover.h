#pragma once
// What domains say about handles: WebFinger of somebody's domain, and whether a handle is really an
// actor's (attack 21). Not for use inside a transaction.

#include <optional>

#include "federation/fetch.h"
#include "storage/actors.h"
#include "webfinger/handle.h"
#include "webfinger/jrd.h"

namespace hallway {

// An answer of WebFinger, and what was asked.
struct HandleAnswer {
  Handle asked;
  Jrd jrd;
};

// RFC 7033; where the domain has no WebFinger at its usual place (404), its host-meta says where
// it is (RFC 6415). Errors: those of Fetcher::fetch_plain, invalid (no JRD).
Result<HandleAnswer> ask_handle(Fetcher& fetcher, const Handle& handle, bool https);

// The canonical handle of `actor`: the one on the domain that it claims (Actor::domain, FEP-2c59),
// if that names this very actor and itself. Else the domain of its id is asked about its
// preferredUsername, must name this very actor, and may name a handle on another domain, which must
// then say the same of itself.
// `known` is an answer already there. Errors: invalid (they contradict each other), and as above.
Result<Handle> canonical_handle(Fetcher& fetcher, const Actor& actor, bool https,
                                const std::optional<HandleAnswer>& known = {});

}  // namespace hallway
