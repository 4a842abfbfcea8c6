#include "federation/ordered.h"

#include <algorithm>
#include <functional>

namespace hallway {

Things things_of(const ReadTxn& txn, Id signer, const LogEntry& entry) {
  Things things;
  const auto add = [&](const std::string& iri) {
    if (!iri.empty()) things.push_back(std::hash<std::string>{}(iri + ' ' + to_string(signer)));
  };
  add(entry.activity);
  add(entry.object);
  if (entry.type != "Undo") return things;
  const auto undone = find_seen(txn, entry.object);
  if (const auto what = undone ? find_log(txn, *undone) : std::nullopt) add(what->object);
  return things;
}

bool share_any(const Things& some, const Things& others) {
  return std::ranges::find_first_of(some, others) != some.end();
}

}  // namespace hallway
