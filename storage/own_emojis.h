#pragma once
// Emojis of this node, which those who administer it bring and everybody on it may write as
// ":name:". A name is there once, however its letters are written; it is written as it was given.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/emoji.h"
#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

struct OwnEmoji {
  std::string name;        // without colons
  std::string category;    // under which it is offered; may be empty
  Iri url;                 // of its picture, which may move
  Iri still;               // of one that does not
  std::string media_type;  // of `url`
  bool hidden = false;     // is not offered where people choose one
  bool disabled = false;   // stands for nothing in what is written from then on
  Time updated;
};

inline constexpr size_t kMostOwnEmojis = 1'000;

std::optional<OwnEmoji> find_own_emoji(const ReadTxn& txn, std::string_view name);
// New, or instead of the one of that name. Fails with conflict where there are too many.
Result<void> put_own_emoji(WriteTxn& txn, const OwnEmoji& emoji);
// Fails with not_found.
Result<void> erase_own_emoji(WriteTxn& txn, std::string_view name);
// By category, then by name.
std::vector<OwnEmoji> list_own_emojis(const ReadTxn& txn);

// Those that stand in `texts`, which may be HTML, as ":name:" with no letter or digit right before
// or behind it, and are not disabled: each once, in their order, at most 64.
std::vector<Emoji> own_emojis_in(const ReadTxn& txn, const std::vector<std::string_view>& texts);

}  // namespace hallway
