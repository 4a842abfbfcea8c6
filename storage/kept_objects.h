#pragma once
// Objects that people here made and that are no posts: collections of their own, and whatever an
// extension names. Each is kept as JSON, as it stands now; a deleted one stays as a tombstone.

#include <optional>
#include <string>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

struct KeptObject {
  Id id;
  Id owner;          // local actor
  std::string json;  // the object; of a tombstone that
  Time at;           // when it came to be as it is
  bool gone = false;
};

std::optional<KeptObject> find_kept_object(const ReadTxn& txn, Id owner, Id id);
// New (id 0: allocated) or replaced.
Result<void> put_kept_object(WriteTxn& txn, KeptObject& object, Time now);
// The next id that put_kept_object would give.
Id next_kept_object(const ReadTxn& txn, Id owner, Time now);
size_t count_kept_objects(const ReadTxn& txn, Id owner, size_t most);

}  // namespace hallway
