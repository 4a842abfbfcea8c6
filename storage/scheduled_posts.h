#pragma once
// Posts that are to be published later.

#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

struct ScheduledPost {
  Id id;
  Id author;         // local actor
  Time at;           // when
  std::string wish;  // JSON: what is to be published (server/api/scheduled.h)
};

std::optional<ScheduledPost> find_scheduled(const ReadTxn& txn, Id author, Id id);
// New (id 0: allocated) or replaced.
Result<void> put_scheduled(WriteTxn& txn, ScheduledPost& post, Time now);
Result<void> erase_scheduled(WriteTxn& txn, const ScheduledPost& post);
std::vector<ScheduledPost> list_scheduled(const ReadTxn& txn, Id author);  // oldest id first
std::vector<ScheduledPost> list_due_posts(const ReadTxn& txn, Time now, size_t most);
std::optional<Time> next_scheduled(const ReadTxn& txn);  // when the first is due

}  // namespace hallway
