#include "server/api/profile.h"

#include <algorithm>

#include "federation/actor.h"
#include "federation/html.h"
#include "federation/plain_text.h"
#include "server/api.h"
#include "server/api/entities.h"
#include "server/api/quotes.h"
#include "server/node.h"
#include "server/uploads.h"

namespace hallway::api {
namespace {

constexpr size_t kMostFields = 50, kLongestField = 500;
constexpr size_t kLongestName = 200, kLongestNote = 5'000;

// A language tag as far as clients use them (BCP 47): "de", "pt-BR", "zh-Hant-TW". Empty: the
// node's.
bool is_language(std::string_view tag) {
  constexpr size_t kLongest = 35;
  return tag.size() <= kLongest && std::ranges::all_of(tag, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-';
         });
}

std::optional<std::string> text_in(const Params& params, std::string_view key) {
  const auto text = params.find(key);
  return text ? std::optional(std::string(*text)) : std::nullopt;
}

Result<std::optional<std::vector<Field>>> fields_in(const Params& params) {
  std::vector<Field> fields;
  bool said = false;
  for (size_t i = 0; i < kMostFields; ++i) {
    const auto prefix = "fields_attributes[" + std::to_string(i) + "]";
    const auto name = params.find(prefix + "[name]");
    const auto value = params.find(prefix + "[value]");
    if (!name && !value) continue;
    said = true;
    if (name.value_or("").size() > kLongestField || value.value_or("").size() > kLongestField) {
      return fail(Code::invalid, "a field of a profile holds at most 500 bytes");
    }
    if (name.value_or("").empty()) continue;  // as clients take one away
    fields.push_back({clean_text(*name), escape_html(clean_text(value.value_or("")))});
  }
  return said ? std::optional(std::move(fields)) : std::nullopt;
}

Result<ProfileChange> change_in(const Params& params) {
  ProfileChange change{.display_name = text_in(params, "display_name"),
                       .summary = text_in(params, "note"),
                       .locked = params.flag("locked"),
                       .discoverable = params.flag("discoverable"),
                       .indexable = params.flag("indexable")};
  change.fields = TRY(fields_in(params));
  if (change.display_name && change.display_name->size() > kLongestName) {
    return fail(Code::invalid, "a display name holds at most 200 bytes");
  }
  if (change.summary && change.summary->size() > kLongestNote) {
    return fail(Code::invalid, "a note of oneself holds at most 5,000 bytes");
  }
  return change;
}

// What their posts are like unless they say otherwise: source[privacy], [sensitive], [language],
// [quote_policy]; and whether they may be asked what others wait to have answered: hallway[asked].
// False where nothing of it is said.
Result<bool> read_preferences(const Params& params, Account& account) {
  bool said = false;
  if (const auto text = params.find("source[privacy]")) {
    const auto visibility = parse_visibility(*text);
    if (!visibility || *visibility == Visibility::direct) {
      return fail(Code::invalid, "source[privacy] is none of public, unlisted, private");
    }
    account.visibility = *visibility;
    said = true;
  }
  if (const auto sensitive = params.flag("source[sensitive]")) {
    account.sensitive = *sensitive;
    said = true;
  }
  if (const auto language = params.find("source[language]")) {
    if (!is_language(*language)) return fail(Code::invalid, "source[language] is no language");
    account.language = *language;
    said = true;
  }
  if (params.find("source[quote_policy]")) {
    account.quote_policy = TRY(quote_policy_in(params, "source[quote_policy]"));
    said = true;
  }
  if (const auto asked = params.flag("hallway[asked]")) {
    account.not_asked = !*asked;
    said = true;
  }
  return said;
}

// As the account is stored by then.
Result<Account> keep_preferences(Node& node, const Params& params, const Account& account) {
  auto copy = account;
  if (!TRY(read_preferences(params, copy))) return copy;
  return node.writer().apply([&](WriteTxn& txn) -> Result<Account> {
    auto stored = find_account(txn, account.id);
    if (!stored) return fail(Code::not_found, "the account is gone");
    TRY(read_preferences(params, *stored));
    TRY(put_account(txn, *stored));
    return *std::move(stored);
  });
}

bool changes_anything(const ProfileChange& change) {
  return change.display_name || change.summary || change.locked || change.discoverable ||
         change.indexable || change.fields || change.icon || change.header;
}

// As large as clients show them.
constexpr uint32_t kAvatarSide = 400, kHeaderWidth = 1'500, kHeaderHeight = 500;

Result<std::optional<Iri>> picture_in(Node& node, const Params& params, std::string_view key) {
  const auto file = params.file(key);
  if (!file) return std::optional<Iri>();
  const bool avatar = key == "avatar";
  auto kept = accept_profile_picture(node, *file, avatar ? kAvatarSide : kHeaderWidth,
                                     avatar ? kAvatarSide : kHeaderHeight);
  if (kept.ok()) return std::optional(std::move(*kept));
  auto error = std::move(kept).error();
  if (error.code == Code::too_large) error.code = Code::invalid;  // as clients know it
  return error;
}

Result<Response> change_profile(Node& node, const Caller& caller, const Account& account,
                                const ProfileChange& change) {
  auto actor = caller.actor;
  if (changes_anything(change)) {
    actor =
        TRY(node.act_as(caller.actor, [&](Local& local) { return update_profile(local, change); }));
  }
  const auto txn = TRY(node.read());
  return json_answer(
      credential_account_json({txn, node.home(), actor.id, node.now()}, account, actor));
}

}  // namespace

Result<Response> update_credentials(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:accounts"));
  const auto params = TRY(Params::of(call.request));
  auto change = TRY(change_in(params));
  change.icon = TRY(picture_in(node, params, "avatar"));
  change.header = TRY(picture_in(node, params, "header"));
  const auto account = TRY(keep_preferences(node, params, caller.account));
  return change_profile(node, caller, account, change);
}

Result<Response> delete_avatar(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:accounts"));
  return change_profile(node, caller, caller.account, {.icon = Iri()});
}

Result<Response> delete_header(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:accounts"));
  return change_profile(node, caller, caller.account, {.header = Iri()});
}

}  // namespace hallway::api
