#include "server/api/timelines.h"

#include <algorithm>

#include "federation/conversation.h"
#include "federation/hashtag.h"
#include "federation/page_links.h"
#include "federation/public_timeline.h"
#include "server/api.h"
#include "server/api/entities.h"
#include "server/api/status_text.h"
#include "server/node.h"
#include "storage/lists.h"

namespace hallway::api {
namespace {

constexpr size_t kMostTags = 4;  // beside the one of the address, as Mastodon has it

std::vector<std::string> tags_in(const Params& params, std::string_view key) {
  std::vector<std::string> tags;
  for (const auto one : params.find_all(key)) {
    auto tag = normalize_hashtag(one);
    if (!tag.empty() && tags.size() < kMostTags) tags.push_back(std::move(tag));
  }
  return tags;
}

// Without a token, what is here: what we know of elsewhere is our own business.
Result<Selection> selection_in(const Params& params, const std::optional<Caller>& caller) {
  Selection selection{.with_media = params.flag("only_media").value_or(false),
                      .any = tags_in(params, "any"),
                      .all = tags_in(params, "all"),
                      .none = tags_in(params, "none")};
  const bool here = params.flag("local").value_or(false);
  const bool elsewhere = !here && params.flag("remote").value_or(false);
  if (elsewhere && !caller) {
    return fail(Code::unauthenticated, "This method requires an authenticated user");
  }
  if (elsewhere) selection.origin = Selection::Origin::elsewhere;
  if (here || !caller) selection.origin = Selection::Origin::here;
  return selection;
}

}  // namespace

Response page_of_items(Node& node, const Call& call, const View& view,
                       const std::vector<TimelineItem>& items) {
  auto response = text_answer(200, kJsonType, statuses_text(node.pieces(), view, items));
  if (!items.empty()) add_links(node, call, response, items.front().id, items.back().id);
  return response;
}

Result<Response> home_timeline_page(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:statuses"));
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  const auto items =
      home_timeline(txn, node.home(), caller.actor.id, window_of(params), &node.home_cache());
  return page_of_items(node, call, {txn, node.home(), caller.actor.id, node.now()}, items);
}

Result<Response> public_timeline_page(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:statuses"));
  const auto params = TRY(Params::of_query(call.request));
  const auto selection = TRY(selection_in(params, caller));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  const auto items =
      public_timeline(txn, node.home(), view.destination(), selection, window_of(params));
  return page_of_items(node, call, view, items);
}

Result<Response> tag_timeline_page(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:statuses"));
  const auto params = TRY(Params::of_query(call.request));
  auto selection = TRY(selection_in(params, caller));
  selection.any.push_back(normalize_hashtag(call["hashtag"]));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  const auto items =
      tag_timeline(txn, node.home(), view.destination(), selection, window_of(params));
  return page_of_items(node, call, view, items);
}

Result<Response> link_timeline_page(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:statuses"));
  const auto params = TRY(Params::of_query(call.request));
  const auto address = page_address(params.text("url"));
  if (!address) return fail(Code::invalid, "url must be the address of a page");
  const auto selection = TRY(selection_in(params, caller));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  const auto items =
      link_timeline(txn, node.home(), view.destination(), selection, {*address, window_of(params)});
  return page_of_items(node, call, view, items);
}

Result<Response> direct_timeline_page(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:statuses"));
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  const auto items = direct_timeline(txn, node.home(), caller.actor.id, window_of(params));
  return page_of_items(node, call, {txn, node.home(), caller.actor.id, node.now()}, items);
}

Result<Response> list_timeline_page(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:lists"));
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  const auto list = find_list(txn, caller.actor.id, parse_id(call["id"]).value_or(Id{}));
  if (!list) return fail(Code::not_found, "no such list");
  const auto items = list_timeline(txn, node.home(), *list, window_of(params));
  return page_of_items(node, call, {txn, node.home(), caller.actor.id, node.now()}, items);
}

}  // namespace hallway::api
