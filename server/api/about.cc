#include "server/api/about.h"

#include <algorithm>

#include "server/about_text.h"
#include "server/api/exact_time.h"
#include "server/node.h"

namespace hallway::api {
namespace {

Result<Response> public_text(const std::string& file) {
  const auto text = TRY(read_about(file));
  return json_answer({{"updated_at", exact_time(text.changed)}, {"content", text.html}});
}

std::vector<Terms>::const_iterator find_terms(const std::vector<Terms>& all,
                                              std::string_view date) {
  return std::ranges::find(all, date, &Terms::date);
}

}  // namespace

Json rules_json(const Node& node) {
  Json out = Json::array();
  for (const auto& rule : read_lines(node.config().about.rules_file)) {
    out.push_back({{"id", std::to_string(out.size() + 1)},
                   {"text", rule},
                   {"hint", ""},
                   {"translations", Json::object()}});
  }
  return out;
}

Json contact_account_json(const Node& node, const View& view) {
  const auto& name = node.config().about.contact_account;
  const auto account = name.empty() ? std::nullopt : find_account(view.txn, name);
  const auto actor =
      account && !account->disabled ? find_actor(view.txn, account->actor) : std::nullopt;
  return actor ? account_json(view, *actor) : Json();
}

Result<Response> list_rules(Node& node, const Call&) { return json_answer(rules_json(node)); }

Result<Response> show_extended_description(Node& node, const Call&) {
  return public_text(node.config().about.description_file);
}

Result<Response> show_privacy_policy(Node& node, const Call&) {
  return public_text(node.config().about.privacy_file);
}

Result<Response> show_terms(Node& node, const Call& call) {
  const auto all = list_terms(node.config().about.terms_folder);
  auto found = find_terms(all, call["date"]);
  if (call["date"].empty()) {
    const auto present = present_terms(all, node.now());
    if (present) found = find_terms(all, present->date);
  }
  if (found == all.end()) return fail(Code::not_found, "there are no such terms of service");
  const auto text = TRY(read_about(found->file));
  const auto next = std::next(found);
  return json_answer({{"effective_date", found->date},
                      {"effective", found->date <= to_rfc3339(node.now()).substr(0, 10)},
                      {"content", text.html},
                      {"succeeded_by", next == all.end() ? Json() : Json(next->date)}});
}

Result<Response> list_translation_languages(Node&, const Call&) {
  return json_answer(Json::object());
}

}  // namespace hallway::api
