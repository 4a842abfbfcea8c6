#pragma once
// Pictures in place of ":name:" in what people wrote, for pages.

#include <string>
#include <string_view>
#include <vector>

#include "storage/emoji.h"

namespace hallway {

// `html` is safe already: sanitized, or escaped. Tags and their attributes are left alone; a
// picture has its ":name:" as alternative text.
std::string show_emojis(std::string_view html, const std::vector<Emoji>& emojis);
// The same for plain text, which is escaped first.
std::string show_emojis_in_text(std::string_view text, const std::vector<Emoji>& emojis);

}  // namespace hallway
