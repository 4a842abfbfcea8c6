#include "server/api/admin_retention.h"

#include <chrono>

#include "server/api/admin.h"
#include "server/api/admin_figures.h"
#include "server/api/exact_time.h"
#include "server/node.h"

namespace hallway::api {
namespace {

constexpr size_t kMostDaysKept = 3'660, kMostCohorts = 366;

// The beginnings of the days or months of a span.
std::vector<Time> periods_of(const DaySpan& span, bool monthly) {
  using std::chrono::sys_days;
  std::vector<Time> periods;
  if (!monthly) {
    for (size_t day = 0; day < span.count; ++day) periods.push_back(span.begin(day));
    return periods;
  }
  const std::chrono::year_month_day first(sys_days(std::chrono::days(span.first)));
  for (auto month = first.year() / first.month();; month += std::chrono::months(1)) {
    const Time begin{days(sys_days(month / 1).time_since_epoch().count()).ms};
    if (begin >= span.end()) return periods;
    periods.push_back(begin);
  }
}

struct Member {
  Time came, last;
};

// Those who came from `from` on and before `to`; no end: until now.
std::vector<Member> cohort(const std::vector<Member>& all, Time from, std::optional<Time> to) {
  std::vector<Member> members;
  for (const auto& one : all) {
    if (one.came >= from && (!to || one.came < *to)) members.push_back(one);
  }
  return members;
}

Json cohort_json(const std::vector<Member>& members, const std::vector<Time>& periods,
                 size_t first) {
  Json data = Json::array();
  for (size_t i = first; i < periods.size(); ++i) {
    size_t there = 0;
    for (const auto& one : members) there += one.last >= periods[i] || i == first;
    const double rate =
        members.empty() ? 0.0 : static_cast<double>(there) / static_cast<double>(members.size());
    data.push_back(
        {{"date", exact_time(periods[i])}, {"rate", rate}, {"value", std::to_string(there)}});
  }
  return data;
}

}  // namespace

Result<Response> show_retention(Node& node, const Call& call) {
  TRY(staff_of(node, call.request, "admin:read", Role::admin));
  const auto params = TRY(Params::of(call.request));
  const auto span = TRY(day_span_in(params, kMostDaysKept));
  const auto frequency = params.text("frequency");
  if (frequency != "day" && frequency != "month") {
    return fail(Code::invalid, "frequency must be day or month");
  }
  const auto periods = periods_of(span, frequency == "month");
  if (periods.size() > kMostCohorts) return fail(Code::invalid, "that is too long for days");
  const auto txn = TRY(node.read());
  const auto last = last_activity(txn);
  std::vector<Member> all;
  for_each_account(txn, [&](const Account& account) {
    all.push_back({account.created, last.at(account.id)});
  });
  Json out = Json::array();
  for (size_t i = 0; i < periods.size(); ++i) {
    const auto next = i + 1 < periods.size() ? std::optional(periods[i + 1]) : span.end();
    out.push_back({{"period", exact_time(periods[i])},
                   {"frequency", frequency},
                   {"data", cohort_json(cohort(all, periods[i], next), periods, i)}});
  }
  return json_answer(out);
}

}  // namespace hallway::api
