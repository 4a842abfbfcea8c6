#include "server/api/work_profiles.h"

#include <algorithm>

#include "federation/actor.h"
#include "federation/skills.h"
#include "federation/work_profile.h"
#include "server/api.h"
#include "server/node.h"
#include "server/post_view.h"
#include "server/staff.h"
#include "storage/skill_endorsements.h"

namespace hallway::api {
namespace {

// One's own, with what is not shown to others.
Json own_profile_json(const View& view, const Actor& actor) {
  Json out = hallway_json(view, actor);
  out["reach"] = name_of(actor.work.reach);
  if (out["manager"].is_null() && !actor.work.manager.empty()) {
    out["manager"] = {{"url", actor.work.manager.text()}};
  }
  return out;
}

// As work_change_in reads it: what was sent as JSON or as a form.
Json said_in(const Params& params) {
  Json said = Json::object();
  for (const auto* key : {"title", "team", "place", "hours", "manager", "reach"}) {
    if (const auto text = params.find(key)) said[key] = std::string(*text);
  }
  if (!params.said("skills")) return said;
  said["skills"] = Json::array();
  for (const auto skill : params.find_all("skills")) {
    if (!skill.empty()) said["skills"].push_back(std::string(skill));
  }
  return said;
}

}  // namespace

Json named_json(const View& view, const Actor& actor) {
  return {{"id", to_string(actor.id)},
          {"acct", actor.local ? actor.name : actor.handle()},
          {"display_name", actor.display_name},
          {"avatar", face_of(actor, view.home)},
          {"url", page_of(actor, view.home)}};
}

// By what they last wrote or boosted that whoever looks may know of.
Json around_json(const View& view, Id actor) {
  constexpr size_t kMostOfTheirs = 20;
  Time latest;
  size_t looked_at = 0;
  scan_author(view.txn, actor, Id{}, [&](Entry entry) {
    if (++looked_at > kMostOfTheirs) return false;
    if (entry.kind == EntryKind::post) {
      const auto post = find_post(view.txn, entry.id);
      if (!post || !may_flow(view.txn, view.home, *post, view.destination())) return true;
    }
    latest = entry.id.time();
    return false;
  });
  if (latest.ms == 0) return {};
  if (view.now - latest < days(1)) return "today";
  return view.now - latest < days(7) ? Json("this week") : Json();
}

Json manager_json(const View& view, const Iri& iri) {
  if (iri.empty()) return {};
  const auto manager = find_actor(view.txn, iri);
  if (!manager || !may_be_shown(view.txn, view.home, *manager)) return {};
  if (!view.viewer && !manager->local) return {};
  return named_json(view, *manager);
}

Json skills_json(const View& view, const Actor& actor) {
  Json out = Json::array();
  for (const auto& skill : skills_of(view.txn, view.home, actor)) {
    const bool endorsed =
        view.viewer && has_skill_endorsement(view.txn, {actor.id, skill.name, view.viewer});
    out.push_back(
        {{"name", skill.name}, {"endorsements", skill.endorsements}, {"endorsed", endorsed}});
  }
  return out;
}

Json hallway_json(const View& view, const Actor& actor) {
  if (!may_learn_work(view.txn, view.home, actor, view.destination())) return Json::object();
  const auto& work = actor.work;
  return {{"title", work.title},
          {"team", work.team},
          {"place", work.place},
          {"hours", work.hours},
          {"manager", manager_json(view, work.manager)},
          {"skills", skills_json(view, actor)},
          {"around", around_json(view, actor.id)}};
}

Json described_account_json(const View& view, const Actor& actor) {
  Json out = account_json(view, actor);
  out["hallway"] = hallway_json(view, actor);
  if (out["hallway"].empty()) return out;
  for (const auto& field : fields_of(actor.work)) {
    out["fields"].push_back(
        {{"name", field.name}, {"value", field.value}, {"verified_at", nullptr}});
  }
  return out;
}

Result<Response> show_work_profile(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts profile"));
  const auto txn = TRY(node.read());
  return json_answer(
      own_profile_json({txn, node.home(), caller.actor.id, node.now()}, caller.actor));
}

Result<Response> change_work_profile(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:accounts"));
  const auto params = TRY(Params::of(call.request));
  const auto change = TRY(work_change_in(node, said_in(params)));
  auto actor = caller.actor;
  if (change.anything()) {
    actor = TRY(node.act_as(caller.actor,
                            [&](Local& local) { return update_profile(local, {.work = change}); }));
  }
  const auto txn = TRY(node.read());
  return json_answer(own_profile_json({txn, node.home(), actor.id, node.now()}, actor));
}

}  // namespace hallway::api
