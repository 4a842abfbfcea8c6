#pragma once
// How far somebody here has read a timeline, so that their programs agree on it.

#include <optional>
#include <string_view>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

struct Marker {
  Id last_read;
  uint32_t version = 0;  // how often it was set
  Time at;
};

// `timeline`: "home", "notifications".
std::optional<Marker> find_marker(const ReadTxn& txn, Id person, std::string_view timeline);
Result<Marker> set_marker(WriteTxn& txn, Id person, std::string_view timeline, Id last_read,
                          Time now);

}  // namespace hallway
