#include "server/api/grouped_notifications.h"

#include <algorithm>
#include <set>

#include "server/api.h"
#include "server/api/exact_time.h"
#include "server/api/notification_entities.h"
#include "server/api/reports.h"
#include "server/node.h"
#include "server/notification_groups.h"
#include "server/post_view.h"

namespace hallway::api {
namespace {

constexpr size_t kUsual = 40, kMost = 80;
constexpr size_t kErasedAtOnce = 1'000;

// Which people are told with only what a row of pictures needs.
enum class Expand { full, partial_avatars };

Result<Expand> expand_in(const Params& params) {
  const auto said = params.text("expand_accounts");
  if (said.empty() || said == "full") return Expand::full;
  if (said == "partial_avatars") return Expand::partial_avatars;
  return fail(Code::invalid, "expand_accounts must be full or partial_avatars");
}

Json partial_account_json(const View& view, const Actor& actor) {
  const auto face = face_of(actor, view.home);
  return {{"id", to_string(actor.id)},
          {"acct", actor.local ? actor.name : actor.handle()},
          {"url", page_of(actor, view.home)},
          {"avatar", face},
          {"avatar_static", face},
          {"locked", actor.locked},
          {"bot", actor.type == "Application" || actor.type == "Service"}};
}

// Everybody and everything that some groups name, once.
class Results {
 public:
  Results(const View& view, Expand expand, const WantedNotifications& wanted)
      : view_(view), expand_(expand), wanted_(wanted) {}

  void add(const NotificationGroup& group, bool on_page) {
    const auto shown = find_shown(view_.txn, view_.home, group.latest, HeldBack::shown);
    if (!shown) return;
    groups_.push_back(group_json(group, on_page));
    if (shown->report) groups_.back()["report"] = report_json(view_, *shown->report);
    if (!group.actors.empty()) in_full_.insert(group.actors.front());
    named_.insert(group.actors.begin(), group.actors.end());
    if (shown->post && posts_.insert(shown->post->id).second) {
      statuses_.push_back(status_json(view_, *shown->post));
    }
  }

  Json take() {
    Json accounts = Json::array(), partial = Json::array();
    for (const auto id : named_) {
      const auto actor = find_actor(view_.txn, id);
      if (!actor) continue;
      if (expand_ == Expand::full || in_full_.contains(id)) {
        accounts.push_back(account_json(view_, *actor));
      } else {
        partial.push_back(partial_account_json(view_, *actor));
      }
    }
    Json out{{"accounts", std::move(accounts)},
             {"statuses", std::move(statuses_)},
             {"notification_groups", std::move(groups_)}};
    if (expand_ == Expand::partial_avatars) out["partial_accounts"] = std::move(partial);
    return out;
  }

 private:
  [[nodiscard]] Json group_json(const NotificationGroup& group, bool on_page) const {
    Json out{{"group_key", group.key},
             {"notifications_count", group.count},
             {"type", wanted_.name_of(group.latest.type)},
             {"most_recent_notification_id", to_string(group.latest.id)},
             {"sample_account_ids", Json::array()}};
    for (const auto id : group.actors) out["sample_account_ids"].push_back(to_string(id));
    if (group.latest.post) out["status_id"] = to_string(group.latest.post);
    if (!on_page) return out;
    out["page_min_id"] = to_string(group.oldest_on_page);
    out["page_max_id"] = to_string(group.latest.id);
    out["latest_page_notification_at"] = exact_time(group.latest.at);
    return out;
  }

  const View& view_;
  Expand expand_;
  const WantedNotifications wanted_;
  std::set<Id> named_, in_full_, posts_;
  Json groups_ = Json::array(), statuses_ = Json::array();
};

Grouping grouping_for(const View& view, const WantedNotifications& wanted, const Params& params) {
  return {.takes =
              [&](const Notification& one) {
                return wanted.takes(view.txn, one) &&
                       find_shown(view.txn, view.home, one, wanted.held_back).has_value();
              },
          .groups =
              [types = params.find_all("grouped_types")](const Notification& one) {
                return types.empty() ||
                       std::ranges::find(types, type_for_clients(one.type)) != types.end();
              }};
}

Result<GroupRange> range_in(const Call& call) {
  const auto range = parse_group_key(call["key"]);
  if (!range) return fail(Code::not_found, "no such group of notifications");
  return *range;
}

// Everything of the group that may be shown, also what a policy holds back.
Grouping whole_group(const View& view) {
  return {.takes =
              [&](const Notification& one) {
                return find_shown(view.txn, view.home, one, HeldBack::shown).has_value();
              },
          .groups = [](const Notification&) { return true; }};
}

}  // namespace

Result<Response> list_notification_groups(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:notifications"));
  const auto params = TRY(Params::of_query(call.request));
  const auto wanted = WantedNotifications::of(params);
  const auto expand = TRY(expand_in(params));
  auto window = window_of(params, kMost);
  window.limit = params.limit(kUsual, kMost);
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto page = group_page(txn, caller.actor.id, window, grouping_for(view, wanted, params));
  Results results(view, expand, wanted);
  for (const auto& group : page.groups) results.add(group, /*on_page=*/true);
  auto response = json_answer(results.take());
  add_links(node, call, response, page.newest, page.oldest);
  return response;
}

Result<Response> count_unread_groups(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:notifications"));
  const auto params = TRY(Params::of_query(call.request));
  const auto wanted = WantedNotifications::of(params);
  const auto limit = params.limit(100, 1'000);
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto grouping = grouping_for(view, wanted, params);
  std::set<std::string> keys;
  scan_unread(txn, caller.actor.id, [&](const Notification& one) {
    if (grouping.takes(one)) {
      keys.insert(grouping.groups(one) ? group_key_of(one) : lone_key_of(one));
    }
    return keys.size() < limit;
  });
  return json_answer(Json{{"count", keys.size()}});
}

Result<Response> show_notification_group(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:notifications"));
  const auto range = TRY(range_in(call));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto group = find_group(txn, caller.actor.id, range, whole_group(view));
  if (!group) return fail(Code::not_found, "no such group of notifications");
  Results results(view, Expand::full, {});
  results.add(*group, /*on_page=*/false);
  return json_answer(results.take());
}

Result<Response> list_group_accounts(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:notifications"));
  const auto range = TRY(range_in(call));
  const auto window = window_of(TRY(Params::of_query(call.request)), kMost);
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  Json out = Json::array();
  std::set<Id> told;
  Id newest, oldest;
  scan_group(txn, caller.actor.id, range, window.max_id, [&](const Notification& one) {
    if (one.id <= std::max(window.since_id, window.min_id)) return false;
    const auto shown = find_shown(txn, node.home(), one, HeldBack::shown);
    if (!shown || !told.insert(one.actor).second) return true;
    out.push_back(account_json(view, shown->actor));
    if (!newest) newest = one.id;
    oldest = one.id;
    return out.size() < window.limit;
  });
  auto response = json_answer(out);
  add_links(node, call, response, newest, oldest);
  return response;
}

Result<Response> dismiss_notification_group(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:notifications"));
  const auto range = TRY(range_in(call));
  for (size_t erased = kErasedAtOnce; erased == kErasedAtOnce;) {
    erased = TRY(node.writer().apply([&](WriteTxn& txn) -> Result<size_t> {
      std::vector<Id> found;
      scan_group(txn, caller.actor.id, range, Id{}, [&](const Notification& one) {
        found.push_back(one.id);
        return found.size() < kErasedAtOnce;
      });
      for (const auto id : found) TRY(erase_notification(txn, caller.actor.id, id));
      return found.size();
    }));
  }
  return json_answer(Json::object());
}

}  // namespace hallway::api
