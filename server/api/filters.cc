#include "server/api/filters.h"

#include <algorithm>
#include <charconv>

#include "federation/plain_text.h"
#include "server/api/exact_time.h"
#include "server/node.h"

namespace hallway::api {
namespace {

struct ContextName {
  FilterContext bit;
  std::string_view name;
};
constexpr ContextName kContexts[] = {{kFilterHome, "home"},
                                     {kFilterNotifications, "notifications"},
                                     {kFilterPublic, "public"},
                                     {kFilterThread, "thread"},
                                     {kFilterAccount, "account"}};

constexpr size_t kMostFilters = 200, kMostKeywords = 200;

std::string_view name_of(FilterAction action) {
  switch (action) {
    case FilterAction::warn: return "warn";
    case FilterAction::hide: return "hide";
    case FilterAction::blur: return "blur";
  }
  return "";
}

// Of a post that meets it, a filter is told without its parts.
Json bare_filter_json(const Filter& filter) {
  return {{"id", to_string(filter.id)},
          {"title", filter.title},
          {"context", filter_contexts_json(filter.contexts)},
          {"expires_at", filter.expires.ms ? Json(exact_time(filter.expires)) : Json()},
          {"filter_action", name_of(filter.action)}};
}

Json filter_json(const Filter& filter) {
  Json out = bare_filter_json(filter);
  out["keywords"] = Json::array();
  for (const auto& word : filter.keywords) out["keywords"].push_back(keyword_json(word));
  out["statuses"] = Json::array();
  for (const auto& one : filter.posts) out["statuses"].push_back(filter_post_json(one));
  return out;
}

// keywords_attributes: those with an id are changed, or taken away by _destroy, the others added.
Result<void> read_keyword(const Params& params, const std::string& prefix, Filter& filter) {
  const auto said = params.find(prefix + "[keyword]");
  const auto id = params.find(prefix + "[id]").value_or("");
  const auto known =
      std::ranges::find(filter.keywords, parse_id(id).value_or(Id{}), &FilterKeyword::id);
  if (!id.empty() && known == filter.keywords.end()) {
    return fail(Code::not_found, "the filter has no such keyword");
  }
  if (!id.empty() && params.flag(prefix + "[_destroy]").value_or(false)) {
    filter.keywords.erase(known);
    return {};
  }
  FilterKeyword keyword = id.empty() ? FilterKeyword() : *known;
  if (said) keyword.text = clean_text(*said);
  keyword.whole_word = params.flag(prefix + "[whole_word]").value_or(keyword.whole_word);
  if (keyword.text.empty() || keyword.text.size() > kLongestFilterText) {
    return fail(Code::invalid, "a keyword holds between 1 and 255 bytes");
  }
  if (id.empty()) {
    filter.keywords.push_back(std::move(keyword));
  } else {
    *known = std::move(keyword);
  }
  return {};
}

Result<void> read_keywords(const Params& params, Filter& filter) {
  for (size_t i = 0; i < kMostKeywords; ++i) {
    const auto prefix = "keywords_attributes[" + std::to_string(i) + "]";
    if (params.find(prefix + "[keyword]") || params.find(prefix + "[id]")) {
      TRY(read_keyword(params, prefix, filter));
    }
  }
  if (filter.keywords.size() > kMostKeywords) {
    return fail(Code::invalid, "a filter has at most 200 keywords");
  }
  return {};
}

// What is not said stays.
Result<void> read_filter(const Params& params, Time now, Filter& filter) {
  if (const auto title = params.find("title")) filter.title = clean_text(*title);
  if (filter.title.empty()) return fail(Code::invalid, "title can't be blank");
  if (filter.title.size() > kLongestFilterText) {
    return fail(Code::invalid, "the title of a filter holds at most 255 bytes");
  }
  if (!params.find_all("context").empty() || filter.contexts == 0) {
    filter.contexts = TRY(filter_contexts_in(params));
  }
  if (const auto end = TRY(filter_end_in(params, now))) filter.expires = *end;
  const auto said = params.find("filter_action").value_or(name_of(filter.action));
  bool known = false;
  for (const auto action : {FilterAction::warn, FilterAction::hide, FilterAction::blur}) {
    if (name_of(action) != said) continue;
    filter.action = action;
    known = true;
  }
  if (!known) return fail(Code::invalid, "filter_action is none of warn, hide, blur");
  return read_keywords(params, filter);
}

}  // namespace

Json filter_contexts_json(uint8_t contexts) {
  Json out = Json::array();
  for (const auto& [bit, name] : kContexts) {
    if ((contexts & bit) != 0) out.push_back(name);
  }
  return out;
}

Result<uint8_t> filter_contexts_in(const Params& params) {
  uint8_t contexts = 0;
  for (const auto said : params.find_all("context")) {
    const auto known = std::ranges::find(kContexts, said, &ContextName::name);
    if (known == std::end(kContexts)) {
      return fail(Code::invalid, "context is none of home, notifications, public, thread, account");
    }
    contexts |= known->bit;
  }
  if (contexts == 0) return fail(Code::invalid, "context says where the filter holds");
  return contexts;
}

Result<std::optional<Time>> filter_end_in(const Params& params, Time now) {
  const auto said = params.find("expires_in");
  if (!said) return std::optional<Time>();
  if (said->empty() || *said == "null") return std::optional(Time{});
  constexpr int64_t kLongest = 10LL * 366 * 24 * 3600;
  int64_t length = 0;
  const auto read = std::from_chars(said->data(), said->data() + said->size(), length);
  const bool whole = read.ec == std::errc() && read.ptr == said->data() + said->size();
  if (!whole || length < 0 || length > kLongest) {
    return fail(Code::invalid, "expires_in says for how many seconds, at most ten years");
  }
  return std::optional(length == 0 ? Time{} : now + seconds(length));
}

Json keyword_json(const FilterKeyword& keyword) {
  return {
      {"id", to_string(keyword.id)}, {"keyword", keyword.text}, {"whole_word", keyword.whole_word}};
}

Json filter_post_json(const FilterPost& one) {
  return {{"id", to_string(one.id)}, {"status_id", to_string(one.post)}};
}

Json filtered_json(const View& view, const Post& post) {
  if (!view.filtering) view.filtering.emplace(list_filters(view.txn, view.viewer), view.now);
  Json out = Json::array();
  for (const auto& met : view.filtering->met_by(post)) {
    Json keywords = Json::array();
    for (const auto& word : met.keywords) keywords.push_back(word);
    out.push_back(
        {{"filter", bare_filter_json(*met.filter)},
         {"keyword_matches", std::move(keywords)},
         {"status_matches", met.post ? Json::array({to_string(post.id)}) : Json::array()}});
  }
  return out;
}

void tell_filters_changed(Node& node, Id owner) {
  node.live().tell_now({.person = owner, .event = "filters_changed", .payload = {}});
}

Result<Filter> change_own_filter(Node& node, const Caller& caller, Id filter,
                                 const FilterChange& change) {
  auto changed = TRY(node.writer().apply([&](WriteTxn& txn) -> Result<Filter> {
    auto found = find_filter(txn, caller.actor.id, filter);
    if (!found) return fail(Code::not_found, "no such filter");
    TRY(change(*found));
    TRY(put_filter(txn, *found, node.now()));
    return *std::move(found);
  }));
  tell_filters_changed(node, caller.actor.id);
  return changed;
}

Result<Response> list_filters_v2(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:filters"));
  Json out = Json::array();
  for (const auto& filter : list_filters(TRY(node.read()), caller.actor.id)) {
    out.push_back(filter_json(filter));
  }
  return json_answer(out);
}

Result<Response> show_filter(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:filters"));
  const auto filter =
      find_filter(TRY(node.read()), caller.actor.id, parse_id(call["id"]).value_or(Id{}));
  if (!filter) return fail(Code::not_found, "no such filter");
  return json_answer(filter_json(*filter));
}

Result<Response> make_filter(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:filters"));
  Filter filter{.owner = caller.actor.id};
  TRY(read_filter(TRY(Params::of(call.request)), node.now(), filter));
  const auto made = TRY(node.writer().apply([&](WriteTxn& txn) -> Result<Filter> {
    if (list_filters(txn, filter.owner).size() >= kMostFilters) {
      return fail(Code::invalid, "one can have at most 200 filters");
    }
    auto fresh = filter;
    TRY(put_filter(txn, fresh, node.now()));
    return fresh;
  }));
  tell_filters_changed(node, filter.owner);
  return json_answer(filter_json(made));
}

Result<Response> change_filter(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:filters"));
  const auto params = TRY(Params::of(call.request));
  const auto changed =
      TRY(change_own_filter(node, caller, parse_id(call["id"]).value_or(Id{}), [&](Filter& filter) {
        return read_filter(params, node.now(), filter);
      }));
  return json_answer(filter_json(changed));
}

Result<Response> delete_filter(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:filters"));
  const auto id = parse_id(call["id"]).value_or(Id{});
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    if (!find_filter(txn, caller.actor.id, id)) return fail(Code::not_found, "no such filter");
    return erase_filter(txn, caller.actor.id, id);
  }));
  tell_filters_changed(node, caller.actor.id);
  return json_answer(Json::object());
}

}  // namespace hallway::api
