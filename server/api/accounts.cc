#include "server/api/accounts.h"

#include <algorithm>

#include "federation/follow.h"
#include "federation/hashtag.h"
#include "federation/pin.h"
#include "server/api.h"
#include "server/api/entities.h"
#include "server/api/work_profiles.h"
#include "server/look_at.h"
#include "server/node.h"

namespace hallway::api {
namespace {

constexpr size_t kMostRelationships = 80;

struct StatusFilter {
  bool no_replies = false, no_boosts = false, only_media = false;
  std::string tag;  // empty: any

  [[nodiscard]] bool keeps(const TimelineItem& item) const {
    if (no_boosts && item.boost) return false;
    if (no_replies && !item.boost && !item.post.in_reply_to.empty()) return false;
    if (!tag.empty() && std::ranges::find(item.post.tags, tag) == item.post.tags.end())
      return false;
    return !only_media || !item.post.attachments.empty();
  }
};

FollowWish follow_wish_in(const Params& params) {
  FollowWish wish{.boosts = params.flag("reblogs"), .notify = params.flag("notify")};
  if (params.find("languages")) {
    wish.languages.emplace();
    for (const auto one : params.find_all("languages")) {
      if (!one.empty()) wish.languages->emplace_back(one);
    }
  }
  return wish;
}

}  // namespace

// Whom we know elsewhere is our own business, and no answer without a token tells it.
Result<Actor> find_shown_actor(const ReadTxn& txn, const Home& home, Id id,
                               const std::optional<Caller>& caller) {
  auto actor = find_actor(txn, id);
  if (!actor || (!caller && !actor->local) || (!actor->gone && !may_be_shown(txn, home, *actor))) {
    return fail(Code::not_found, "no such account");
  }
  if (actor->gone) return fail(Code::gone, "the account was deleted");
  return std::move(*actor);
}

Result<Id> account_in(const Call& call) {
  const auto id = parse_id(call["id"]).value_or(Id{});
  if (!id) return fail(Code::not_found, "no such account");
  return id;
}

Result<Response> relationship_answer(Node& node, const Caller& caller, Id other) {
  const auto txn = TRY(node.read());
  if (!find_actor(txn, other)) return fail(Code::not_found, "no such account");
  return json_answer(relationship_json({txn, node.home(), caller.actor.id, node.now()}, other));
}

Result<Response> verify_credentials(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts profile"));
  const auto txn = TRY(node.read());
  return json_answer(credential_account_json({txn, node.home(), caller.actor.id, node.now()},
                                             caller.account, caller.actor));
}

Result<Response> lookup_account(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:accounts"));
  const auto params = TRY(Params::of_query(call.request));
  auto acct = params.text("acct");
  if (acct.starts_with('@')) acct.erase(0, 1);
  const size_t at = std::min(acct.find('@'), acct.size());
  const auto name = acct.substr(0, at);
  const auto domain = at < acct.size() ? acct.substr(at + 1) : node.home().domain.text();
  const auto txn = TRY(node.read());
  const auto found = find_actor_by_handle(txn, name, domain);
  if (!found) return fail(Code::not_found, "no such account");
  const auto actor = TRY(find_shown_actor(txn, node.home(), found->id, caller));
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  return json_answer(described_account_json(view, actor));
}

Result<Response> show_relationships(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:follows"));
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  Json out = Json::array();
  for (const auto text : params.find_all("id")) {
    const auto id = parse_id(text).value_or(Id{});
    if (out.size() == kMostRelationships) break;
    if (!id || !find_actor(txn, id)) continue;
    out.push_back(relationship_json({txn, node.home(), caller.actor.id, node.now()}, id));
  }
  return json_answer(out);
}

Result<Response> show_account(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:accounts"));
  const auto id = TRY(account_in(call));
  const auto txn = TRY(node.read());
  const auto actor = TRY(find_shown_actor(txn, node.home(), id, caller));
  if (caller) look_at(node, actor);
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  return json_answer(described_account_json(view, actor));
}

Result<Response> list_account_statuses(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:statuses"));
  const auto params = TRY(Params::of_query(call.request));
  const auto id = TRY(account_in(call));
  const auto txn = TRY(node.read());
  const auto actor = TRY(find_shown_actor(txn, node.home(), id, caller));
  if (caller) look_at(node, actor);
  if (params.flag("pinned").value_or(false)) {
    const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
    Json out = Json::array();
    for (const auto& post : pinned_posts(txn, node.home(), actor.id, destination_of(caller))) {
      out.push_back(status_json(view, post));
    }
    return json_answer(out);
  }
  const StatusFilter filter{.no_replies = params.flag("exclude_replies").value_or(false),
                            .no_boosts = params.flag("exclude_reblogs").value_or(false),
                            .only_media = params.flag("only_media").value_or(false),
                            .tag = normalize_hashtag(params.text("tagged"))};
  const auto items =
      author_timeline(txn, node.home(), actor.id, destination_of(caller), window_of(params));
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  Json out = Json::array();
  for (const auto& item : items) {
    if (filter.keeps(item)) out.push_back(status_json(view, item));
  }
  auto response = json_answer(out);
  // Of what was looked at, not of what was kept: a page may be empty in the middle of a list.
  if (!items.empty()) add_links(node, call, response, items.front().id, items.back().id);
  return response;
}

Result<Response> follow_account(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:follows"));
  const auto id = TRY(account_in(call));
  const auto wish = follow_wish_in(TRY(Params::of(call.request)));
  const auto made =
      node.act_as(caller.actor, [&](Local& local) { return follow(local, id, wish); });
  if (!made) return made.error();
  return relationship_answer(node, caller, id);
}

Result<Response> unfollow_account(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:follows"));
  const auto id = TRY(account_in(call));
  TRY(node.act_as(caller.actor, [&](Local& local) { return unfollow(local, id); }));
  return relationship_answer(node, caller, id);
}

}  // namespace hallway::api
