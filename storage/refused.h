#pragma once
// What inboxes refused or ignored lately, by the domain that it claimed to come from: the last few
// of each, of so many domains, so that whoever claims many of them fills nothing.

#include <string>
#include <string_view>
#include <vector>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

struct Refusal {
  Time at;
  std::string code;  // "unauthenticated", ..., or "ignored": answered 202 and not kept
  std::string what;
  std::string from;  // address of the connection
};

inline constexpr size_t kRefusalsKept = 20;         // of one domain
inline constexpr size_t kMostRefusedDomains = 500;  // of others those are forgotten that were
                                                    // refused the longest time ago

// `fresh`, newest first, before what is kept of `domain`.
Result<void> add_refusals(WriteTxn& txn, std::string_view domain, std::vector<Refusal> fresh);
// Newest first.
std::vector<Refusal> list_refusals(const ReadTxn& txn, std::string_view domain);
// Forgets domains of which nothing was refused since `before`, and what is more than there may be.
Result<void> forget_refusals(WriteTxn& txn, Time before);
// Whether forget_refusals has anything to do.
bool has_refusals_before(const ReadTxn& txn, Time before);

}  // namespace hallway
