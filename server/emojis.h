#pragma once
// Emojis of this node, as those who administer it keep them (storage/own_emojis.h): by command and
// at the page. Who did it stands in the log.

#include <optional>
#include <string>
#include <string_view>

#include "storage/own_emojis.h"
#include "storage/values/result.h"

namespace hallway {

class Node;

struct EmojiGiven {
  std::string name;     // without colons
  std::string picture;  // the bytes of a PNG, GIF, WebP or JPEG of at most 256 KiB
  std::string category;
  bool hidden = false;
};
// What is not said stays as it is.
struct EmojiChange {
  std::optional<std::string> name, category;
  std::optional<bool> hidden, disabled;
};

// `by`: the account that does it; empty: an operator. Errors: invalid (no such name, no such
// picture, a category that is too long), conflict (the name is taken, there are too many),
// too_large, and those of keeping a picture.
Result<OwnEmoji> add_emoji(Node& node, const EmojiGiven& given, std::string_view by);
// Errors: invalid, not_found, conflict.
Result<OwnEmoji> change_emoji(Node& node, std::string_view name, const EmojiChange& change,
                              std::string_view by);
// What was written with it keeps its picture. Fails with not_found.
Result<void> remove_emoji(Node& node, std::string_view name, std::string_view by);

}  // namespace hallway
