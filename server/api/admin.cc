#include "server/api/admin.h"

#include "server/api/exact_time.h"
#include "server/node.h"

namespace hallway::api {
Result<Caller> staff_of(Node& node, const Request& request, std::string_view scope, Role least) {
  auto caller = TRY(caller_of(node, request, scope));
  if (caller.account.role >= least) return caller;
  return fail(Code::forbidden, "This action is not allowed");
}

Json admin_account_json(const View& view, const Actor& actor) {
  const auto account = actor.local ? find_account_of(view.txn, actor.id) : std::nullopt;
  const bool waiting = account && account->waiting;
  Json out{{"id", to_string(actor.id)},
           {"username", actor.name},
           {"domain", actor.local ? Json() : Json(actor.domain)},
           {"created_at", exact_time(account ? account->created : actor.id.time())},
           {"email", account ? account->email : std::string()},
           {"ip", nullptr},
           {"ips", Json::array()},
           {"locale", account && !account->locale.empty() ? Json(account->locale) : Json()},
           {"invite_request", account && !account->reason.empty() ? Json(account->reason) : Json()},
           {"role", role_json(account ? account->role : Role::member)},
           {"confirmed", account.has_value()},
           {"approved", account && !waiting},
           {"disabled", account && account->disabled && !waiting},
           {"silenced", actor.limited},
           {"suspended", actor.suspended && !waiting},
           {"sensitized", actor.sensitized}};
  out["account"] = account_json(view, actor);
  return out;
}

}  // namespace hallway::api
