#pragma once
// HTTP message signatures, both kinds the field speaks: draft-cavage-http-signatures-12 and
// RFC 9421. Pure: values in, values out; who owns a key is authenticate's business
// (authenticate.h). What is demanded of an inbound signature is what Mastodon and Mitra demand
// (each line a MUST here):
//   cavage:   (request-target) and host covered; date or (created) covered; digest covered where
//             there is a body; algorithm rsa-sha256, hs2019 or absent; (created) not with
//             rsa-sha256. The header list may be written in any case. Host may lack the port, and
//             the query may be left out of (request-target), because some senders do so.
//   RFC 9421: @method and (@target-uri or @authority with @path[+@query] or @request-target)
//   covered;
//             content-digest where there is a body; created present; alg absent or that of the key.
//             Components are lower case, none twice.
//   both:     at most 12 h old, at most 1 h ahead, not expired; every covered digest matches
//   (SHA-256;
//             SHA-512 alone only in Content-Digest); at most 64 parts covered.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/http.h"
#include "storage/values/crypto.h"

namespace hallway {

enum class Scheme { cavage, rfc9421 };

// How this node signs to one host; remembered per host (storage/peers.h).
enum class Signing { cavage_rsa, rfc9421_rsa, rfc9421_ed25519 };

// The message that is signed or verified. `url` is the absolute target as the receiver knows
// itself (scheme, authority, path and query). `headers` hold the Host that the client used; behind
// a trusted proxy that is what the proxy says it was.
struct Message {
  std::string method;
  Iri url;
  const Headers* headers = nullptr;
  std::string_view body;
  int status = 0;                    // of a response; 0 for a request
  const Message* request = nullptr;  // what a response answers, for components with ;req
};

// A signature found in a request, its coverage and times already checked; not yet verified.
struct Claim {
  Scheme scheme = Scheme::cavage;
  std::string key_id;
  std::string algorithm;  // as claimed; empty where absent
  std::string base;       // the bytes that were signed
  std::vector<std::string>
      alternative_bases;  // cavage only: what senders sign who leave out the
                          // query of (request-target), the port of host, or both
  std::string signature;  // raw
  Time signed_at;
};

// Reads the signature of a request. Fails with unauthenticated, saying why: absent, broken, too
// old, future, not covering what it must, digest absent or of another body, several signatures;
// with invalid where a digest cannot be read. Where both kinds are present RFC 9421 is taken. A
// signed host or @authority other than `own`, which this node answers as, is refused (replay).
Result<Claim> read_signature(const Message& message, const Domain& own, Time now);

// True if `key` made the signature, over the base or an alternative, and the claimed algorithm fits
// the key's type. RSA must have 2,048 to 8,192 bits. hs2019 names no hash: SHA-256 is tried, then
// SHA-512.
bool verify_claim(const Claim& claim, const PublicKey& key);

// Adds to `request` what a signature needs and the signature itself: Date, Host and Digest (cavage)
// or Content-Digest, Signature-Input and Signature (RFC 9421), never both schemes. What an earlier
// signing left is replaced, so a request may be signed again for its next hop. Fails with invalid
// if `key` is not of the type that `how` needs or `key_id` cannot be quoted; internal.
Result<void> sign_request(OutboundRequest& request, Signing how, const std::string& key_id,
                          const PrivateKey& key, Time now);

// RFC 9421 §2.5 for tests and tools: the signature base of `components` and `params`, for a message
// that may also be a response. `components` are in serialized form: "\"@method\"",
// "\"content-type\""; `params` too, from the first semicolon: ";created=1618884473". Fails with
// invalid where a component is unknown, malformed, repeated or absent from the message. Trailers
// (;tr) are not known.
Result<std::string> signature_base(const Message& message,
                                   const std::vector<std::string>& components,
                                   std::string_view params);

}  // namespace hallway
