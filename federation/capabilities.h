#pragma once
// What a node's software can verify beyond the common ground (draft-cavage with RSA), shown by its
// own signed requests or by its actors' documents (FEP-844e: implements), and remembered
// in its peer record, so that we sign as well as it can take. What was shown is a KnownSigning:
// `unknown` where nothing was, else rfc9421_rsa or rfc9421_ed25519, which includes the former.

#include "federation/signature.h"
#include "storage/peers.h"
#include "storage/values/json.h"

namespace hallway {

KnownSigning shown_by(const Json& actor_document);
KnownSigning shown_by(Scheme scheme, KeyType type);  // of a request that verified
// The `generator` of our own actors' documents.
Json our_generator();

// Would remember_shown change `peer`? What double-knock has found out stays: Ed25519 is taken up
// once, when it is first shown, and RFC 9421 only where nothing is known yet.
bool teaches(const Peer& peer, KnownSigning shown);
// Writes only where it teaches something.
Result<void> remember_shown(WriteTxn& txn, const Domain& domain, KnownSigning shown, Time now);

// How to sign to a peer, and how once more after it refused that.
Signing signing_for(const Peer& peer);
Signing other_than(Signing refused);
KnownSigning known(Signing accepted);  // for its record

}  // namespace hallway
