#include "storage/kept_objects.h"

#include "storage/ids.h"
#include "storage/record.h"

namespace hallway {

std::optional<KeptObject> find_kept_object(const ReadTxn& txn, Id owner, Id id) {
  const auto value = txn.get(Table::kept_objects, key_of(owner, id));
  auto r = value ? decode_record<record::KeptObject>(*value)
                 : Result<record::KeptObjectT>(fail(Code::not_found, "no such object"));
  if (!r) return std::nullopt;
  return KeptObject{.id = {r->id},
                    .owner = {r->owner},
                    .json = std::move(r->json),
                    .at = {r->at},
                    .gone = r->gone};
}

Result<void> put_kept_object(WriteTxn& txn, KeptObject& object, Time now) {
  if (!object.id) object.id = next_kept_object(txn, object.owner, now);
  record::KeptObjectT r;
  r.id = object.id.value;
  r.owner = object.owner.value;
  r.json = object.json;
  r.at = object.at.ms;
  r.gone = object.gone;
  return txn.put(Table::kept_objects, key_of(object.owner, object.id),
                 encode_record<record::KeptObject>(r));
}

Id next_kept_object(const ReadTxn& txn, Id owner, Time now) {
  return allocate_id_of(txn, Table::kept_objects, owner, now);
}

size_t count_kept_objects(const ReadTxn& txn, Id owner, size_t most) {
  size_t count = 0;
  if (most == 0) return count;
  txn.scan(Table::kept_objects, key_of(owner), [&](auto, auto) { return ++count < most; });
  return count;
}

}  // namespace hallway
