#include "server/api/admin_reports.h"

#include <algorithm>

#include "server/api/admin.h"
#include "server/api/exact_time.h"
#include "server/moderation.h"
#include "server/node.h"

namespace hallway::api {
namespace {

constexpr std::string_view kReadReports = "admin:read:reports",
                           kWriteReports = "admin:write:reports";
constexpr std::string_view kCategories[] = {"spam", "legal", "violation", "other"};

Json person_json(const View& view, Id actor) {
  const auto known = find_actor(view.txn, actor);
  return known ? admin_account_json(view, *known) : Json();
}

Json staff_json(const View& view, Id account) {
  const auto known = account ? find_account(view.txn, account) : std::nullopt;
  return known ? person_json(view, known->actor) : Json();
}

// Who moderates sees a reported post, also one that is not for them: that is what the report is
// about. But only where whoever reported it may see it: else a report could open any post.
bool was_for_reporter(const View& view, const Report& report, const Post& post) {
  const auto reporter = find_actor(view.txn, report.reporter);
  if (!reporter) return false;
  if (!reporter->local) return may_know(view.txn, view.home, post, *reporter);
  // The author may have been shut out since; what they wrote is still what it was.
  return is_open(post) || may_flow(view.txn, view.home, post, Destination::to_person(reporter->id));
}

Json posts_json(const View& view, const Report& report) {
  Json out = Json::array();
  for (const auto id : report.posts) {
    const auto post = find_post(view.txn, id);
    if (post && !post->gone && was_for_reporter(view, report, *post)) {
      out.push_back(status_json(view, *post));
    }
  }
  return out;
}

Json moderated_report(const View& view, const Report& report) {
  const auto latest = std::max(report.at, report.resolved);
  return {{"id", to_string(report.id)},
          {"action_taken", !report.is_open()},
          {"action_taken_at", report.is_open() ? Json() : Json(exact_time(report.resolved))},
          {"category", report.category},
          {"comment", report.comment},
          {"forwarded", report.forwarded},
          {"created_at", exact_time(report.at)},
          {"updated_at", exact_time(latest)},
          {"account", person_json(view, report.reporter)},
          {"target_account", person_json(view, report.target)},
          {"assigned_account", staff_json(view, report.assigned)},
          {"action_taken_by_account", staff_json(view, report.resolved_by)},
          {"statuses", posts_json(view, report)},
          {"rules", Json::array()}};
}

struct WantedReports {
  bool resolved = false;
  Id reporter, target;
  [[nodiscard]] bool takes(const Report& report) const {
    return report.is_open() != resolved && (!reporter || report.reporter == reporter) &&
           (!target || report.target == target);
  }
};

using Change = std::function<void(Report&, const Caller&)>;

Result<Response> change_answer(Node& node, const Call& call, std::string_view deed,
                               const Change& change) {
  const auto caller = TRY(staff_of(node, call.request, kWriteReports, Role::moderator));
  const auto report = TRY(change_report(
      node, parse_id(call["id"]).value_or(Id{}), deed, [&](Report& one) { change(one, caller); },
      caller.account.name));
  const auto txn = TRY(node.read());
  return json_answer(moderated_report({txn, node.home(), caller.actor.id, node.now()}, report));
}

}  // namespace

Result<Response> list_admin_reports(Node& node, const Call& call) {
  const auto caller = TRY(staff_of(node, call.request, kReadReports, Role::moderator));
  const auto params = TRY(Params::of_query(call.request));
  const WantedReports wanted{.resolved = params.flag("resolved").value_or(false),
                             .reporter = params.id("account_id"),
                             .target = params.id("target_account_id")};
  auto window = window_of(params, 200);
  window.limit = params.limit(100, 200);
  const Id above = std::max(window.since_id, window.min_id);
  const auto txn = TRY(node.read());
  std::vector<Report> page;
  const auto visit = [&](const Report& report) {
    if (above && report.id <= above) return false;
    const bool below = !window.max_id || report.id < window.max_id;
    if (below && wanted.takes(report)) page.push_back(report);
    if (window.min_id && page.size() > window.limit) page.erase(page.begin());
    return window.min_id || page.size() < window.limit;
  };
  wanted.resolved ? scan_reports(txn, visit) : scan_open_reports(txn, visit);
  const View view{txn, node.home(), caller.actor.id, node.now()};
  Json out = Json::array();
  for (const auto& report : page) out.push_back(moderated_report(view, report));
  auto response = json_answer(out);
  if (!page.empty()) add_links(node, call, response, page.front().id, page.back().id);
  return response;
}

Result<Response> show_admin_report(Node& node, const Call& call) {
  const auto caller = TRY(staff_of(node, call.request, kReadReports, Role::moderator));
  const auto txn = TRY(node.read());
  const auto report = find_report(txn, parse_id(call["id"]).value_or(Id{}));
  if (!report) return fail(Code::not_found, "no such report");
  return json_answer(moderated_report({txn, node.home(), caller.actor.id, node.now()}, *report));
}

Result<Response> change_admin_report(Node& node, const Call& call) {
  const auto params = TRY(Params::of(call.request));
  const auto category = params.text("category");
  if (!category.empty() && std::ranges::find(kCategories, category) == std::end(kCategories)) {
    return fail(Code::invalid, "category must be spam, legal, violation or other");
  }
  return change_answer(node, call, "ChangeReport", [&](Report& report, const Caller&) {
    if (!category.empty()) report.category = category;
  });
}

Result<Response> assign_report_to_self(Node& node, const Call& call) {
  return change_answer(node, call, "AssignReport", [](Report& report, const Caller& caller) {
    report.assigned = caller.account.id;
  });
}

Result<Response> unassign_report(Node& node, const Call& call) {
  return change_answer(node, call, "UnassignReport",
                       [](Report& report, const Caller&) { report.assigned = Id{}; });
}

Result<Response> resolve_admin_report(Node& node, const Call& call) {
  return change_answer(node, call, "ResolveReport",
                       [now = node.now()](Report& report, const Caller& caller) {
                         if (report.is_open()) report.resolved = now;
                         report.resolved_by = caller.account.id;
                       });
}

Result<Response> reopen_report(Node& node, const Call& call) {
  return change_answer(node, call, "ReopenReport", [](Report& report, const Caller&) {
    report.resolved = Time{};
    report.resolved_by = Id{};
  });
}

}  // namespace hallway::api
