#include "server/api/regards.h"

#include "federation/follow.h"
#include "federation/plain_text.h"
#include "server/api.h"
#include "server/api/accounts.h"
#include "server/api/people.h"
#include "server/node.h"
#include "storage/regards.h"

namespace hallway::api {
namespace {

constexpr size_t kLongestRemark = 8'000, kMostAskedFor = 40, kMostFamiliar = 40;

// Somebody else than the caller, whom they may see.
Result<Id> other_in(const ReadTxn& txn, const Home& home, const Call& call, const Caller& caller) {
  const auto actor = TRY(find_shown_actor(txn, home, TRY(account_in(call)), caller));
  if (actor.id == caller.actor.id) return fail(Code::invalid, "that is the caller's own account");
  return actor.id;
}

template <class Change>
Result<Response> change_regard(Node& node, const Call& call, Change&& change) {
  const auto caller = TRY(caller_of(node, call.request, "write:accounts"));
  const Id other = TRY(other_in(TRY(node.read()), node.home(), call, caller));
  TRY(node.writer().apply(
      [&](WriteTxn& txn) -> Result<void> { return change(txn, caller.actor.id, other); }));
  return relationship_answer(node, caller, other);
}

Result<Response> endorsed_answer(Node& node, const Call& call, const ReadTxn& txn, Id by) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:accounts"));
  const auto stretch = stretch_in(TRY(Params::of_query(call.request)));
  const auto ids =
      ids_in(stretch, [&](Id after, size_t most) { return list_endorsed(txn, by, after, most); });
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  return people_page(node, call, view, stretch, ids);
}

}  // namespace

Result<Response> note_about(Node& node, const Call& call) {
  const auto text = clean_text(TRY(Params::of(call.request)).text("comment"));
  if (text.size() > kLongestRemark) return fail(Code::invalid, "a note holds at most 8,000 bytes");
  return change_regard(
      node, call, [&](WriteTxn& txn, Id by, Id about) { return put_remark(txn, by, about, text); });
}

Result<Response> endorse(Node& node, const Call& call) {
  return change_regard(node, call, [&](WriteTxn& txn, Id by, Id whom) -> Result<void> {
    if (!follows(txn, by, whom)) {
      return fail(Code::invalid, "only people whom one follows can be recommended");
    }
    return add_endorsement(txn, by, whom, node.now());
  });
}

Result<Response> unendorse(Node& node, const Call& call) {
  return change_regard(
      node, call, [](WriteTxn& txn, Id by, Id whom) { return erase_endorsement(txn, by, whom); });
}

Result<Response> list_endorsed_by(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:accounts"));
  const auto txn = TRY(node.read());
  const auto actor = TRY(find_shown_actor(txn, node.home(), TRY(account_in(call)), caller));
  return endorsed_answer(node, call, txn, actor.id);
}

Result<Response> list_endorsements(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts"));
  const auto txn = TRY(node.read());
  return endorsed_answer(node, call, txn, caller.actor.id);
}

Result<Response> remove_from_followers(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:follows"));
  const Id other = TRY(other_in(TRY(node.read()), node.home(), call, caller));
  TRY(node.act_as(caller.actor, [&](Local& local) -> Result<void> {
    if (!find_follow(local.txn, other, local.actor.id)) return {};
    return reject_follow(local, other);
  }));
  return relationship_answer(node, caller, other);
}

Result<Response> list_familiar_followers(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:follows"));
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto followed = list_following(txn, caller.actor.id, FollowState::accepted, Id{}, SIZE_MAX);
  Json out = Json::array();
  for (const auto text : params.find_all("id")) {
    const auto actor = find_shown_actor(txn, node.home(), parse_id(text).value_or(Id{}), caller);
    if (!actor || out.size() == kMostAskedFor) continue;
    Json familiar = Json::array();
    for (const Id id : followed) {
      if (familiar.size() == kMostFamiliar) break;
      const auto person = follows(txn, id, actor->id) ? find_actor(txn, id) : std::nullopt;
      if (person && may_be_shown(txn, node.home(), *person)) {
        familiar.push_back(account_json(view, *person));
      }
    }
    out.push_back({{"id", to_string(actor->id)}, {"accounts", std::move(familiar)}});
  }
  return json_answer(out);
}

}  // namespace hallway::api
