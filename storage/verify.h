#pragma once
// Is the store what it should be? Every row of every table is read, every record decoded, what
// points to other rows followed, the log's chain and its payloads' digests computed anew.
//
// Records carry no checksum of their own: a letter that was changed inside a text, and leaves a
// record that can be read, is seen in the log's payloads only.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.h"

namespace hallway {

struct Verification {
  uint64_t rows = 0;                  // that were looked at
  uint64_t entries = 0;               // of the log, whose chain holds
  uint64_t wrong = 0;                 // things that are wrong
  std::vector<std::string> findings;  // what, a sentence each; the first 20 of each table
  [[nodiscard]] bool good() const { return wrong == 0; }
};

// Called now and then: rows done, rows altogether, a table at work.
using VerifyProgress = std::function<void(uint64_t done, uint64_t all, std::string_view table)>;

// One table, and with Table::log the whole chain. Only reads; what cannot be read may end the
// process.
Verification verify_table(const ReadTxn& txn, Table table, const VerifyProgress& progress = {});
// All tables, one after the other.
Verification verify_rows(const ReadTxn& txn);

// The store in `dir`, whether a node runs there or not: each table in a process of its own
// (storage/apart.h), so that pages which end a reader are a finding like any other, and no reader
// holds on to old pages for long. As many at the same time as there are processors. Errors:
// not_found (no store), unavailable.
Result<Verification> verify_store(const std::filesystem::path& dir,
                                  const VerifyProgress& progress = {});

// The files of this node's people whose address begins with `base`: what posts carry of them, what
// was uploaded and not posted yet, the pictures of profiles, of reactions and of the node itself.
// The rest of each address, in order, each once. Read as by verify_store. Errors: not_found,
// corrupt, unavailable.
Result<std::set<std::string>> list_carried(const std::filesystem::path& dir, std::string_view base);
// The same within a transaction. Reads every post; corrupt where one of them cannot be read, since
// nobody knows what it carries.
Result<std::set<std::string>> carried_by_posts(const ReadTxn& txn, std::string_view base);

}  // namespace hallway
