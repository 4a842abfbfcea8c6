#include "server/api/colleagues.h"

#include <algorithm>

#include "federation/search.h"
#include "federation/searchable.h"
#include "server/api.h"
#include "server/api/found_posts.h"
#include "server/api/people.h"
#include "server/api/work_profiles.h"
#include "server/node.h"
#include "server/staff.h"

namespace hallway::api {
namespace {

constexpr size_t kUsualPage = 100, kLongestPage = 500;

Result<SearchWish> colleague_wish(Node& node, const Params& params, Id person) {
  SearchWish wish{.typed = params.text("q"),
                  .person = person,
                  .offset = params.offset(),
                  .limit = params.limit(20, 80)};
  if (const auto team = params.text("team"); !team.empty()) wish.marks.push_back(team_mark(team));
  if (const auto skill = params.text("skill"); !skill.empty()) {
    wish.marks.push_back(skill_mark(skill));
  }
  if (const auto place = params.text("place"); !place.empty()) {
    wish.marks.push_back(place_mark(place));
  }
  if (const auto manager = params.text("manager"); !manager.empty()) {
    wish.marks.push_back(manager_mark(TRY(find_manager(node, manager))));
  }
  if (!wish.marks.empty() || !wish.typed.empty()) return wish;
  return fail(Code::invalid, "say whom you look for: q, team, skill, place or manager");
}

Json chart_entry(const View& view, const Actor& actor) {
  Json entry = named_json(view, actor);
  entry["title"] = actor.work.title;
  entry["team"] = actor.work.team;
  entry["place"] = actor.work.place;
  entry["manager"] = manager_json(view, actor.work.manager);
  return entry;
}

}  // namespace

Result<Response> find_colleagues(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts"));
  const auto params = TRY(Params::of_query(call.request));
  const auto wish = TRY(colleague_wish(node, params, caller.actor.id));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto hits = search_people(txn, node.home(), node.search_index(), wish);
  // While nothing is indexed yet nobody is found; `indexing` says so.
  if (!hits.ok() && hits.error().code != Code::unavailable) return hits.error();
  Json people = Json::array();
  for (const Id id : hits.ok() ? hits->ids : std::vector<Id>()) {
    if (const auto actor = find_actor(txn, id)) {
      people.push_back(described_account_json(view, *actor));
    }
  }
  return json_answer({{"people", std::move(people)},
                      {"more", hits.ok() && hits->more},
                      {"indexing", indexing_json(node)}});
}

Result<Response> show_org_chart(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts"));
  const auto params = TRY(Params::of_query(call.request));
  auto stretch = stretch_in(params);
  stretch.limit = params.limit(kUsualPage, kLongestPage);
  const auto team = skill_key(params.text("team"));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  Finder finder(txn, node.home(), caller.actor.id);
  Json out = Json::array();
  const auto ids =
      ids_in(stretch, [&](Id after, size_t most) { return list_accounts(txn, after, most); });
  for (const Id id : ids) {
    const auto account = find_account(txn, id);
    const auto actor = account ? find_actor(txn, account->actor) : std::nullopt;
    if (!actor || !actor->discoverable || !finder.may_find_person(actor->id)) continue;
    if (team.empty() || skill_key(actor->work.team) == team) {
      out.push_back(chart_entry(view, *actor));
    }
  }
  auto response = json_answer(out);
  add_links(node, call, response, stretch, ids);
  return response;
}

}  // namespace hallway::api
