#pragma once
// What somebody here does not want to see, or only after a warning: words, and single posts.

#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

enum class FilterAction : uint8_t { warn, hide, blur };

// Where a filter holds, as bits.
enum FilterContext : uint8_t {
  kFilterHome = 1,
  kFilterNotifications = 2,
  kFilterPublic = 4,
  kFilterThread = 8,
  kFilterAccount = 16,
};

struct FilterKeyword {
  Id id;  // unique among those of one person
  std::string text;
  bool whole_word = false;
};

struct FilterPost {
  Id id;  // unique among those of one person
  Id post;
};

struct Filter {
  Id id;
  Id owner;  // local actor
  std::string title;
  uint8_t contexts = 0;  // of FilterContext
  FilterAction action = FilterAction::warn;
  Time expires;  // 0: never
  std::vector<FilterKeyword> keywords;
  std::vector<FilterPost> posts;

  [[nodiscard]] bool ended(Time now) const { return expires.ms != 0 && expires <= now; }
};

std::optional<Filter> find_filter(const ReadTxn& txn, Id owner, Id filter);
std::vector<Filter> list_filters(const ReadTxn& txn, Id owner);  // oldest first
// New (id 0: allocated) or replaced; keywords and posts without an id are given one.
Result<void> put_filter(WriteTxn& txn, Filter& filter, Time now);
Result<void> erase_filter(WriteTxn& txn, Id owner, Id filter);

}  // namespace hallway
