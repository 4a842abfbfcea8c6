#pragma once
// The two signature schemes behind signature.h, and what they share. Only signature.cc, cavage.cc,
// rfc9421.cc and signature_base.cc include this.

#include "federation/signature.h"
#include "federation/structured_fields.h"

namespace hallway {

// A claim and which digests of the body it covers; those are not yet checked.
struct BoundClaim {
  Claim claim;
  bool digest = false, content_digest = false;
};

// Each reads the one signature of its scheme; `sign_*` expect Date, Host and the digest to be set.
Result<BoundClaim> read_cavage(const Message& message, const Domain& own, Time now);
Result<BoundClaim> read_rfc9421(const Message& message, const Domain& own, Time now);
Result<void> sign_cavage(OutboundRequest& request, const std::string& key_id,
                         const PrivateKey& key);
Result<void> sign_rfc9421(OutboundRequest& request, const std::string& key_id,
                          const PrivateKey& key, Time now);

// RFC 9421 §2.5 of a parsed list with its parameters.
Result<std::string> signature_base(const Message& message, const FieldInnerList& covered);

// All lines of that name, each trimmed, joined with ", ": what both schemes sign of a field. Fails
// with invalid if there is none, or one holds a line break, which would forge lines of the base.
Result<std::string> combined_value(const Headers& headers, std::string_view name);

inline constexpr size_t kMaxCovered = 64;

Error refuse(std::string what);  // unauthenticated
// The 12 h and 1 h of signature.h.
Result<void> check_window(Time signed_at, Time now);
// That the one Host header names `own`, with or without the port. Returns its value.
Result<std::string_view> check_host(const Message& message, const Domain& own);
Result<Time> time_of_seconds(int64_t seconds);

}  // namespace hallway
