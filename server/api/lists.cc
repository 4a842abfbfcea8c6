#include "server/api/lists.h"

#include "federation/plain_text.h"
#include "server/api.h"
#include "server/api/accounts.h"
#include "server/api/people.h"
#include "server/node.h"
#include "storage/follows.h"
#include "storage/lists.h"

namespace hallway::api {
namespace {

constexpr size_t kLongestTitle = 255, kMostMembersAtOnce = 80;

std::string_view name_of(ListReplies replies) {
  switch (replies) {
    case ListReplies::members: return "list";
    case ListReplies::followed: return "followed";
    case ListReplies::none: return "none";
  }
  return "";
}

Json list_json(const List& list) {
  return {{"id", to_string(list.id)},
          {"title", list.title},
          {"replies_policy", name_of(list.replies)},
          {"exclusive", list.exclusive}};
}

Json lists_json(const std::vector<List>& lists) {
  Json out = Json::array();
  for (const auto& list : lists) out.push_back(list_json(list));
  return out;
}

Result<List> list_named(const ReadTxn& txn, const Caller& caller, const Call& call) {
  auto list = find_list(txn, caller.actor.id, parse_id(call["id"]).value_or(Id{}));
  if (!list) return fail(Code::not_found, "no such list");
  return *std::move(list);
}

// What `params` say of a list; what they do not say stays.
Result<void> read_list(const Params& params, List& list) {
  if (const auto title = params.find("title")) list.title = clean_text(*title);
  if (list.title.empty()) return fail(Code::invalid, "title can't be blank");
  if (list.title.size() > kLongestTitle) {
    return fail(Code::invalid, "the title of a list holds at most 255 bytes");
  }
  list.exclusive = params.flag("exclusive").value_or(list.exclusive);
  const auto said = params.find("replies_policy").value_or(name_of(list.replies));
  for (const auto replies : {ListReplies::members, ListReplies::followed, ListReplies::none}) {
    if (name_of(replies) != said) continue;
    list.replies = replies;
    return {};
  }
  return fail(Code::invalid, "replies_policy is none of followed, list, none");
}

Result<std::vector<Id>> members_in(const Params& params) {
  std::vector<Id> ids;
  for (const auto text : params.find_all("account_ids")) ids.push_back(TRY(parse_id(text)));
  if (ids.size() > kMostMembersAtOnce) {
    return fail(Code::invalid, "at most 80 accounts at a time");
  }
  return ids;
}

// Somebody whom one only asked to follow may wait on a list.
Result<void> add_members(WriteTxn& txn, const List& list, const std::vector<Id>& ids) {
  for (const Id id : ids) {
    const bool self = id == list.owner;
    if (!self && !find_follow(txn, list.owner, id)) {
      return fail(Code::not_found, "only people whom one follows can be on a list");
    }
    TRY(add_list_member(txn, list, id));
  }
  return {};
}

}  // namespace

Result<Response> show_lists(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:lists"));
  return json_answer(lists_json(list_lists(TRY(node.read()), caller.actor.id)));
}

Result<Response> show_list(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:lists"));
  return json_answer(list_json(TRY(list_named(TRY(node.read()), caller, call))));
}

Result<Response> make_list(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:lists"));
  List list{.owner = caller.actor.id};
  TRY(read_list(TRY(Params::of(call.request)), list));
  const auto made = TRY(node.writer().apply([&](WriteTxn& txn) -> Result<List> {
    auto fresh = list;
    TRY(put_list(txn, fresh, node.now()));
    return fresh;
  }));
  return json_answer(list_json(made));
}

Result<Response> change_list(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:lists"));
  const auto params = TRY(Params::of(call.request));
  const auto changed = TRY(node.writer().apply([&](WriteTxn& txn) -> Result<List> {
    auto list = TRY(list_named(txn, caller, call));
    TRY(read_list(params, list));
    TRY(put_list(txn, list, node.now()));
    return list;
  }));
  return json_answer(list_json(changed));
}

Result<Response> delete_list(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:lists"));
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    const auto list = TRY(list_named(txn, caller, call));
    return erase_list(txn, list.owner, list.id);
  }));
  return json_answer(Json::object());
}

Result<Response> show_list_members(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:lists"));
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  const auto list = TRY(list_named(txn, caller, call));
  // 0 asks for all of them.
  const bool all = params.find("limit") == "0";
  const auto stretch = all ? Stretch{.limit = SIZE_MAX} : stretch_in(params);
  const auto ids =
      ids_in(stretch, [&](Id after, size_t most) { return list_members(txn, list, after, most); });
  const View view{txn, node.home(), caller.actor.id, node.now()};
  return people_page(node, call, view, stretch, ids);
}

Result<Response> add_to_list(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:lists"));
  const auto ids = TRY(members_in(TRY(Params::of(call.request))));
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    return add_members(txn, TRY(list_named(txn, caller, call)), ids);
  }));
  return json_answer(Json::object());
}

Result<Response> remove_from_list(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:lists"));
  const auto ids = TRY(members_in(TRY(Params::of(call.request))));
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    const auto list = TRY(list_named(txn, caller, call));
    for (const Id id : ids) TRY(erase_list_member(txn, list, id));
    return {};
  }));
  return json_answer(Json::object());
}

Result<Response> show_lists_with(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:lists"));
  const auto txn = TRY(node.read());
  const auto actor = TRY(find_shown_actor(txn, node.home(), TRY(account_in(call)), caller));
  auto lists = list_lists(txn, caller.actor.id);
  std::erase_if(lists, [&](const List& list) { return !is_on_list(txn, list, actor.id); });
  return json_answer(lists_json(lists));
}

}  // namespace hallway::api
