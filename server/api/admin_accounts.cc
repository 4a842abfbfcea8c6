#include "server/api/admin_accounts.h"

#include <algorithm>

#include "server/api/accounts.h"
#include "server/api/admin.h"
#include "server/moderation.h"
#include "server/node.h"
#include "server/people.h"

namespace hallway::api {
namespace {

constexpr std::string_view kReadAccounts = "admin:read:accounts",
                           kWriteAccounts = "admin:write:accounts";
constexpr size_t kMostLookedAt = 20'000;

// Whom a list is to name.
struct WantedAccounts {
  std::optional<bool> local;
  bool active = false, pending = false, disabled = false, limited = false, suspended = false;
  bool staff = false;
  std::string username, display_name, domain, email;

  [[nodiscard]] bool takes(const ReadTxn& txn, const Actor& actor) const {
    if (actor.gone || actor.name == kInstanceActorName) return false;
    if (local && actor.local != *local) return false;
    const auto account = actor.local ? find_account_of(txn, actor.id) : std::nullopt;
    if (actor.local && !account) return false;
    return fits_words(actor, account) && fits_state(actor, account);
  }

 private:
  static bool within(const std::string& text, const std::string& part) {
    const auto same = [](char a, char b) {
      return std::tolower(static_cast<unsigned char>(a)) ==
             std::tolower(static_cast<unsigned char>(b));
    };
    if (part.empty()) return true;
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
  }
  [[nodiscard]] bool fits_words(const Actor& actor, const std::optional<Account>& account) const {
    return within(actor.name, username) && within(actor.display_name, display_name) &&
           (domain.empty() || (!actor.local && actor.domain == domain)) &&
           (email.empty() || (account && account->email == email));
  }
  [[nodiscard]] bool fits_state(const Actor& actor, const std::optional<Account>& account) const {
    const bool waits = account && account->waiting;
    const bool off = account && account->disabled && !waits;
    if (active && (actor.suspended || actor.limited || off || waits)) return false;
    if (pending && !waits) return false;
    if (disabled && !off) return false;
    if (limited && !actor.limited) return false;
    if (suspended && (!actor.suspended || waits)) return false;
    return !staff || (account && account->role != Role::member);
  }
};

Result<Response> list_answer(Node& node, const Call& call, const Params& params,
                             const WantedAccounts& wanted) {
  TRY(staff_of(node, call.request, kReadAccounts, Role::moderator));
  auto window = window_of(params, 200);
  window.limit = params.limit(100, 200);
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), Id{}, node.now()};
  const Id above = std::max(window.since_id, window.min_id);
  std::vector<Actor> page;
  size_t looked_at = 0;
  scan_actors(txn, window.max_id, [&](const Actor& actor) {
    if (above && actor.id <= above) return false;
    if (wanted.takes(txn, actor)) page.push_back(actor);
    if (window.min_id && page.size() > window.limit) page.erase(page.begin());
    return (window.min_id || page.size() < window.limit) && ++looked_at < kMostLookedAt;
  });
  Json out = Json::array();
  for (const auto& actor : page) out.push_back(admin_account_json(view, actor));
  auto response = json_answer(out);
  if (!page.empty()) add_links(node, call, response, page.front().id, page.back().id);
  return response;
}

WantedAccounts words_in(const Params& params) {
  WantedAccounts wanted;
  wanted.username = params.text("username");
  wanted.display_name = params.text("display_name");
  wanted.domain = params.text("by_domain");
  wanted.email = params.text("email");
  return wanted;
}

Result<void> read_status(WantedAccounts& wanted, const std::string& status) {
  const std::pair<const char*, bool*> states[] = {{"active", &wanted.active},
                                                  {"pending", &wanted.pending},
                                                  {"disabled", &wanted.disabled},
                                                  {"silenced", &wanted.limited},
                                                  {"suspended", &wanted.suspended}};
  if (status.empty()) return {};
  for (const auto& [name, state] : states) {
    if (status != name) continue;
    *state = true;
    return {};
  }
  return fail(Code::invalid, "status must be active, pending, disabled, silenced or suspended");
}

Result<Actor> find_target(const ReadTxn& txn, const Call& call) {
  auto actor = find_actor(txn, TRY(account_in(call)));
  if (!actor || actor->gone) return fail(Code::not_found, "no such account");
  return *std::move(actor);
}

// Who does something to whom. Nobody is above those who administer but they themselves.
struct Case {
  Caller staff;
  Actor target;
};
Result<Case> case_of(Node& node, const Call& call) {
  auto staff = TRY(staff_of(node, call.request, kWriteAccounts, Role::moderator));
  const auto txn = TRY(node.read());
  auto target = TRY(find_target(txn, call));
  const auto account = target.local ? find_account_of(txn, target.id) : std::nullopt;
  if (target.local && !account) return fail(Code::forbidden, "This action is not allowed");
  if (account && account->id != staff.account.id && account->role >= staff.account.role &&
      account->role != Role::member) {
    return fail(Code::forbidden, "This action is not allowed");
  }
  if (account && account->id == staff.account.id) {
    return fail(Code::forbidden, "This is not done to oneself");
  }
  return Case{std::move(staff), std::move(target)};
}

Result<Response> account_answer(Node& node, Id id) {
  const auto txn = TRY(node.read());
  const auto actor = find_actor(txn, id);
  if (!actor) return fail(Code::not_found, "no such account");
  return json_answer(admin_account_json({txn, node.home(), Id{}, node.now()}, *actor));
}

// Shuts out, or lets in again.
Result<void> set_shut_out(Node& node, const Case& one, bool out) {
  const auto& by = one.staff.account.name;
  if (one.target.local) return set_disabled(node, one.target.name, out, by);
  TRY(set_blocked(node, one.target, out, by));
  return {};
}

Result<void> settle_report(Node& node, const Case& one, Id report, const std::string& note) {
  TRY(change_report(
      node, report, "ResolveReport",
      [&](Report& changed) {
        if (changed.is_open()) changed.resolved = node.now();
        changed.resolved_by = one.staff.account.id;
        if (!note.empty()) changed.resolution = note;
      },
      one.staff.account.name));
  return {};
}

Result<void> do_action(Node& node, const Case& one, std::string_view type) {
  if (type == "none") return {};
  if (type == "silence") {
    TRY(set_limited(node, one.target.id, true, one.staff.account.name));
    return {};
  }
  if (type == "sensitive") {
    TRY(set_sensitized(node, one.target.id, true, one.staff.account.name));
    return {};
  }
  if (type == "suspend" || (type == "disable" && one.target.local)) {
    return set_shut_out(node, one, true);
  }
  return fail(
      Code::invalid,
      "type must be none, sensitive, silence, suspend or, for people of this node, disable");
}

}  // namespace

Result<Response> list_admin_accounts_v1(Node& node, const Call& call) {
  const auto params = TRY(Params::of_query(call.request));
  auto wanted = words_in(params);
  const auto flag = [&](const char* name) { return params.flag(name).value_or(false); };
  if (flag("local") != flag("remote")) wanted.local = flag("local");
  wanted.active = flag("active");
  wanted.pending = flag("pending");
  wanted.disabled = flag("disabled");
  wanted.limited = flag("silenced");
  wanted.suspended = flag("suspended");
  wanted.staff = flag("staff");
  return list_answer(node, call, params, wanted);
}

Result<Response> list_admin_accounts(Node& node, const Call& call) {
  const auto params = TRY(Params::of_query(call.request));
  auto wanted = words_in(params);
  const auto origin = params.text("origin");
  if (!origin.empty() && origin != "local" && origin != "remote") {
    return fail(Code::invalid, "origin must be local or remote");
  }
  if (!origin.empty()) wanted.local = origin == "local";
  TRY(read_status(wanted, params.text("status")));
  wanted.staff = params.text("permissions") == "staff";
  return list_answer(node, call, params, wanted);
}

Result<Response> show_admin_account(Node& node, const Call& call) {
  TRY(staff_of(node, call.request, kReadAccounts, Role::moderator));
  const auto target = TRY(find_target(TRY(node.read()), call));
  return account_answer(node, target.id);
}

Result<Response> approve_account(Node& node, const Call& call) {
  const auto one = TRY(case_of(node, call));
  if (!one.target.local) return fail(Code::forbidden, "This action is not allowed");
  TRY(approve_person(node, one.target.name, one.staff.account.name));
  return account_answer(node, one.target.id);
}

Result<Response> reject_account(Node& node, const Call& call) {
  const auto one = TRY(case_of(node, call));
  auto shown = TRY(account_answer(node, one.target.id));
  const auto account = find_account_of(TRY(node.read()), one.target.id);
  if (!account || !account->waiting) return fail(Code::forbidden, "This action is not allowed");
  TRY(delete_person(node, account->name, one.staff.account.name));
  return shown;
}

Result<Response> act_on_account(Node& node, const Call& call) {
  const auto one = TRY(case_of(node, call));
  const auto params = TRY(Params::of(call.request));
  const auto report = params.id("report_id");
  if (report && !find_report(TRY(node.read()), report)) {
    return fail(Code::not_found, "no such report");
  }
  TRY(do_action(node, one, params.text("type")));
  if (report) TRY(settle_report(node, one, report, params.text("text")));
  return json_answer(Json::object());
}

Result<Response> enable_account(Node& node, const Call& call) {
  const auto one = TRY(case_of(node, call));
  if (!one.target.local) return fail(Code::forbidden, "This action is not allowed");
  TRY(set_disabled(node, one.target.name, false, one.staff.account.name));
  return account_answer(node, one.target.id);
}

Result<Response> unsilence_account(Node& node, const Call& call) {
  const auto one = TRY(case_of(node, call));
  TRY(set_limited(node, one.target.id, false, one.staff.account.name));
  return account_answer(node, one.target.id);
}

Result<Response> unsensitive_account(Node& node, const Call& call) {
  const auto one = TRY(case_of(node, call));
  TRY(set_sensitized(node, one.target.id, false, one.staff.account.name));
  return account_answer(node, one.target.id);
}

Result<Response> unsuspend_account(Node& node, const Call& call) {
  const auto one = TRY(case_of(node, call));
  if (!one.target.suspended) return fail(Code::forbidden, "They are not suspended");
  TRY(set_shut_out(node, one, false));
  return account_answer(node, one.target.id);
}

Result<Response> delete_admin_account(Node& node, const Call& call) {
  const auto one = TRY(case_of(node, call));
  if (!one.target.local || !one.target.suspended) {
    return fail(Code::forbidden, "Only people of this node who are suspended can be deleted");
  }
  auto shown = TRY(account_answer(node, one.target.id));
  TRY(delete_person(node, one.target.name, one.staff.account.name));
  return shown;
}

}  // namespace hallway::api
