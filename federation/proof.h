#pragma once
// FEP-8b32 object integrity proofs, cryptosuite eddsa-jcs-2022 (W3C vc-di-eddsa). Made on every
// activity we send; verified only when the HTTP signer is not the actor. Pure.
// Every member of a proof but proofValue is hashed, known or not, so none can be slipped in. The
// legacy "signature" of linked data is no part of what is hashed (FEP-8b32, compatibility).

#include <string>

#include "storage/values/crypto.h"
#include "storage/values/iri.h"
#include "storage/values/json.h"

namespace hallway {

// Returns `document` with a "proof" added; an existing proof is replaced, a linked data signature
// taken out. Fails with invalid if `document` is no object, holds a number that JCS cannot write,
// or `key` is not Ed25519.
Result<Json> add_proof(Json document, const Iri& verification_method, const PrivateKey& key,
                       Time created);

// The same with `options` as they are to stand in the proof, without proofValue.
Result<Json> add_proof(Json document, Json options, const PrivateKey& key);

struct Proof {
  Iri verification_method;
  Time created;
  std::string value;  // multibase
};

// Reads and checks the shape of `document`'s proof: type DataIntegrityProof, cryptosuite
// eddsa-jcs-2022, proofPurpose assertionMethod, not expired, not more than an hour from the future,
// an @context only if it is that of the document. Refused besides: domain and challenge, which bind
// a proof to an exchange that we are not part of, and previousProof. Several proofs or none:
// unauthenticated, as everything else.
Result<Proof> read_proof(const Json& document, Time now);

// True if `key` made the proof over the document as given. Does not judge the proof's times and
// purpose: read_proof does. `document` must come from a parse with unique_keys.
bool verify_proof(const Json& document, const PublicKey& key);

}  // namespace hallway
