#include "server/emojis.h"

#include <algorithm>

#include "federation/emoji.h"
#include "federation/plain_text.h"
#include "server/node.h"
#include "server/people.h"
#include "server/uploads.h"
#include "storage/media.h"

namespace hallway {
namespace {

constexpr size_t kShortestName = 2, kLongestName = 50, kLongestCategory = 50;
constexpr size_t kMostPictureBytes = 256 * 1024;

// As people and clients write one everywhere: letters, digits and '_'.
Result<void> check_name(std::string_view name) {
  const bool plain = is_emoji_name(name) &&
                     std::ranges::none_of(name, [](char c) { return c == '-' || c == '+'; });
  if (plain && name.size() >= kShortestName && name.size() <= kLongestName) return {};
  return fail(Code::invalid, "\"" + clean_text(name.substr(0, kLongestName)) +
                                 "\" is no name of an emoji: 2 to 50 letters a-z, digits and _");
}

Result<std::string> checked_category(std::string_view text) {
  auto category = clean_text(text);
  if (category.size() <= kLongestCategory) return category;
  return fail(Code::invalid, "a category of emojis holds at most 50 bytes");
}

Result<OwnEmoji> find_one(const ReadTxn& txn, std::string_view name) {
  auto one = find_own_emoji(txn, name);
  if (one) return *std::move(one);
  return fail(Code::not_found, "there is no emoji :" + clean_text(name.substr(0, 64)) + ":");
}

Result<void> check_free(const ReadTxn& txn, std::string_view name) {
  const auto there = find_own_emoji(txn, name);
  if (!there) return {};
  return fail(Code::conflict, "there is an emoji :" + there->name + ": already");
}

Result<void> note_emoji(WriteTxn& txn, Node& node, std::string_view deed, std::string_view name,
                        std::string_view by) {
  auto details = details_by(by);
  details["name"] = name;
  return note_deed(txn, node, deed, "", details);
}

Result<void> take_up(WriteTxn& txn, const EmojiChange& change, OwnEmoji& one) {
  if (change.category) one.category = TRY(checked_category(*change.category));
  one.hidden = change.hidden.value_or(one.hidden);
  one.disabled = change.disabled.value_or(one.disabled);
  if (!change.name || *change.name == one.name) return {};
  TRY(check_name(*change.name));
  const auto other = find_own_emoji(txn, *change.name);
  if (other && other->name != one.name) TRY(check_free(txn, *change.name));
  TRY(erase_own_emoji(txn, one.name));
  one.name = *change.name;
  return {};
}

}  // namespace

Result<OwnEmoji> add_emoji(Node& node, const EmojiGiven& given, std::string_view by) {
  TRY(check_name(given.name));
  OwnEmoji fresh{.name = given.name,
                 .category = TRY(checked_category(given.category)),
                 .hidden = given.hidden,
                 .updated = node.now()};
  if (given.picture.empty()) return fail(Code::invalid, "an emoji needs a picture");
  if (given.picture.size() > kMostPictureBytes) {
    return fail(Code::too_large, "the picture of an emoji has at most 256 KiB");
  }
  TRY(check_free(TRY(node.read()), given.name));
  const auto made = TRY(accept_emoji_picture(node, given.picture));
  fresh.url = made.kept;
  fresh.still = made.preview;
  fresh.media_type = made.kept_type;
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    TRY(check_free(txn, fresh.name));
    TRY(put_own_emoji(txn, fresh));
    return note_emoji(txn, node, "AddEmoji", fresh.name, by);
  }));
  return fresh;
}

Result<OwnEmoji> change_emoji(Node& node, std::string_view name, const EmojiChange& change,
                              std::string_view by) {
  return node.writer().apply([&](WriteTxn& txn) -> Result<OwnEmoji> {
    auto one = TRY(find_one(txn, name));
    TRY(take_up(txn, change, one));
    one.updated = node.now();
    TRY(put_own_emoji(txn, one));
    TRY(note_emoji(txn, node, "ChangeEmoji", one.name, by));
    return one;
  });
}

Result<void> remove_emoji(Node& node, std::string_view name, std::string_view by) {
  return node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    const auto one = TRY(find_one(txn, name));
    TRY(erase_own_emoji(txn, one.name));
    TRY(leave_media(txn, node.now()));
    return note_emoji(txn, node, "RemoveEmoji", one.name, by);
  });
}

}  // namespace hallway
