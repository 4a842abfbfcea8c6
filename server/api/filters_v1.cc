#include "server/api/filters_v1.h"

#include <algorithm>

#include "federation/plain_text.h"
#include "server/api/exact_time.h"
#include "server/api/filters.h"
#include "server/node.h"

namespace hallway::api {
namespace {

Json filter_json(const Filter& filter, const FilterKeyword& keyword) {
  return {{"id", to_string(keyword.id)},
          {"phrase", keyword.text},
          {"context", filter_contexts_json(filter.contexts)},
          {"whole_word", keyword.whole_word},
          {"expires_at", filter.expires.ms ? Json(exact_time(filter.expires)) : Json()},
          {"irreversible", filter.action == FilterAction::hide}};
}

FilterKeyword* keyword_of(Filter& filter, Id id) {
  const auto found = std::ranges::find(filter.keywords, id, &FilterKeyword::id);
  return found == filter.keywords.end() ? nullptr : &*found;
}

Result<Filter> filter_with(const ReadTxn& txn, Id owner, Id keyword) {
  for (auto& filter : list_filters(txn, owner)) {
    if (keyword_of(filter, keyword)) return std::move(filter);
  }
  return fail(Code::not_found, "no such filter");
}

// What is not said stays.
Result<void> read_filter(const Params& params, Time now, Filter& filter, FilterKeyword& keyword) {
  if (const auto phrase = params.find("phrase")) keyword.text = clean_text(*phrase);
  if (keyword.text.empty() || keyword.text.size() > kLongestFilterText) {
    return fail(Code::invalid, "a phrase holds between 1 and 255 bytes");
  }
  keyword.whole_word = params.flag("whole_word").value_or(keyword.whole_word);
  if (!params.find_all("context").empty() || filter.contexts == 0) {
    filter.contexts = TRY(filter_contexts_in(params));
  }
  if (const auto end = TRY(filter_end_in(params, now))) filter.expires = *end;
  if (const auto hides = params.flag("irreversible")) {
    filter.action = *hides ? FilterAction::hide : FilterAction::warn;
  }
  return {};
}

}  // namespace

Result<Response> list_filters_v1(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:filters"));
  Json out = Json::array();
  for (const auto& filter : list_filters(TRY(node.read()), caller.actor.id)) {
    for (const auto& keyword : filter.keywords) out.push_back(filter_json(filter, keyword));
  }
  return json_answer(out);
}

Result<Response> show_filter_v1(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:filters"));
  const auto id = parse_id(call["id"]).value_or(Id{});
  auto filter = TRY(filter_with(TRY(node.read()), caller.actor.id, id));
  return json_answer(filter_json(filter, *keyword_of(filter, id)));
}

Result<Response> make_filter_v1(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:filters"));
  Filter filter{.owner = caller.actor.id};
  auto& keyword = filter.keywords.emplace_back(FilterKeyword{.whole_word = true});
  TRY(read_filter(TRY(Params::of(call.request)), node.now(), filter, keyword));
  filter.title = keyword.text;
  const auto made = TRY(node.writer().apply([&](WriteTxn& txn) -> Result<Filter> {
    auto fresh = filter;
    TRY(put_filter(txn, fresh, node.now()));
    return fresh;
  }));
  tell_filters_changed(node, filter.owner);
  return json_answer(filter_json(made, made.keywords.front()));
}

Result<Response> change_filter_v1(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:filters"));
  const auto params = TRY(Params::of(call.request));
  const auto id = parse_id(call["id"]).value_or(Id{});
  const auto named = TRY(filter_with(TRY(node.read()), caller.actor.id, id));
  auto changed = TRY(change_own_filter(node, caller, named.id, [&](Filter& filter) -> Result<void> {
    auto* keyword = keyword_of(filter, id);
    if (!keyword) return fail(Code::not_found, "no such filter");
    return read_filter(params, node.now(), filter, *keyword);
  }));
  return json_answer(filter_json(changed, *keyword_of(changed, id)));
}

Result<Response> delete_filter_v1(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:filters"));
  const auto id = parse_id(call["id"]).value_or(Id{});
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto filter = TRY(filter_with(txn, caller.actor.id, id));
    std::erase_if(filter.keywords, [&](const FilterKeyword& one) { return one.id == id; });
    // What nothing is left of is gone as a whole.
    if (filter.keywords.empty() && filter.posts.empty()) {
      return erase_filter(txn, caller.actor.id, filter.id);
    }
    return put_filter(txn, filter, node.now());
  }));
  tell_filters_changed(node, caller.actor.id);
  return json_answer(Json::object());
}

}  // namespace hallway::api
