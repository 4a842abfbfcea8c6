#pragma once
// FEP-8b32 object integrity proofs, cryptosuite eddsa-jcs-2022 (W3C vc-di-eddsa). Made on every
// activity we send; verified only when the HTTP signer is not the actor. Pure.

#include <string>

#include "storage/values/crypto.h"
#include "storage/values/iri.h"
#include "storage/values/json.h"

namespace hallway {

// Returns `document` with a "proof" added; an existing proof is replaced.
Result<Json> add_proof(Json document, const Iri& verification_method, const PrivateKey& key,
                       Time created);

struct Proof {
  Iri verification_method;
  Time created;
  std::string value;       // multibase
};

// Reads and checks the shape of `document`'s proof: type DataIntegrityProof, cryptosuite
// eddsa-jcs-2022, proofPurpose assertionMethod, not expired, not from the future, no option we do
// not know that is not hashed. Several proofs or none: unauthenticated.
Result<Proof> read_proof(const Json& document, Time now);

// True if `key` made the proof over the document as given.
bool verify_proof(const Json& document, const PublicKey& key);

}  // namespace hallway
