#include "storage/kept_activities.h"

#include <algorithm>
#include <string>
#include <vector>

namespace hallway {
namespace {

Key box_key(Id person, Box box) { return key_of(person, static_cast<uint64_t>(box)); }
constexpr size_t kIdAt = 16;  // in a key: behind person and box

Id next_id(const ReadTxn& txn, Id person, Box box, Time now) {
  Id id = std::max(first_id_at(now), Id{1});
  txn.scan_down(Table::kept_activities, box_key(person, box), [&](std::string_view key, auto) {
    id = std::max(id, Id{id_at(key, kIdAt).value + 1});
    return false;
  });
  return id;
}

// All but the newest `most`.
Result<void> erase_oldest(WriteTxn& txn, const Key& box, size_t most) {
  std::vector<std::string> keys;
  size_t passed = 0;
  txn.scan_down(Table::kept_activities, box, [&](std::string_view key, auto) {
    if (++passed > most) keys.emplace_back(key);
    return true;
  });
  for (const auto& key : keys) TRY(txn.erase(Table::kept_activities, key));
  return {};
}

}  // namespace

Result<void> keep_activity(WriteTxn& txn, Id person, Box box, uint64_t activity, Time now) {
  const auto id = next_id(txn, person, box, now);
  TRY(erase_oldest(txn, box_key(person, box), kMostKeptActivities - 1));
  return txn.put(Table::kept_activities, key_of(person, static_cast<uint64_t>(box), id),
                 view(value_of(activity)));
}

void scan_kept_activities(const ReadTxn& txn, Id person, Box box, Id before,
                          const std::function<bool(Id, uint64_t activity)>& visit) {
  const auto prefix = box_key(person, box);
  const auto from = key_of(person, static_cast<uint64_t>(box), before);
  const auto each = [&](std::string_view key, std::string_view value) {
    return visit(id_at(key, kIdAt), number_at(value, 0));
  };
  txn.scan_down(Table::kept_activities, prefix, each, before ? from.view() : std::string_view());
}

}  // namespace hallway
