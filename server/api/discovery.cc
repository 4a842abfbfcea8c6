#include "server/api/discovery.h"

#include <algorithm>

#include "server/api.h"
#include "server/api/accounts.h"
#include "server/api/entities.h"
#include "server/api/tags.h"
#include "server/api/work_profiles.h"
#include "server/directory.h"
#include "server/node.h"
#include "server/topic_watch.h"
#include "server/trends.h"
#include "storage/suggestions.h"

namespace hallway::api {
namespace {

Result<DirectoryQuery> directory_query(const Params& params) {
  DirectoryQuery query{.local = params.flag("local").value_or(false),
                       .offset = params.offset(),
                       .limit = params.limit(40, 80)};
  const auto order = params.text("order");
  if (order == "new") query.order = DirectoryOrder::newest;
  if (!order.empty() && order != "new" && order != "active") {
    return fail(Code::invalid, "order must be active or new");
  }
  return query;
}

Json history_json(const UseHistory& history) {
  Json out = Json::array();
  for (const auto& day : history) {
    out.push_back({{"day", std::to_string(day.day.ms / 1000)},
                   {"uses", std::to_string(day.uses)},
                   {"accounts", std::to_string(day.people)}});
  }
  return out;
}

// `make` gives the first of all that there are; the answer is what lies beyond the offset.
template <class Make>
Result<Response> trends_answer(Node& node, const Call& call, size_t usual, Make make) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:statuses"));
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  const auto talk = node.topic_watch().latest();
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  const TrendView trends{txn, node.home(), *talk, view.viewer, view.now};
  const size_t offset = params.offset(), limit = params.limit(usual, usual * 2);
  Json all = make(view, trends, offset + limit);
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(std::min(offset, all.size()));
  all.erase(all.begin(), begin);
  return json_answer(all);
}

}  // namespace

Result<Response> show_directory(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:accounts"));
  const auto query = TRY(directory_query(TRY(Params::of_query(call.request))));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  Json out = Json::array();
  for (const auto& actor : directory_page(txn, node.home(), view.viewer, query)) {
    out.push_back(described_account_json(view, actor));
  }
  return json_answer(out);
}

Result<Response> list_suggestions(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts"));
  const auto limit = TRY(Params::of_query(call.request)).limit(40, 80);
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  Json out = Json::array();
  for (const auto& one : suggestions_for(txn, node.home(), caller.actor.id, limit)) {
    out.push_back(
        {{"source", one.by_circle ? "past_interactions" : "global"},
         {"sources", Json::array({one.by_circle ? "friends_of_friends" : "most_followed"})},
         {"account", account_json(view, one.actor)}});
  }
  return json_answer(out);
}

Result<Response> list_suggestions_v1(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts"));
  const auto limit = TRY(Params::of_query(call.request)).limit(40, 80);
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  Json out = Json::array();
  for (const auto& one : suggestions_for(txn, node.home(), caller.actor.id, limit)) {
    out.push_back(account_json(view, one.actor));
  }
  return json_answer(out);
}

Result<Response> decline_suggested(Node& node, const Call& call) {
  // The API's documentation asks for read, others for write.
  const auto caller = TRY(caller_of(node, call.request, "read:accounts write:accounts"));
  const auto id = TRY(account_in(call));
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    if (!find_actor(txn, id)) return fail(Code::not_found, "no such account");
    return decline_suggestion(txn, caller.actor.id, id, node.now());
  }));
  return json_answer(Json::object());
}

Result<Response> list_trending_tags(Node& node, const Call& call) {
  return trends_answer(node, call, 10, [](const View& view, const TrendView& trends, size_t most) {
    Json out = Json::array();
    for (const auto& one : trending_tags(trends, most)) {
      out.push_back(tag_json(view, one.name, history_json(one.history)));
    }
    return out;
  });
}

Result<Response> list_trending_statuses(Node& node, const Call& call) {
  return trends_answer(node, call, 20, [](const View& view, const TrendView& trends, size_t most) {
    Json out = Json::array();
    for (const auto& post : trending_posts(trends, most)) out.push_back(status_json(view, post));
    return out;
  });
}

Result<Response> list_trending_links(Node& node, const Call& call) {
  return trends_answer(node, call, 10, [](const View& view, const TrendView& trends, size_t most) {
    Json out = Json::array();
    for (const auto& one : trending_links(trends, most)) {
      auto card = card_json(view.home, one.post);
      card["history"] = history_json(one.history);
      out.push_back(std::move(card));
    }
    return out;
  });
}

}  // namespace hallway::api
