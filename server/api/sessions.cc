#include "server/api/sessions.h"

#include "server/api.h"
#include "server/api/exact_time.h"
#include "server/log.h"
#include "server/node.h"
#include "server/oauth/scopes.h"
#include "server/session.h"
#include "server/signed_in.h"

namespace hallway::api {
namespace {

// What called, and in which browser.
struct Calling {
  std::string id;
  uint64_t grant = 0;
  std::string browser;  // empty: the request brought no session of the caller's along

  [[nodiscard]] bool is(const Access& one) const {
    const bool same_grant = grant != 0 && one.token.grant == grant;
    return one.id == id || same_grant || (!browser.empty() && one.id == browser);
  }
};

Result<Calling> calling_in(Node& node, const Request& request, Id account) {
  Calling calling{.id = token_id_of(bearer_of(request).value_or("")),
                  .grant = TRY(token_of(node, request)).grant};
  const auto session = TRY(session_of(node, request));
  if (session && session->person.account.id == account) {
    calling.browser = token_id_of(session->secret);
  }
  return calling;
}

Json access_json(const Access& access, bool current) {
  const auto& token = access.token;
  const bool browser = token.kind == TokenKind::session;
  Json scopes = Json::array();
  if (!browser) {
    for (const auto scope : split_scopes(token.scopes)) scopes.push_back(scope);
  }
  return {{"id", access.id},
          {"kind", browser ? "browser" : "program"},
          {"name", browser ? "" : token.name},
          {"scopes", std::move(scopes)},
          {"created_at", exact_time(token.created)},
          {"last_used_at", token.used.ms != 0 ? Json(exact_time(token.used)) : Json()},
          {"current", current}};
}

}  // namespace

Result<Response> list_sessions(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts"));
  const auto calling = TRY(calling_in(node, call.request, caller.account.id));
  Json out = Json::array();
  for (const auto& one : list_access(TRY(node.read()), caller.account.id, node.now())) {
    out.push_back(access_json(one, calling.is(one)));
  }
  auto response = json_answer(out);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Result<Response> end_session(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:accounts"));
  const auto id = std::string(call["id"]);
  TRY(node.writer().apply([&](WriteTxn& txn) { return end_access(txn, caller.account.id, id); }));
  log::info("access.ended", {{"account", caller.account.name}, {"id", id}});
  return json_answer(Json::object());
}

}  // namespace hallway::api
