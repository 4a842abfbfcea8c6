#include "storage/reports.h"

#include "storage/ids.h"
#include "storage/record.h"

namespace hallway {
namespace {

std::string encode(const Report& report) {
  record::ReportT r;
  r.id = report.id.value;
  r.iri = report.iri.text();
  r.reporter = report.reporter.value;
  r.target = report.target.value;
  for (const auto id : report.posts) r.posts.push_back(id.value);
  r.comment = report.comment;
  r.category = report.category;
  r.at = report.at.ms;
  r.forwarded = report.forwarded;
  r.resolved = report.resolved.ms;
  r.resolution = report.resolution;
  r.assigned = report.assigned.value;
  r.resolved_by = report.resolved_by.value;
  return encode_record<record::Report>(r);
}

std::optional<Report> decode_report(std::string_view bytes) {
  auto r = decode_record<record::Report>(bytes);
  if (!r) return std::nullopt;
  Report report{.id = {r->id},
                .iri = iri_from_record(r->iri),
                .reporter = {r->reporter},
                .target = {r->target},
                .comment = std::move(r->comment),
                .category = std::move(r->category),
                .at = {r->at},
                .forwarded = r->forwarded,
                .resolved = {r->resolved},
                .resolution = std::move(r->resolution),
                .assigned = {r->assigned},
                .resolved_by = {r->resolved_by}};
  for (const auto id : r->posts) report.posts.push_back(Id{id});
  return report;
}

}  // namespace

std::optional<Report> find_report(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::reports, key_of(id));
  return value ? decode_report(*value) : std::nullopt;
}

Result<void> put_report(WriteTxn& txn, Report& report) {
  if (!report.id) report.id = allocate_id(txn, Table::reports, report.at, report.at);
  TRY(txn.put(Table::reports, key_of(report.id), encode(report)));
  if (report.is_open()) return txn.put(Table::reports_open, key_of(report.id), {});
  return txn.erase(Table::reports_open, key_of(report.id));
}

void scan_reports(const ReadTxn& txn, const std::function<bool(const Report&)>& visit) {
  txn.scan_down(Table::reports, {}, [&](std::string_view, std::string_view value) {
    const auto report = decode_report(value);
    return !report || visit(*report);
  });
}

void scan_open_reports(const ReadTxn& txn, const std::function<bool(const Report&)>& visit) {
  txn.scan_down(Table::reports_open, {}, [&](std::string_view key, std::string_view) {
    const auto report = find_report(txn, id_at(key, 0));
    return !report || visit(*report);
  });
}

size_t count_open_reports(const ReadTxn& txn) { return txn.count(Table::reports_open); }

}  // namespace hallway
