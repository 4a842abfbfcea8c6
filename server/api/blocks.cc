#include "server/api/blocks.h"

#include <algorithm>
#include <charconv>
#include <span>

#include "federation/block.h"
#include "server/api/accounts.h"
#include "server/api/entities.h"
#include "server/api/exact_time.h"
#include "server/api/people.h"
#include "server/node.h"

namespace hallway::api {
namespace {

constexpr size_t kDomains = 100, kMostDomains = 200;

// Does it to the account that the path names, and tells how the two stand now.
template <class Act>
Result<Response> do_to(Node& node, const Call& call, std::string_view scope, Act&& act) {
  const auto caller = TRY(caller_of(node, call.request, scope));
  const auto id = TRY(account_in(call));
  TRY(node.act_as(caller.actor, [&](Local& local) -> Result<void> { return act(local, id); }));
  return relationship_answer(node, caller, id);
}

// For how many seconds; 0 and nothing: until it is undone.
Result<Duration> duration_in(const Params& params) {
  constexpr int64_t kLongest = 10LL * 366 * 24 * 3600;
  const auto said = params.find("duration").value_or("");
  if (said.empty()) return Duration{};
  int64_t length = 0;
  const auto* const end = said.data() + said.size();
  const auto read = std::from_chars(said.data(), end, length);
  if (read.ec != std::errc() || read.ptr != end || length < 0 || length > kLongest) {
    return fail(Code::invalid, "duration says for how many seconds, at most ten years");
  }
  return seconds(length);
}

using List = std::vector<Id> (*)(const ReadTxn&, Id, Id, size_t);

// What a list says of each of them besides.
using More = void (*)(const View&, Id, Json&);

Result<Response> list_of_people(Node& node, const Call& call, std::string_view scope, List list,
                                More more) {
  const auto caller = TRY(caller_of(node, call.request, scope));
  const auto stretch = stretch_in(TRY(Params::of_query(call.request)));
  const auto txn = TRY(node.read());
  const auto ids = ids_in(
      stretch, [&](Id after, size_t most) { return list(txn, caller.actor.id, after, most); });
  const View view{txn, node.home(), caller.actor.id};
  Json out = Json::array();
  for (const Id id : ids) {
    const auto actor = find_actor(txn, id);
    if (!actor || actor->gone) continue;
    auto json = account_json(view, *actor);
    if (more) more(view, id, json);
    out.push_back(std::move(json));
  }
  auto response = json_answer(out);
  add_links(node, call, response, stretch, ids);
  return response;
}

// Of names in order: what comes beyond max_id, or right before min_id.
std::span<const std::string> page_of(const std::vector<std::string>& names, const Params& params) {
  const auto limit = static_cast<std::ptrdiff_t>(params.limit(kDomains, kMostDomains));
  const auto before = params.text("min_id");
  auto first = std::ranges::upper_bound(names, params.text("max_id"));
  auto last = before.empty() ? names.end() : std::ranges::lower_bound(names, before);
  if (first > last) first = last;
  if (before.empty()) {
    last = first + std::min(limit, last - first);
  } else {
    first = last - std::min(limit, last - first);
  }
  return {first, last};
}

void add_end_of_mute(const View& view, Id whom, Json& account) {
  const auto mute = find_mute(view.txn, view.viewer, whom);
  const bool ends = mute && mute->expires.ms != 0;
  account["mute_expires_at"] = ends ? Json(exact_time(mute->expires)) : Json();
}

// `act` is false where there is more to do.
Result<Response> do_to_domain(Node& node, const Call& call,
                              Result<bool> (*act)(Local&, const Domain&)) {
  const auto caller = TRY(caller_of(node, call.request, "write:blocks"));
  const auto params = TRY(Params::of(call.request));
  const auto domain = TRY(Domain::parse(params.find("domain").value_or("")));
  for (bool all = false; !all;) {
    all = TRY(node.act_as(caller.actor, [&](Local& local) { return act(local, domain); }));
  }
  return json_answer(Json::object());
}

Result<bool> take_back(Local& local, const Domain& domain) {
  TRY(unblock_domain(local, domain));
  return true;
}

}  // namespace

Result<Response> block_account(Node& node, const Call& call) {
  return do_to(node, call, "write:blocks", block);
}

Result<Response> unblock_account(Node& node, const Call& call) {
  return do_to(node, call, "write:blocks", unblock);
}

Result<Response> mute_account(Node& node, const Call& call) {
  const auto params = TRY(Params::of(call.request));
  const auto lasts = TRY(duration_in(params));
  const bool notifications = params.flag("notifications").value_or(true);
  return do_to(node, call, "write:mutes", [&](Local& local, Id id) {
    return mute(local, id, notifications, lasts.ms == 0 ? Time{} : local.now + lasts);
  });
}

Result<Response> unmute_account(Node& node, const Call& call) {
  return do_to(node, call, "write:mutes", unmute);
}

Result<Response> list_blocks(Node& node, const Call& call) {
  return list_of_people(node, call, "read:blocks", list_blocked, nullptr);
}

Result<Response> list_mutes(Node& node, const Call& call) {
  return list_of_people(node, call, "read:mutes", list_muted, add_end_of_mute);
}

Result<Response> list_domain_blocks(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:blocks"));
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  std::vector<std::string> names;
  for (const auto& domain : list_blocked_domains(txn, caller.actor.id, SIZE_MAX)) {
    names.push_back(domain.text());
  }
  std::ranges::sort(names);
  const auto page = page_of(names, params);
  auto response = json_answer(page);
  if (!page.empty()) {
    const bool more = page.back() != names.back();
    add_links(node, call, response, {page.front(), page.back(), more});
  }
  return response;
}

Result<Response> block_whole_domain(Node& node, const Call& call) {
  return do_to_domain(node, call, block_domain);
}

Result<Response> unblock_whole_domain(Node& node, const Call& call) {
  return do_to_domain(node, call, take_back);
}

}  // namespace hallway::api
