#include "storage/suggestions.h"

namespace hallway {

Result<void> decline_suggestion(WriteTxn& txn, Id person, Id actor, Time now) {
  return txn.put(Table::suggestions_declined, key_of(person, actor),
                 view(value_of(static_cast<uint64_t>(now.ms))));
}

bool is_declined(const ReadTxn& txn, Id person, Id actor) {
  return txn.has(Table::suggestions_declined, key_of(person, actor));
}

}  // namespace hallway
