#pragma once
// Reports (Flag): what other nodes tell us about people here and their posts, and what people here
// tell the operator about anybody. Only where the reporter asks for it, the other node is told too,
// in the name of this node: who reported is never said.

#include <string>
#include <vector>

#include "federation/act.h"
#include "storage/reports.h"

namespace hallway {

// Most of the comment that is kept, in bytes, and most posts in one report.
inline constexpr size_t kMostReportComment = 5'000, kMostReportedPosts = 100;

// About somebody here, or something they wrote; anything else is no business of ours. One sender's
// flood is ignored: at most 20 an hour.
Result<void> receive_flag(Inbound& in);

struct NewReport {
  Id target;
  std::vector<Id> posts;  // those of somebody else, or that the reporter cannot see, are left out
  std::string comment, category = "other";
  bool forward = false;  // means nothing where the target is here
};
// By local.actor. Errors: not_found (the target), invalid (oneself, a long comment, too many
// posts).
Result<Report> report(Local& local, const NewReport& fresh);

// Says what came of it; again only changes the words. Errors: not_found.
Result<Report> resolve_report(WriteTxn& txn, Id id, std::string_view resolution, Time now);

}  // namespace hallway
