#pragma once
// Relays: hosts that hand on what many nodes publish, to which this one subscribed. There are few.

#include <optional>
#include <vector>

#include "storage/store.h"
#include "storage/values/iri.h"
#include "storage/values/time.h"

namespace hallway {

// How a relay is subscribed to: by a Follow of the public, sent to its inbox (as Mastodon does), or
// by a Follow of its actor (LitePub).
enum class RelayKind : uint8_t { public_, actor };

struct Relay {
  Id id;
  Iri address;  // `public_`: an inbox; `actor`: the actor
  RelayKind kind = RelayKind::public_;
  Iri follow;  // our Follow
  bool accepted = false;
  Id actor;  // who it is, once known
  Time at;
};

std::vector<Relay> list_relays(const ReadTxn& txn);
std::optional<Relay> find_relay(const ReadTxn& txn, const Iri& address);
// By who it is; only one that has accepted.
std::optional<Relay> find_relay_of(const ReadTxn& txn, Id actor);
// New (id 0: allocated) or replaced.
Result<void> put_relay(WriteTxn& txn, Relay& relay);
Result<void> erase_relay(WriteTxn& txn, const Relay& relay);

}  // namespace hallway
