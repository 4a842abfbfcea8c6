#pragma once
// The log, proved: heads that the node signs now and then (federation/log_head.h), the whole log
// written down for somebody else, and both checked.
//
// DIR/audit/heads.jsonl holds the signed heads, a line each. The same figures go to the node's own
// log lines (event audit.head), which leave the machine where logs are collected.

#include <filesystem>
#include <optional>

#include "federation/log_head.h"

namespace hallway {

class Node;

inline constexpr Duration kHeadsApart = hours(1);

// Signs and keeps a head, where the log has grown since the last one and that is an hour old. True
// if it did. Errors: full (the disk is), unavailable, those of sign_head.
Result<bool> keep_head(Node& node);

std::filesystem::path heads_file(const std::filesystem::path& dir);

struct AuditReport {
  uint64_t entries = 0;
  uint64_t heads = 0;  // that agree
  std::optional<LogHead> newest;
  std::string key;  // multibase; of an export: what it says it was signed with
};

// The chain, the payloads, and every head in `heads` (files that may be absent) that they must
// agree with. Errors: corrupt (with what is wrong), invalid (a line is no head), forbidden (a head
// was not signed by this node), not_found.
Result<AuditReport> verify_audit(const ReadTxn& txn, const Home& home,
                                 const std::vector<std::filesystem::path>& heads);

Json entry_json(const LogEntry& entry);

// Writes every entry without its payload to a new file (mode 0600), one JSON object a line: first
// {"type": "LogExport", "node", "key", "made"}, then the entries, then a signed head. Errors:
// conflict (there is such a file), those of sign_head, full, unavailable.
Result<AuditReport> export_log(const ReadTxn& txn, const Home& home, LocalKeys& keys,
                               const std::filesystem::path& file, Time now);

// Checks what export_log wrote, with nothing but the file: that entries follow from each other, and
// that the last is the one whose head was signed with the key that the file names, or with `key`
// (multibase) where that is not empty. Errors: not_found, invalid (no export), corrupt, forbidden.
Result<AuditReport> check_export(const std::filesystem::path& file, std::string_view key);

}  // namespace hallway
