#include "server/api/network.h"

#include <algorithm>

#include "federation/policy.h"
#include "server/api.h"
#include "server/node.h"

namespace hallway::api {
namespace {

// A partnership is nobody's business who does not work here.
bool may_tell_of(const ReadTxn& txn, const Home& home, const Peer& peer, bool signed_in) {
  if (peer.domain == home.domain || !may_talk(txn, home, peer.domain)) return false;
  const auto relation = relation_to(txn, home, peer.domain);
  return signed_in || (relation != Relation::partner && relation != Relation::sibling);
}

}  // namespace

Result<Response> list_peers(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:accounts"));
  if (!caller && node.config().node.mode == FederationMode::allowlist) {
    return fail(Code::unauthenticated, "This method requires an authenticated user");
  }
  const auto txn = TRY(node.read());
  Json out = Json::array();
  for_each_peer(txn, [&](const Peer& peer) {
    if (may_tell_of(txn, node.home(), peer, caller.has_value())) {
      out.push_back(peer.domain.text());
    }
  });
  return json_answer(out);
}

Result<Response> show_activity(Node& node, const Call&) {
  const auto figures = node.figures().read(TRY(node.read()), node.now());
  Json out = Json::array();
  for (size_t week = 0; week < figures.weeks.size(); ++week) {
    const auto& one = figures.weeks[week];
    out.push_back({{"week", std::to_string(begin_of_week(node.now(), week).ms / 1000)},
                   {"statuses", std::to_string(one.posts)},
                   {"logins", std::to_string(one.writers)},
                   {"registrations", std::to_string(one.newcomers)}});
  }
  return json_answer(out);
}

Result<Response> list_blocked_peers(Node& node, const Call& call) {
  const auto shown = node.config().about.blocks_shown;
  if (shown == BlocksShown::nobody) return fail(Code::not_found, "this is told to nobody");
  if (shown == BlocksShown::members) TRY(caller_of(node, call.request, "read:accounts"));
  const auto txn = TRY(node.read());
  Json out = Json::array();
  for_each_peer(txn, [&](const Peer& peer) {
    const bool blocked = peer.relation == Relation::blocked;
    if (!blocked && !peer.limited) return;
    out.push_back({{"domain", peer.domain.text()},
                   {"digest", hex(as_bytes_view(sha256(peer.domain.text())))},
                   {"severity", blocked ? "suspend" : "silence"},
                   {"comment", peer.public_comment}});
  });
  return json_answer(out);
}

}  // namespace hallway::api
