#pragma once
// What a node's software can verify beyond the common ground (draft-cavage with RSA), shown by its
// own signed requests or by its actors' documents (FEP-844e: generator.implements), and remembered
// in its peer record, so that we sign as well as it can take.

#include <cstdint>

#include "storage/peers.h"
#include "storage/values/json.h"

namespace hallway {

// In rising order; each includes the one before.
enum class Shown : uint8_t { nothing, rfc9421, ed25519 };

Shown shown_by(const Json& actor_document);
// The `generator` of our own actors' documents.
Json our_generator();

// Would remember_shown change `peer`? What double-knock has found out stays: Ed25519 is taken up
// once, when it is first shown, and RFC 9421 only where nothing is known yet.
bool teaches(const Peer& peer, Shown shown);
// Writes only where it teaches something.
Result<void> remember_shown(WriteTxn& txn, const Domain& domain, Shown shown, Time now);

}  // namespace hallway
