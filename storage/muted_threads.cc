#include "storage/muted_threads.h"

#include "storage/posts.h"

namespace hallway {

Result<void> add_muted_thread(WriteTxn& txn, Id person, Id context, Time now) {
  return txn.put(Table::muted_threads, key_of(person, context),
                 view(value_of(static_cast<uint64_t>(now.ms))));
}

Result<void> erase_muted_thread(WriteTxn& txn, Id person, Id context) {
  return txn.erase(Table::muted_threads, key_of(person, context));
}

bool has_muted_thread(const ReadTxn& txn, Id person, Id context) {
  return txn.has(Table::muted_threads, key_of(person, context));
}

bool has_muted_thread_of(const ReadTxn& txn, Id person, Id post) {
  if (txn.count(Table::muted_threads) == 0) return false;  // of nobody, as is usual
  const auto known = find_post(txn, post);
  return known && has_muted_thread(txn, person, known->context);
}

}  // namespace hallway
