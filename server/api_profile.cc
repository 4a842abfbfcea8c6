#include "server/api_profile.h"

#include <algorithm>

#include "federation/actor.h"
#include "federation/html.h"
#include "federation/plain_text.h"
#include "server/api.h"
#include "server/api_entities.h"
#include "server/node.h"

namespace hallway::api {
namespace {

constexpr size_t kMostFields = 50, kLongestField = 500;
constexpr size_t kLongestName = 200, kLongestNote = 5'000;

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

}  // namespace

Result<Response> update_credentials(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:accounts"));
  const auto change = TRY(change_in(TRY(Params::of(call.request))));
  const auto actor =
      TRY(node.act_as(caller.actor, [&](Local& local) { return update_profile(local, change); }));
  const auto txn = TRY(node.read());
  return json_answer(
      credential_account_json({txn, node.home(), actor.id, node.now()}, caller.account, actor));
}

}  // namespace hallway::api
