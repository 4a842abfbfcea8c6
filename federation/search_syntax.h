#pragma once
// What somebody typed into a search: words, "phrases", -unwanted ones, and from: in: before: after:
// during: has: is: language:, which only narrow it down. Nothing is an error: what is not of these
// is a word. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/search_query.h"
#include "storage/values/time.h"

namespace hallway {

inline constexpr size_t kLongestSearch = 1'000;  // bytes; what is beyond is not read

struct SearchText {
  std::vector<SearchPhrase> wanted, unwanted;
  std::vector<std::string> from, not_from;  // "me", "alice", "@alice@a.example"
  std::vector<std::string> marks, without;  // "has:media", "language:de"
  std::optional<Time> after, before;        // first moment within, first one beyond
  bool in_library = false;                  // in:library: what I had part in
  bool in_public = false;                   // in:public

  [[nodiscard]] bool empty() const;  // nothing is looked for
};

SearchText parse_search(std::string_view typed);

}  // namespace hallway
