#pragma once
// A signed head: this node's word that its log had so many entries at a moment, and how the last of
// them is chained. Who keeps one outside the folder can tell later whether the log was rewritten or
// its end cut off. A JSON document with a proof by the instance actor (FEP-8b32):
//   {"type": "LogHead", "node": "https://design.example/", "seq": 17, "chain": "<64 hex digits>",
//    "at": "2026-11-25T13:11:55Z", "proof": {...}}

#include "federation/home.h"
#include "federation/keys.h"
#include "storage/log.h"
#include "storage/values/json.h"

namespace hallway {

struct LogHead {
  std::string node;
  uint64_t seq = 0;
  Digest chain{};
  Time at;
};

// Errors: not_found (the log is empty, or there is no key), corrupt.
Result<Json> sign_head(const ReadTxn& txn, const Home& home, LocalKeys& keys, Time now);

// The key that this node's heads are signed with. Fails with not_found.
Result<PublicKey> head_key(const ReadTxn& txn, const Home& home);

// Fails with invalid (no head) or forbidden (not signed with `key`). `document` must come from a
// parse with unique_keys.
Result<LogHead> read_head(const Json& document, const PublicKey& key);

// Fails with corrupt where the log has no such entry any more, or another one.
Result<void> check_head(const ReadTxn& txn, const LogHead& head);

}  // namespace hallway
