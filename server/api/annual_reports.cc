#include "server/api/annual_reports.h"

#include <set>

#include "server/annual_report.h"
#include "server/api.h"
#include "server/api/entities.h"
#include "server/node.h"
#include "storage/annual_reads.h"

namespace hallway::api {
namespace {

constexpr int kSchemaVersion = 2;

Json id_or_none(const std::optional<Post>& post) {
  return post ? Json(to_string(post->id)) : Json();
}

Json report_json(const AnnualReport& report, Id person) {
  Json months = Json::array(), tags = Json::array();
  for (size_t i = 0; i < report.months.size(); ++i) {
    const auto& month = report.months[i];
    months.push_back({{"month", i + 1},
                      {"statuses", month.posts},
                      {"following", month.following},
                      {"followers", month.followers}});
  }
  for (const auto& tag : report.tags) tags.push_back({{"name", tag.name}, {"count", tag.count}});
  return {{"year", report.year},
          {"schema_version", kSchemaVersion},
          {"account_id", to_string(person)},
          {"share_url", nullptr},
          {"data",
           {{"archetype", name_of(report.archetype)},
            {"time_series", std::move(months)},
            {"top_hashtags", std::move(tags)},
            {"top_statuses",
             {{"by_reblogs", id_or_none(report.by_boosts)},
              {"by_favourites", id_or_none(report.by_likes)},
              {"by_replies", id_or_none(report.by_replies)}}}}}};
}

Response reports_answer(const View& view, const Actor& person,
                        const std::vector<AnnualReport>& reports) {
  Json out = Json::array(), statuses = Json::array();
  std::set<Id> told;
  for (const auto& report : reports) {
    out.push_back(report_json(report, person.id));
    for (const auto* post : {&report.by_boosts, &report.by_likes, &report.by_replies}) {
      if (*post && told.insert((*post)->id).second) statuses.push_back(status_json(view, **post));
    }
  }
  return json_answer({{"annual_reports", std::move(out)},
                      {"accounts", Json::array({account_json(view, person)})},
                      {"statuses", std::move(statuses)}});
}

Error no_report() { return fail(Code::not_found, "there is no report of that year"); }

Result<AnnualReport> report_in(const ReadTxn& txn, const Caller& caller, const Call& call) {
  const auto year = parse_id(call["year"]).value_or(Id{}).value;
  auto report = annual_report(txn, caller.actor.id, year);
  if (!report) return no_report();
  return *std::move(report);
}

}  // namespace

Result<Response> list_annual_reports(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts"));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  std::vector<AnnualReport> reports;
  for (const auto year : years_with_report(txn, caller.actor.id)) {
    if (is_year_read(txn, caller.actor.id, year, node.now())) continue;
    if (auto report = annual_report(txn, caller.actor.id, year)) {
      reports.push_back(*std::move(report));
    }
  }
  return reports_answer(view, caller.actor, reports);
}

Result<Response> show_annual_report(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts"));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  return reports_answer(view, caller.actor, {TRY(report_in(txn, caller, call))});
}

Result<Response> mark_annual_report_read(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:accounts"));
  const auto year = TRY(report_in(TRY(node.read()), caller, call)).year;
  TRY(node.writer().apply(
      [&](WriteTxn& txn) { return mark_year_read(txn, caller.actor.id, year, node.now()); }));
  return json_answer(Json::object());
}

}  // namespace hallway::api
