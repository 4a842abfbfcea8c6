#include "server/api/filter_parts.h"

#include <algorithm>

#include "federation/plain_text.h"
#include "server/api/filters.h"
#include "server/api/shown.h"
#include "server/node.h"

namespace hallway::api {
namespace {

Error no_such(std::string_view what) {
  return fail(Code::not_found, "no such " + std::string(what));
}

// The filter of `owner` that has the part named {id} among its `parts`, and that part.
template <class Part>
struct Found {
  Filter filter;
  Part part;
};
template <class Part>
Result<Found<Part>> find_part(const ReadTxn& txn, Id owner, const Call& call,
                              std::vector<Part> Filter::*parts) {
  const auto id = parse_id(call["id"]).value_or(Id{});
  for (auto& filter : list_filters(txn, owner)) {
    const auto& list = filter.*parts;
    const auto found = std::ranges::find(list, id, &Part::id);
    if (found != list.end()) {
      auto part = *found;
      return Found<Part>{std::move(filter), std::move(part)};
    }
  }
  return no_such("part of a filter");
}

template <class Part>
Result<Json> list_parts(Node& node, const Call& call, std::vector<Part> Filter::*parts,
                        Json (*json_of)(const Part&)) {
  const auto caller = TRY(caller_of(node, call.request, "read:filters"));
  const auto filter =
      find_filter(TRY(node.read()), caller.actor.id, parse_id(call["id"]).value_or(Id{}));
  if (!filter) return no_such("filter");
  Json out = Json::array();
  for (const auto& part : (*filter).*parts) out.push_back(json_of(part));
  return out;
}

template <class Part>
Result<Response> delete_part(Node& node, const Call& call, std::vector<Part> Filter::*parts) {
  const auto caller = TRY(caller_of(node, call.request, "write:filters"));
  const auto found = TRY(find_part(TRY(node.read()), caller.actor.id, call, parts));
  TRY(change_own_filter(node, caller, found.filter.id, [&](Filter& filter) -> Result<void> {
    std::erase_if(filter.*parts, [&](const Part& part) { return part.id == found.part.id; });
    return {};
  }));
  return json_answer(Json::object());
}

// What is not said stays.
Result<void> read_keyword(const Params& params, FilterKeyword& keyword) {
  if (const auto text = params.find("keyword")) keyword.text = clean_text(*text);
  keyword.whole_word = params.flag("whole_word").value_or(keyword.whole_word);
  if (keyword.text.empty() || keyword.text.size() > kLongestFilterText) {
    return fail(Code::invalid, "a keyword holds between 1 and 255 bytes");
  }
  return {};
}

}  // namespace

Result<Response> list_keywords(Node& node, const Call& call) {
  return json_answer(TRY(list_parts(node, call, &Filter::keywords, keyword_json)));
}

Result<Response> add_keyword(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:filters"));
  FilterKeyword keyword;
  TRY(read_keyword(TRY(Params::of(call.request)), keyword));
  const auto filter = TRY(change_own_filter(node, caller, parse_id(call["id"]).value_or(Id{}),
                                            [&](Filter& changed) -> Result<void> {
                                              changed.keywords.push_back(keyword);
                                              return {};
                                            }));
  return json_answer(keyword_json(filter.keywords.back()));
}

Result<Response> show_keyword(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:filters"));
  const auto found = TRY(find_part(TRY(node.read()), caller.actor.id, call, &Filter::keywords));
  return json_answer(keyword_json(found.part));
}

Result<Response> change_keyword(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:filters"));
  const auto params = TRY(Params::of(call.request));
  auto found = TRY(find_part(TRY(node.read()), caller.actor.id, call, &Filter::keywords));
  TRY(read_keyword(params, found.part));
  TRY(change_own_filter(node, caller, found.filter.id, [&](Filter& filter) -> Result<void> {
    const auto kept = std::ranges::find(filter.keywords, found.part.id, &FilterKeyword::id);
    if (kept == filter.keywords.end()) return no_such("keyword");
    *kept = found.part;
    return {};
  }));
  return json_answer(keyword_json(found.part));
}

Result<Response> delete_keyword(Node& node, const Call& call) {
  return delete_part(node, call, &Filter::keywords);
}

Result<Response> list_filter_posts(Node& node, const Call& call) {
  return json_answer(TRY(list_parts(node, call, &Filter::posts, filter_post_json)));
}

Result<Response> add_filter_post(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:filters"));
  const auto id = TRY(Params::of(call.request)).text("status_id");
  const auto shown = TRY(find_shown(TRY(node.read()), node.home(), id, caller.destination()));
  const auto filter = TRY(change_own_filter(
      node, caller, parse_id(call["id"]).value_or(Id{}), [&](Filter& changed) -> Result<void> {
        const auto& posts = changed.posts;
        if (std::ranges::find(posts, shown.post.id, &FilterPost::post) != posts.end()) {
          return fail(Code::invalid, "the filter names this post already");
        }
        changed.posts.push_back({.post = shown.post.id});
        return {};
      }));
  return json_answer(filter_post_json(filter.posts.back()));
}

Result<Response> show_filter_post(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:filters"));
  const auto found = TRY(find_part(TRY(node.read()), caller.actor.id, call, &Filter::posts));
  return json_answer(filter_post_json(found.part));
}

Result<Response> delete_filter_post(Node& node, const Call& call) {
  return delete_part(node, call, &Filter::posts);
}

}  // namespace hallway::api
