#include "server/api/admin_figures.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "server/api/admin.h"
#include "server/api/exact_time.h"
#include "server/node.h"
#include "storage/follows.h"
#include "storage/reports.h"

namespace hallway::api {
namespace {

using Values = std::vector<uint64_t>;

// What is counted: where, when, and of which other node.
struct Counted {
  const ReadTxn& txn;
  const DaySpan& span;
  std::string domain;
};

void count_at(Values& values, const DaySpan& span, Time at) {
  if (const auto day = span.day_of(at)) ++values[*day];
}

Values new_users(const Counted& of) {
  Values values(of.span.count);
  for_each_account(of.txn,
                   [&](const Account& account) { count_at(values, of.span, account.created); });
  return values;
}

Values interactions(const Counted& of) { return read_activity(of.txn, of.span).interactions; }

Values opened_reports(const Counted& of) {
  Values values(of.span.count);
  scan_reports(of.txn, [&](const Report& report) {
    count_at(values, of.span, report.at);
    return true;
  });
  return values;
}

Values resolved_reports(const Counted& of) {
  Values values(of.span.count);
  scan_reports(of.txn, [&](const Report& report) {
    if (!report.is_open()) count_at(values, of.span, report.resolved);
    return true;
  });
  return values;
}

// --- Of another node: when each of what there is came; all of it is the total -----------------

using Visit = std::function<void(Time at)>;

void for_each_there(const Counted& of, const std::function<void(const Actor&)>& visit) {
  scan_actors(of.txn, Id{}, [&](const Actor& actor) {
    if (!actor.local && !actor.gone && actor.iri.domain().text() == of.domain) visit(actor);
    return true;
  });
}

void accounts_there(const Counted& of, const Visit& visit) {
  for_each_there(of, [&](const Actor& actor) { visit(actor.id.time()); });
}

void statuses_there(const Counted& of, const Visit& visit) {
  for_each_there(of, [&](const Actor& actor) {
    scan_author(of.txn, actor.id, Id{}, [&](Entry entry) {
      if (entry.kind == EntryKind::post) visit(entry.id.time());
      return true;
    });
  });
}

void reports_there(const Counted& of, const Visit& visit) {
  scan_reports(of.txn, [&](const Report& report) {
    const auto target = find_actor(of.txn, report.target);
    const bool there = target && !target->local && target->iri.domain().text() == of.domain;
    if (there) visit(report.at);
    return true;
  });
}

void visit_follow(const ReadTxn& txn, Id follower, Id followee, const Visit& visit) {
  const auto follow = find_follow(txn, follower, followee);
  if (follow) visit(follow->at);
}

// From here to there.
void follows_there(const Counted& of, const Visit& visit) {
  for_each_there(of, [&](const Actor& actor) {
    for (const auto id : list_followers(of.txn, actor.id, FollowState::accepted, Id{}, SIZE_MAX)) {
      if (find_account_of(of.txn, id)) visit_follow(of.txn, id, actor.id, visit);
    }
  });
}

void followers_there(const Counted& of, const Visit& visit) {
  for_each_there(of, [&](const Actor& actor) {
    for (const auto id : list_following(of.txn, actor.id, FollowState::accepted, Id{}, SIZE_MAX)) {
      if (find_account_of(of.txn, id)) visit_follow(of.txn, actor.id, id, visit);
    }
  });
}

// --- The answers -------------------------------------------------------------------------------

struct Measure {
  std::string_view key;
  Values (*daily)(const Counted& of) = nullptr;
  void (*there)(const Counted& of, const Visit& visit) = nullptr;
};
constexpr std::string_view kActiveUsers = "active_users";
constexpr Measure kMeasures[] = {{"new_users", new_users},
                                 {"interactions", interactions},
                                 {"opened_reports", opened_reports},
                                 {"resolved_reports", resolved_reports},
                                 {"instance_accounts", nullptr, accounts_there},
                                 {"instance_statuses", nullptr, statuses_there},
                                 {"instance_reports", nullptr, reports_there},
                                 {"instance_follows", nullptr, follows_there},
                                 {"instance_followers", nullptr, followers_there}};

uint64_t sum_of(const Values& values) {
  return std::accumulate(values.begin(), values.end(), uint64_t{0});
}

Json measure_json(std::string_view key, const DaySpan& span, const Values& values, uint64_t total) {
  Json data = Json::array();
  for (size_t day = 0; day < values.size(); ++day) {
    data.push_back({{"date", exact_time(span.begin(day))}, {"value", std::to_string(values[day])}});
  }
  return {
      {"key", key}, {"unit", nullptr}, {"total", std::to_string(total)}, {"data", std::move(data)}};
}

// Each person once, however many days they were there.
size_t people_in(const Activity& activity) {
  std::set<Id> all;
  for (const auto& day : activity.active) all.insert(day.begin(), day.end());
  return all.size();
}

Json active_users_json(const ReadTxn& txn, const DaySpan& span) {
  const auto activity = read_activity(txn, span);
  Values values;
  for (const auto& day : activity.active) values.push_back(day.size());
  auto out = measure_json(kActiveUsers, span, values, people_in(activity));
  out["previous_total"] = std::to_string(people_in(read_activity(txn, span.before())));
  return out;
}

Json daily_json(const Measure& measure, const Counted& of) {
  const auto values = measure.daily(of);
  auto out = measure_json(measure.key, of.span, values, sum_of(values));
  const auto before = of.span.before();
  out["previous_total"] = std::to_string(sum_of(measure.daily({of.txn, before, of.domain})));
  return out;
}

Json there_json(const Measure& measure, const Counted& of) {
  Values values(of.span.count);
  uint64_t total = 0;
  measure.there(of, [&](Time at) {
    ++total;
    count_at(values, of.span, at);
  });
  return measure_json(measure.key, of.span, values, total);
}

Result<Time> time_in(const Params& params, std::string_view key) {
  auto text = params.text(key);
  if (text.size() == 10) text += "T00:00:00Z";
  const auto time = parse_rfc3339(text);
  if (time) return *time;
  return fail(Code::invalid, std::string(key) + " must be a time like 2026-11-30T00:00:00Z");
}

}  // namespace

Result<DaySpan> day_span_in(const Params& params, size_t most_days) {
  const auto start = TRY(time_in(params, "start_at")), end = TRY(time_in(params, "end_at"));
  const auto span = DaySpan::between(start, end);
  if (span.count > 0 && span.count <= most_days) return span;
  return fail(Code::invalid, "between start_at and end_at lie at least a moment and at most " +
                                 std::to_string(most_days) + " days");
}

Result<Response> show_measures(Node& node, const Call& call) {
  TRY(staff_of(node, call.request, "admin:read", Role::admin));
  const auto params = TRY(Params::of(call.request));
  const auto span = TRY(day_span_in(params));
  const auto keys = params.find_all("keys");
  if (keys.empty()) return fail(Code::invalid, "keys is missing");
  const auto txn = TRY(node.read());
  Json out = Json::array();
  for (const auto key : keys) {
    if (key == kActiveUsers) out.push_back(active_users_json(txn, span));
    const auto* measure = std::ranges::find(kMeasures, key, &Measure::key);
    if (measure == std::end(kMeasures)) continue;
    const Counted of{txn, span, params.text(std::string(key) + "[domain]")};
    if (measure->there && of.domain.empty()) {
      return fail(Code::invalid, std::string(key) + "[domain] is missing");
    }
    out.push_back(measure->there ? there_json(*measure, of) : daily_json(*measure, of));
  }
  return json_answer(out);
}

}  // namespace hallway::api
