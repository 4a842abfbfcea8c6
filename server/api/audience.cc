#include "server/api/audience.h"

#include "federation/compose.h"
#include "federation/reach.h"
#include "server/api.h"
#include "server/api/statuses.h"
#include "server/node.h"

namespace hallway::api {
namespace {

constexpr size_t kMostFollowers = 2'000;

// Whom a text mentions.
struct Named {
  std::vector<ResolvedMention> known;
  Json unknown = Json::array();  // would be looked for when it is sent
};

// Nobody elsewhere is asked while somebody is still typing.
Named named_in(const ReadTxn& txn, const Home& home, std::string_view text) {
  Named named;
  for (const auto& written : mentions_in(text)) {
    const auto& domain = written.domain.empty() ? home.domain : written.domain;
    const auto actor = find_actor_by_handle(txn, written.name, domain.text());
    if (actor && !actor->gone) {
      named.known.push_back({written, actor->id});
    } else {
      named.unknown.push_back(written_mention(written));
    }
  }
  return named;
}

Json node_json(const ReadTxn& txn, const Home& home, const Bound& node) {
  return {{"domain", node.domain.text()},
          {"relation", name_of(relation_to(txn, home, node.domain))},
          {"people", node.people.size()}};
}

Json reach_json(const ReadTxn& txn, const Home& home, const Reach& reach) {
  Json nodes = Json::array(), kept_from = Json::array();
  for (const auto& node : reach.nodes) {
    auto one = node_json(txn, home, node);
    if (!node.verdict) one["why"] = node.verdict.why;
    (node.verdict ? nodes : kept_from).push_back(std::move(one));
  }
  return {{"label", name_of(reach.label)},
          {"here", {{"people", reach.here.size()}, {"everybody", reach.open_here}}},
          {"nodes", std::move(nodes)},
          {"kept_from", std::move(kept_from)},
          {"anybody", reach.anybody},
          {"relays", reach.relays},
          {"leaves_organization", leaves_organization(txn, home, reach)},
          {"followers_not_counted", reach.followers_left_out}};
}

}  // namespace

Result<Response> tell_audience(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:statuses"));
  auto fresh = TRY(new_post_in(node, caller.account, TRY(Params::of(call.request))));
  const auto txn = TRY(node.read());
  auto named = fresh.written ? Named() : named_in(txn, node.home(), fresh.text);
  fresh.mentions = std::move(named.known);
  const auto reach = TRY(reach_of(txn, node.home(), caller.actor, fresh, kMostFollowers));
  auto out = reach_json(txn, node.home(), reach);
  out["unknown"] = std::move(named.unknown);
  return json_answer(out);
}

}  // namespace hallway::api
