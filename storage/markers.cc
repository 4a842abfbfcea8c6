#include "storage/markers.h"

#include "storage/record.h"

namespace hallway {
namespace {

Key marker_key(Id person, std::string_view timeline) { return key_of(person, sha256(timeline)); }

}  // namespace

std::optional<Marker> find_marker(const ReadTxn& txn, Id person, std::string_view timeline) {
  const auto value = txn.get(Table::markers, marker_key(person, timeline));
  if (!value) return std::nullopt;
  const auto r = decode_record<record::Marker>(*value);
  if (!r) return std::nullopt;
  return Marker{.last_read = {r->last_read}, .version = r->version, .at = {r->at}};
}

Result<Marker> set_marker(WriteTxn& txn, Id person, std::string_view timeline, Id last_read,
                          Time now) {
  const auto old = find_marker(txn, person, timeline);
  const Marker fresh{.last_read = last_read, .version = old ? old->version + 1 : 1, .at = now};
  record::MarkerT r;
  r.last_read = fresh.last_read.value;
  r.version = fresh.version;
  r.at = fresh.at.ms;
  r.timeline = timeline;
  TRY(txn.put(Table::markers, marker_key(person, timeline), encode_record<record::Marker>(r)));
  return fresh;
}

}  // namespace hallway
