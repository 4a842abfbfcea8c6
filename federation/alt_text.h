#pragma once
// What those who run a node want of pictures that are posted here: that they say in words what is
// on them, for those who cannot see it.

#include <string_view>
#include <vector>

#include "storage/posts.h"
#include "storage/store.h"

namespace hallway {

enum class AltText : uint8_t {
  off,
  ask,     // the page says what is missing before it posts
  require  // nothing is posted without
};

std::string_view name_of(AltText rule);
Result<AltText> parse_alt_text(std::string_view text);  // Fails with invalid.

// As it is set (storage/settings.h); `ask` where nothing was.
AltText alt_text_rule(const ReadTxn& txn);
// Fails with invalid where the rule is `require` and one of the pictures in `files` says nothing.
Result<void> check_alt_text(const ReadTxn& txn, const std::vector<Attachment>& files);

}  // namespace hallway
