#pragma once
// Reports: what people here and other nodes told this node about somebody, until an operator has
// dealt with it and after.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"
#include "storage/values/iri.h"
#include "storage/values/time.h"

namespace hallway {

struct Report {
  Id id;
  Iri iri;      // of the Flag; may be empty
  Id reporter;  // somebody here, or who sent it
  Id target;
  std::vector<Id> posts;
  std::string comment;  // plain text
  std::string category = "other";
  Time at;
  bool forwarded = false;
  Time resolved;  // 0: open
  std::string resolution;
  Id assigned;     // account of the moderator who takes care of it
  Id resolved_by;  // account; none: by command, or nobody has

  [[nodiscard]] bool is_open() const { return resolved.ms == 0; }
};

std::optional<Report> find_report(const ReadTxn& txn, Id id);
// New (id 0: allocated) or replaced.
Result<void> put_report(WriteTxn& txn, Report& report);
// Newest first, until `visit` returns false.
void scan_reports(const ReadTxn& txn, const std::function<bool(const Report&)>& visit);
void scan_open_reports(const ReadTxn& txn, const std::function<bool(const Report&)>& visit);
size_t count_open_reports(const ReadTxn& txn);

}  // namespace hallway
