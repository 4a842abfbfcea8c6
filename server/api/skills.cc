#include "server/api/skills.h"

#include "federation/searchable.h"
#include "federation/skills.h"
#include "server/api.h"
#include "server/api/accounts.h"
#include "server/api/people.h"
#include "server/api/work_profiles.h"
#include "server/node.h"
#include "storage/skill_endorsements.h"

namespace hallway::api {
namespace {

using SkillAct = Result<void> (*)(Local& local, Id whom, std::string_view skill);

Result<Response> skill_answer(Node& node, const Call& call, SkillAct act) {
  const auto caller = TRY(caller_of(node, call.request, "write:accounts"));
  const auto name = std::string(call["name"]);
  const auto whom =
      TRY(find_shown_actor(TRY(node.read()), node.home(), TRY(account_in(call)), caller)).id;
  TRY(node.act_as(caller.actor, [&](Local& local) { return act(local, whom, name); }));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto actor = TRY(find_shown_actor(txn, node.home(), whom, caller));
  for (auto& skill : skills_json(view, actor)) {
    const bool same = skill_key(find_string(skill, "name").value_or("")) == skill_key(name);
    if (same) return json_answer(skill);
  }
  return fail(Code::not_found, "they name no such skill");
}

}  // namespace

Result<Response> endorse_skill_of(Node& node, const Call& call) {
  return skill_answer(node, call, endorse_skill);
}

Result<Response> unendorse_skill_of(Node& node, const Call& call) {
  return skill_answer(node, call, unendorse_skill);
}

Result<Response> list_endorsers_of(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts"));
  const auto stretch = stretch_in(TRY(Params::of_query(call.request)));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto actor = TRY(find_shown_actor(txn, node.home(), TRY(account_in(call)), caller));
  const auto name = call["name"];
  if (!may_learn_work(txn, node.home(), actor, view.destination()) || !actor.work.has_skill(name)) {
    return fail(Code::not_found, "they name no such skill");
  }
  const auto ids = ids_in(stretch, [&](Id after, size_t most) {
    return list_skill_endorsers(txn, {actor.id, name, after}, most);
  });
  Finder finder(txn, node.home(), caller.actor.id);
  Json out = Json::array();
  for (const Id id : ids) {
    const auto by = find_actor(txn, id);
    if (by && by->discoverable && is_colleague(txn, node.home(), id) &&
        finder.may_find_person(id)) {
      out.push_back(account_json(view, *by));
    }
  }
  auto response = json_answer(out);
  add_links(node, call, response, stretch, ids);
  return response;
}

}  // namespace hallway::api
