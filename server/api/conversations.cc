#include "server/api/conversations.h"

#include "server/api.h"
#include "server/api/timelines.h"
#include "server/node.h"

namespace hallway::api {
namespace {

// A conversation has the id of its first post; any other of its posts leads to it, too.
Result<Conversation> conversation_at(const View& view, std::string_view id) {
  const auto post = find_post(view.txn, parse_id(id).value_or(Id{}));
  auto found =
      post ? find_conversation(view.txn, view.home, view.viewer, post->context) : std::nullopt;
  if (!found) return fail(Code::not_found, "no such conversation");
  return *std::move(found);
}

}  // namespace

Json conversation_json(const View& view, const Conversation& conversation) {
  Json accounts = Json::array();
  const auto add = [&](Id id) {
    const auto actor = find_actor(view.txn, id);
    if (actor && may_be_shown(view.txn, view.home, *actor)) {
      accounts.push_back(account_json(view, *actor));
    }
  };
  for (const Id id : conversation.people) add(id);
  if (conversation.people.empty()) add(view.viewer);  // they wrote to themselves
  return {{"id", to_string(conversation.context)},
          {"unread", conversation.unread},
          {"accounts", std::move(accounts)},
          {"last_status", status_json(view, conversation.last)}};
}

Result<Response> show_conversations(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:statuses"));
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto found = list_conversations(txn, node.home(), caller.actor.id, window_of(params));
  Json out = Json::array();
  for (const auto& one : found) out.push_back(conversation_json(view, one));
  auto response = json_answer(out);
  if (!found.empty()) add_links(node, call, response, found.front().last.id, found.back().last.id);
  return response;
}

Result<Response> show_conversation(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:statuses"));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  return json_answer(conversation_json(view, TRY(conversation_at(view, call["id"]))));
}

Result<Response> list_conversation_statuses(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:statuses"));
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto conversation = TRY(conversation_at(view, call["id"]));
  return page_of_items(node, call, view,
                       conversation_timeline(txn, node.home(), caller.actor.id,
                                             conversation.context, window_of(params)));
}

Result<Response> mark_conversation_read(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:conversations"));
  const Id person = caller.actor.id, context = parse_id(call["id"]).value_or(Id{});
  TRY(node.writer().apply(
      [&](WriteTxn& txn) { return read_conversation(txn, node.home(), person, context); }));
  const auto txn = TRY(node.read());
  const auto found = find_conversation(txn, node.home(), person, context);
  if (!found) return fail(Code::not_found, "no such conversation");
  return json_answer(conversation_json({txn, node.home(), person, node.now()}, *found));
}

Result<Response> delete_conversation(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:conversations"));
  const Id person = caller.actor.id, context = parse_id(call["id"]).value_or(Id{});
  TRY(node.writer().apply(
      [&](WriteTxn& txn) { return remove_conversation(txn, node.home(), person, context); }));
  return json_answer(Json::object());
}

}  // namespace hallway::api
