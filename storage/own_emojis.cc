#include "storage/own_emojis.h"

#include <algorithm>
#include <tuple>

#include "storage/settings.h"
#include "storage/values/json.h"

namespace hallway {
namespace {

constexpr size_t kLongestEmojiName = 64, kMostEmojisInTexts = 64;

// All of them are one setting: they are few, change seldom, and are looked for together.
constexpr std::string_view kOwnEmojisSetting = "own_emojis";

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string text_in(const Json& one, std::string_view key) {
  return std::string(find_string(one, key).value_or(""));
}

Iri picture_in(const Json& one, std::string_view key) {
  return Iri::parse(text_in(one, key)).value_or(Iri());
}

OwnEmoji own_emoji_of(const Json& one) {
  return {.name = text_in(one, "name"),
          .category = text_in(one, "category"),
          .url = picture_in(one, "url"),
          .still = picture_in(one, "still"),
          .media_type = text_in(one, "media_type"),
          .hidden = find_bool(one, "hidden").value_or(false),
          .disabled = find_bool(one, "disabled").value_or(false),
          .updated = {find_int(one, "updated").value_or(0)}};
}

Json to_json(const OwnEmoji& one) {
  return {{"name", one.name},          {"category", one.category},     {"url", one.url.text()},
          {"still", one.still.text()}, {"media_type", one.media_type}, {"hidden", one.hidden},
          {"disabled", one.disabled},  {"updated", one.updated.ms}};
}

Result<void> put_all(WriteTxn& txn, const std::vector<OwnEmoji>& all) {
  if (all.empty()) return put_setting(txn, kOwnEmojisSetting, "");
  Json list = Json::array();
  for (const auto& one : all) list.push_back(to_json(one));
  return put_setting(txn, kOwnEmojisSetting, dump_json(list));
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_part_of_name(char c) { return is_letter_or_digit(c) || c == '_'; }

bool stands_apart(std::string_view text, size_t begin, size_t end) {
  return (begin == 0 || !is_letter_or_digit(text[begin - 1])) &&
         (end == text.size() || !is_letter_or_digit(text[end]));
}

// The next ":name:" of `text` from `at` on, which is moved behind it; empty at the end.
std::string_view next_written(std::string_view text, size_t& at) {
  for (; at < text.size(); ++at) {
    if (text[at] == '<') at = std::min(text.find('>', at), text.size() - 1);
    if (text[at] != ':') continue;
    size_t end = at + 1;
    while (end < text.size() && is_part_of_name(text[end])) ++end;
    const auto name = text.substr(at + 1, end - at - 1);
    if (end == text.size() || text[end] != ':' || name.empty()) continue;
    if (name.size() > kLongestEmojiName || !stands_apart(text, at, end + 1)) continue;
    at = end + 1;
    return name;
  }
  return {};
}

}  // namespace

std::vector<OwnEmoji> list_own_emojis(const ReadTxn& txn) {
  std::vector<OwnEmoji> all;
  const auto text = find_setting(txn, kOwnEmojisSetting);
  if (text.empty()) return all;
  const auto list = parse_json(text, {.bytes = text.size(), .values = kMostOwnEmojis * 10});
  if (!list || !list->is_array()) return all;
  for (const auto& one : *list) all.push_back(own_emoji_of(one));
  return all;
}

std::optional<OwnEmoji> find_own_emoji(const ReadTxn& txn, std::string_view name) {
  for (auto& one : list_own_emojis(txn)) {
    if (same_name(one.name, name)) return std::move(one);
  }
  return std::nullopt;
}

Result<void> put_own_emoji(WriteTxn& txn, const OwnEmoji& emoji) {
  auto all = list_own_emojis(txn);
  std::erase_if(all, [&](const OwnEmoji& one) { return same_name(one.name, emoji.name); });
  if (all.size() >= kMostOwnEmojis) {
    return fail(Code::conflict, "there are too many emojis of this node; remove one first");
  }
  all.push_back(emoji);
  std::ranges::sort(all, [](const OwnEmoji& a, const OwnEmoji& b) {
    return std::tie(a.category, a.name) < std::tie(b.category, b.name);
  });
  return put_all(txn, all);
}

Result<void> erase_own_emoji(WriteTxn& txn, std::string_view name) {
  auto all = list_own_emojis(txn);
  const auto gone =
      std::erase_if(all, [&](const OwnEmoji& one) { return same_name(one.name, name); });
  if (gone > 0) return put_all(txn, all);
  return fail(Code::not_found, "there is no emoji :" + std::string(name) + ":");
}

std::vector<Emoji> own_emojis_in(const ReadTxn& txn, const std::vector<std::string_view>& texts) {
  std::vector<Emoji> found;
  std::optional<std::vector<OwnEmoji>> own;  // read once something looks like one
  for (const auto text : texts) {
    size_t at = 0;
    for (auto name = next_written(text, at); !name.empty(); name = next_written(text, at)) {
      if (!own) own = list_own_emojis(txn);
      const auto one = std::ranges::find(*own, name, &OwnEmoji::name);
      if (one == own->end() || one->disabled || found.size() == kMostEmojisInTexts) continue;
      if (std::ranges::find(found, name, &Emoji::name) != found.end()) continue;
      found.push_back({one->name, one->url});
    }
  }
  return found;
}

}  // namespace hallway
