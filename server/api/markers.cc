#include "server/api/markers.h"

#include "server/api.h"
#include "server/api/exact_time.h"
#include "server/node.h"
#include "storage/markers.h"

namespace hallway::api {
namespace {

constexpr std::string_view kTimelines[] = {"home", "notifications"};

Json marker_json(const Marker& marker) {
  return {{"last_read_id", to_string(marker.last_read)},
          {"version", marker.version},
          {"updated_at", exact_time(marker.at)}};
}

}  // namespace

Result<Response> show_markers(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:statuses"));
  const auto params = TRY(Params::of_query(call.request));
  const auto wanted = params.find_all("timeline");
  const auto txn = TRY(node.read());
  Json out = Json::object();
  for (const auto timeline : kTimelines) {
    if (std::ranges::find(wanted, timeline) == wanted.end()) continue;
    const auto marker = find_marker(txn, caller.actor.id, timeline);
    if (marker) out[std::string(timeline)] = marker_json(*marker);
  }
  return json_answer(out);
}

Result<Response> set_markers(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:statuses"));
  const auto params = TRY(Params::of(call.request));
  std::vector<std::pair<std::string, Id>> said;
  for (const auto timeline : kTimelines) {
    const auto text = params.find(std::string(timeline) + "[last_read_id]");
    if (text) said.emplace_back(timeline, TRY(parse_id(*text)));
  }
  const auto set = TRY(node.writer().apply([&](WriteTxn& txn) -> Result<Json> {
    Json out = Json::object();
    for (const auto& [timeline, id] : said) {
      out[timeline] = marker_json(TRY(set_marker(txn, caller.actor.id, timeline, id, node.now())));
    }
    return out;
  }));
  return json_answer(set);
}

}  // namespace hallway::api
