#include "federation/emoji.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>

namespace hallway {
namespace {

constexpr size_t kMostEmojis = 64, kLongestName = 64, kLongestReaction = 64;

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '+';
}

// Some put colons around it, some do not.
std::string_view without_colons(std::string_view name) {
  if (name.size() > 2 && name.starts_with(':') && name.ends_with(':')) {
    return name.substr(1, name.size() - 2);
  }
  return name;
}

std::optional<Iri> picture_of(const Json& tag) {
  for (const auto* icon : find_list(tag, "icon")) {
    for (const auto* url : find_list(*icon, "url")) {
      if (auto iri = iri_of(*url)) return iri;
    }
    if (const auto text = as_string(*icon)) {
      if (auto iri = Iri::parse(*text)) return *iri;
    }
  }
  return std::nullopt;
}

// Seen only with what they stand beside.
bool joins(UChar32 code) {
  return code == 0x200D || code == 0xFE0F || (code >= 0xE0020 && code <= 0xE007F);
}

// Pictographs, flags, keycaps, and what joins and colours them; no text of any script.
bool may_be_in_emoji(UChar32 code) {
  const bool keycap = (code >= '0' && code <= '9') || code == '#' || code == '*';
  return keycap || joins(code) || (code > 0x7F && u_hasBinaryProperty(code, UCHAR_EMOJI)) ||
         u_hasBinaryProperty(code, UCHAR_EMOJI_COMPONENT);
}

bool is_unicode_emoji(std::string_view text) {
  if (text.empty() || text.size() > kLongestReaction) return false;
  bool pictured = false;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
    UChar32 code = 0;
    U8_NEXT(text.data(), at, static_cast<int32_t>(text.size()), code);
    if (code < 0 || !may_be_in_emoji(code)) return false;
    pictured = pictured || (code > 0x7F && !joins(code));
  }
  return pictured;
}

}  // namespace

bool is_emoji_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && std::ranges::all_of(name, is_name_char);
}

bool is_one_emoji(std::string_view text) {
  if (!is_unicode_emoji(text)) return false;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UText, decltype(&utext_close)> opened(
      utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &status),
      utext_close);
  const std::unique_ptr<UBreakIterator, decltype(&ubrk_close)> signs(
      ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &status), ubrk_close);
  if (U_FAILURE(status)) return false;
  ubrk_setUText(signs.get(), opened.get(), &status);
  return U_SUCCESS(status) && ubrk_next(signs.get()) == static_cast<int32_t>(text.size());
}

std::vector<Emoji> find_emojis(const Json& object) {
  std::vector<Emoji> emojis;
  for (const auto* tag : find_list(object, "tag")) {
    if (emojis.size() == kMostEmojis) break;
    const auto types = find_list(*tag, "type");
    const bool is_emoji =
        std::ranges::any_of(types, [](const Json* type) { return as_string(*type) == "Emoji"; });
    if (!is_emoji) continue;
    const auto name = without_colons(find_string(*tag, "name").value_or(""));
    if (!is_emoji_name(name) || std::ranges::find(emojis, name, &Emoji::name) != emojis.end())
      continue;
    if (auto picture = picture_of(*tag)) emojis.push_back({std::string(name), std::move(*picture)});
  }
  return emojis;
}

Iri emoji_address(const Home& home, std::string_view name) {
  return home.at("emojis/" + std::string(name));
}

Json emoji_tags(const std::vector<Emoji>& emojis, const Home& home) {
  Json tags = Json::array();
  for (const auto& emoji : emojis) {
    tags.push_back({{"id", emoji_address(home, emoji.name).text()},
                    {"type", "Emoji"},
                    {"name", ":" + emoji.name + ":"},
                    {"icon", {{"type", "Image"}, {"url", emoji.url.text()}}}});
  }
  return tags;
}

std::optional<EmojiReaction> find_emoji_reaction(const Json& activity) {
  const auto content = find_string(activity, "content").value_or("");
  if (is_unicode_emoji(content)) return EmojiReaction{std::string(content), {}};
  const auto name = without_colons(content);
  if (name.size() == content.size()) return std::nullopt;
  for (auto& emoji : find_emojis(activity)) {
    if (emoji.name == name) return EmojiReaction{":" + emoji.name + ":", std::move(emoji.url)};
  }
  return std::nullopt;
}

}  // namespace hallway
