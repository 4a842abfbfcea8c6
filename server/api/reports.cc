#include "server/api/reports.h"

#include <algorithm>
#include <array>

#include "federation/report.h"
#include "server/api.h"
#include "server/api/entities.h"
#include "server/api/exact_time.h"
#include "server/node.h"

namespace hallway::api {
namespace {

constexpr std::array<std::string_view, 4> kCategories = {"spam", "legal", "violation", "other"};

Result<NewReport> read_report(const Params& params) {
  NewReport fresh{.target = params.id("account_id"),
                  .comment = params.text("comment"),
                  .category = std::string(params.find("category").value_or("other")),
                  .forward = params.flag("forward").value_or(false)};
  if (!fresh.target) return fail(Code::invalid, "account_id is missing");
  if (std::ranges::find(kCategories, fresh.category) == kCategories.end()) {
    return fail(Code::invalid, "category is none of spam, legal, violation, other");
  }
  for (const auto text : params.find_all("status_ids")) {
    if (const auto id = parse_id(text)) fresh.posts.push_back(*id);
  }
  return fresh;
}

}  // namespace

Json report_json(const View& view, const Report& report) {
  const auto target = find_actor(view.txn, report.target);
  Json posts = Json::array();
  for (const auto id : report.posts) posts.push_back(to_string(id));
  return {{"id", to_string(report.id)},
          {"action_taken", !report.is_open()},
          {"action_taken_at", report.is_open() ? Json() : Json(exact_time(report.resolved))},
          {"category", report.category},
          {"comment", report.comment},
          {"forwarded", report.forwarded},
          {"created_at", exact_time(report.at)},
          {"status_ids", std::move(posts)},
          {"rule_ids", nullptr},
          {"target_account", target ? account_json(view, *target) : Json()}};
}

Result<Response> report_account(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:reports"));
  const auto params = TRY(Params::of(call.request));
  const auto fresh = TRY(read_report(params));
  const auto made =
      TRY(node.act_as(caller.actor, [&](Local& local) { return report(local, fresh); }));
  const auto txn = TRY(node.read());
  return json_answer(report_json({txn, node.home(), caller.actor.id}, made));
}

}  // namespace hallway::api
