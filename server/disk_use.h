#pragma once
// What a node's folder takes of the disk, by what it is for, day by day; and when there will be no
// room any more, if it goes on like that.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "storage/store.h"
#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

class Node;

struct DiskUse {
  uint64_t store = 0;   // the database
  uint64_t media = 0;   // what this node's people brought
  uint64_t cache = 0;   // files of other nodes
  uint64_t search = 0;  // the full-text index
  uint64_t free = 0;    // of the disk, for whoever runs the node

  [[nodiscard]] uint64_t used() const { return store + media + cache + search; }
};
// Of the files in it, those in folders within left out.
uint64_t folder_bytes(const std::filesystem::path& folder);
// Looks at each file. What cannot be looked at counts nothing.
DiskUse disk_use(const std::filesystem::path& dir);

// As it was on one day (UTC).
struct DiskDay {
  int64_t day = 0;  // since 1970
  DiskUse use;
  uint64_t queued = 0;  // deliveries that waited

  [[nodiscard]] Time begin() const { return {day * days(1).ms}; }
};
// The last 400 days of which something is known, oldest first.
std::vector<DiskDay> list_disk_days(const ReadTxn& txn);
// Keeps what is so today, once a day.
Result<void> note_disk_day(Node& node);

// In how many days `free` is used up, by the line that lies nearest to the last 30 days; nullopt
// where less than three days are known, or it does not grow.
std::optional<double> days_until_full(const std::vector<DiskDay>& history, uint64_t free);

}  // namespace hallway
