#include "storage/regards.h"

#include "storage/record.h"

namespace hallway {

std::string find_remark(const ReadTxn& txn, Id by, Id about) {
  const auto value = txn.get(Table::remarks, key_of(by, about));
  if (!value) return {};
  auto r = decode_record<record::Remark>(*value);
  return r ? std::move(r->text) : std::string();
}

Result<void> put_remark(WriteTxn& txn, Id by, Id about, std::string_view text) {
  if (text.empty()) return txn.erase(Table::remarks, key_of(by, about));
  record::RemarkT r;
  r.text = text;
  return txn.put(Table::remarks, key_of(by, about), encode_record<record::Remark>(r));
}

Result<void> add_endorsement(WriteTxn& txn, Id by, Id whom, Time now) {
  if (endorses(txn, by, whom)) return {};
  return txn.put(Table::endorsements, key_of(by, whom),
                 view(value_of(static_cast<uint64_t>(now.ms))));
}

Result<void> erase_endorsement(WriteTxn& txn, Id by, Id whom) {
  return txn.erase(Table::endorsements, key_of(by, whom));
}

bool endorses(const ReadTxn& txn, Id by, Id whom) {
  return txn.has(Table::endorsements, key_of(by, whom));
}

std::vector<Id> list_endorsed(const ReadTxn& txn, Id by, Id after, size_t most) {
  std::vector<Id> ids;
  if (most == 0 || after.value == UINT64_MAX) return ids;
  txn.scan(
      Table::endorsements, key_of(by),
      [&](std::string_view key, std::string_view) {
        ids.push_back(id_at(key, 8));
        return ids.size() < most;
      },
      key_of(by, Id{after.value + 1}));
  return ids;
}

}  // namespace hallway
