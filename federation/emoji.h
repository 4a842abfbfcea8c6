#pragma once
// Custom emojis and emoji reactions on the wire (tag Emoji; FEP-c0e0). Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/home.h"
#include "storage/emoji.h"
#include "storage/values/json.h"

namespace hallway {

// A name that is safe wherever it may stand: 1 to 64 ASCII letters, digits, '_', '-' and '+'
// (attack 35).
bool is_emoji_name(std::string_view name);

// The Emoji tags of an object or actor whose name is one and that have a picture: each name once,
// at most 64.
std::vector<Emoji> find_emojis(const Json& object);

// Emojis of ours as tags. `home` owns their pictures.
Json emoji_tags(const std::vector<Emoji>& emojis, const Home& home);
// Where one of them can be read by itself.
Iri emoji_address(const Home& home, std::string_view name);

// Is `text` one emoji of Unicode, however many signs it is made of?
bool is_one_emoji(std::string_view text);

// What somebody reacts with: one emoji of Unicode, or ":name:" with its picture.
struct EmojiReaction {
  std::string content;
  Iri picture;  // empty: it is Unicode
};
// Of a Like or EmojiReact; nothing where its content is neither.
std::optional<EmojiReaction> find_emoji_reaction(const Json& activity);

}  // namespace hallway
