#include "server/api/admin_commands.h"

#include "server/api/accounts.h"
#include "server/api/admin.h"
#include "server/commands.h"
#include "server/node.h"
#include "server/node_health.h"
#include "server/qr_code.h"
#include "server/site.h"
#include "storage/values/crypto.h"

namespace hallway::api {
namespace {

constexpr std::string_view kReadScope = "admin:read", kWriteScope = "admin:write";

Result<Json> value_of(const Argument& argument, const Params& params) {
  const std::string key(argument.key);
  switch (argument.kind) {
    case ArgumentKind::text: return Json(params.text(key));
    case ArgumentKind::list: {
      Json list = Json::array();
      for (const auto one : params.find_all(key)) list.push_back(one);
      return list;
    }
    case ArgumentKind::flag: return Json(params.flag(key).value_or(false));
    case ArgumentKind::number: break;
  }
  const auto number = parse_json(params.text(key)).value_or(Json());
  if (number.is_number_integer()) return number;
  return fail(Code::invalid, key + " must be a number");
}

// What was sent, as far as `command` knows it.
Result<Json> arguments_in(const Command& command, const Params& params) {
  Json arguments = Json::object();
  for (const auto& argument : command.arguments) {
    if (!params.said(argument.key)) continue;
    arguments[std::string(argument.key)] = TRY(value_of(argument, params));
  }
  return arguments;
}

struct Wish {
  std::string_view command;
  std::string_view scope;
  Json known = Json::object();  // what the address says
};

Result<Json> run_command(Node& node, const Call& call, const Wish& wish) {
  const auto staff = TRY(staff_of(node, call.request, wish.scope, Role::admin));
  const auto* const command = find_command(wish.command);
  auto arguments = TRY(arguments_in(*command, TRY(Params::of(call.request))));
  arguments.update(wish.known);
  arguments[std::string(kWhoDoes)] = staff.account.name;
  return command->run(node, arguments);
}

// {"link": ...} gets its code as well.
Result<Json> with_code(Json answer) {
  if (const auto link = find_string(answer, "link")) answer["qr"] = TRY(qr_code_svg(*link));
  return answer;
}

// What is answered holds secrets that are good once.
Response secret_answer(const Json& answer) {
  auto response = json_answer(answer);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Json of_address(const Call& call, const char* name) { return {{name, call[name]}}; }

// Somebody of this node, whom a command knows by their name.
Result<Json> member_at(Node& node, const Call& call) {
  const auto staff = TRY(staff_of(node, call.request, kWriteScope, Role::admin));
  const auto account = find_account_of(TRY(node.read()), TRY(account_in(call)));
  if (!account) return fail(Code::not_found, "no such account");
  if (account->id == staff.account.id) {
    return fail(Code::forbidden, "This is not done to oneself");
  }
  return Json{{"name", account->name}};
}

Json site_json(Node& node, const Site& site) {
  const auto fixed = fixed_site(node.config());
  Json colours = Json::array();
  for (const auto one : accents()) colours.push_back(one);
  return {{"name", site.name},
          {"description", site.description},
          {"accent", site.accent},
          {"accents", std::move(colours)},
          {"logo", site.logo.empty() ? Json() : Json(site.logo.text())},
          {"alt_text", name_of(site.alt_text)},
          {"mode", node.home().mode == Mode::open ? "open" : "allowlist"},
          {"fixed", {{"name", fixed.name}, {"description", fixed.description}}}};
}

}  // namespace

Result<Response> list_partners(Node& node, const Call& call) {
  return json_answer(TRY(run_command(node, call, {"partner list", kReadScope})));
}

Result<Response> show_partner(Node& node, const Call& call) {
  return json_answer(
      TRY(run_command(node, call, {"partner show", kReadScope, of_address(call, "domain")})));
}

Result<Response> change_partner(Node& node, const Call& call) {
  return json_answer(
      TRY(run_command(node, call, {"partner add", kWriteScope, of_address(call, "domain")})));
}

Result<Response> remove_partner(Node& node, const Call& call) {
  return json_answer(
      TRY(run_command(node, call, {"partner remove", kWriteScope, of_address(call, "domain")})));
}

Result<Response> list_refused(Node& node, const Call& call) {
  return json_answer(
      TRY(run_command(node, call, {"why", kReadScope, {{"inbound", call["domain"]}}})));
}

Result<Response> explain_delivery(Node& node, const Call& call) {
  return json_answer(TRY(run_command(node, call, {"why", kReadScope, {{"inbound", ""}}})));
}

Result<Response> list_all_announcements(Node& node, const Call& call) {
  return json_answer(TRY(run_command(node, call, {"announcement list", kReadScope})));
}

Result<Response> add_announcement(Node& node, const Call& call) {
  return json_answer(TRY(run_command(node, call, {"announcement add", kWriteScope})));
}

Result<Response> remove_announcement(Node& node, const Call& call) {
  return json_answer(
      TRY(run_command(node, call, {"announcement remove", kWriteScope, of_address(call, "id")})));
}

Result<Response> list_open_invitations(Node& node, const Call& call) {
  return json_answer(TRY(run_command(node, call, {"invitation list", kReadScope})));
}

Result<Response> add_invitation(Node& node, const Call& call) {
  return secret_answer(
      TRY(with_code(TRY(run_command(node, call, {"invitation add", kWriteScope})))));
}

Result<Response> remove_invitation(Node& node, const Call& call) {
  return json_answer(
      TRY(run_command(node, call, {"invitation remove", kWriteScope, of_address(call, "id")})));
}

Result<Response> change_account_role(Node& node, const Call& call) {
  const auto member = TRY(member_at(node, call));
  return json_answer(TRY(run_command(node, call, {"account role", kWriteScope, member})));
}

Result<Response> add_reset_link(Node& node, const Call& call) {
  const auto member = TRY(member_at(node, call));
  return secret_answer(
      TRY(with_code(TRY(run_command(node, call, {"account password", kWriteScope, member})))));
}

Result<Response> list_node_emojis(Node& node, const Call& call) {
  return json_answer(TRY(run_command(node, call, {"emoji list", kReadScope})));
}

Result<Response> add_node_emoji(Node& node, const Call& call) {
  const auto params = TRY(Params::of(call.request));
  const Json picture{{"picture", base64(params.file("picture").value_or(""))}};
  return json_answer(TRY(run_command(node, call, {"emoji add", kWriteScope, picture})));
}

Result<Response> change_node_emoji(Node& node, const Call& call) {
  return json_answer(
      TRY(run_command(node, call, {"emoji change", kWriteScope, of_address(call, "name")})));
}

Result<Response> remove_node_emoji(Node& node, const Call& call) {
  return json_answer(
      TRY(run_command(node, call, {"emoji remove", kWriteScope, of_address(call, "name")})));
}

Result<Response> show_health(Node& node, const Call& call) {
  TRY(staff_of(node, call.request, kReadScope, Role::admin));
  return json_answer(TRY(health_of(node)));
}

Result<Response> show_site(Node& node, const Call& call) {
  TRY(staff_of(node, call.request, kReadScope, Role::admin));
  return json_answer(site_json(node, site_of(TRY(node.read()), node)));
}

Result<Response> change_site(Node& node, const Call& call) {
  const auto staff = TRY(staff_of(node, call.request, kWriteScope, Role::admin));
  const auto params = TRY(Params::of(call.request));
  const auto text = [&](const char* key) {
    return params.said(key) ? std::optional(params.text(key)) : std::nullopt;
  };
  SiteChange change{.name = text("name"),
                    .description = text("description"),
                    .accent = text("accent"),
                    .alt_text = text("alt_text"),
                    .logo = text("logo")};
  if (const auto file = params.file("logo")) change.logo = std::string(*file);
  return json_answer(site_json(node, TRY(set_site(node, change, staff.account.name))));
}

}  // namespace hallway::api
