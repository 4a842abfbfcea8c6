#include "server/api/admin_deliveries.h"

#include <algorithm>

#include "server/api/admin.h"
#include "server/api/admin_figures.h"
#include "server/api/exact_time.h"
#include "server/node.h"
#include "storage/delivery_hours.h"

namespace hallway::api {
namespace {

constexpr size_t kMostDays = 31;

Result<Duration> step_in(const Params& params) {
  const auto by = params.find("by").value_or("hour");
  if (by == "hour") return hours(1);
  if (by == "day") return days(1);
  return fail(Code::invalid, "by is hour or day");
}

}  // namespace

Result<Response> show_deliveries(Node& node, const Call& call) {
  TRY(staff_of(node, call.request, "admin:read", Role::admin));
  const auto params = TRY(Params::of_query(call.request));
  const auto span = TRY(day_span_in(params, kMostDays));
  const auto step = TRY(step_in(params));
  const auto counted = list_delivery_hours(TRY(node.read()), span.begin(), span.end());
  const auto until = std::min(span.end(), node.now() + milliseconds(1));
  auto hour = counted.begin();
  Json out = Json::array();
  for (auto at = span.begin(); at < until; at = at + step) {
    DeliveryHour sum{.begins = at};
    for (; hour != counted.end() && hour->begins < at + step; ++hour) {
      sum.made += hour->made;
      sum.put_off += hour->put_off;
      sum.given_up += hour->given_up;
    }
    out.push_back({{"at", exact_time(at)},
                   {"made", sum.made},
                   {"put_off", sum.put_off},
                   {"given_up", sum.given_up}});
  }
  return json_answer(out);
}

}  // namespace hallway::api
