#include "server/api/reactions.h"

#include "federation/pin.h"
#include "federation/react.h"
#include "server/api.h"
#include "server/api/entities.h"
#include "server/api/shown.h"
#include "server/node.h"
#include "storage/bookmarks.h"
#include "storage/muted_threads.h"

namespace hallway::api {
namespace {

// What somebody does for themselves: no activity tells of it.
using Keep = Result<void> (*)(WriteTxn& txn, const Target& target, Time now);

Result<Response> keep_answer(Node& node, const Call& call, std::string_view scope, Keep keep) {
  const auto target = TRY(target_of(node, call, scope));
  TRY(node.writer().apply([&](WriteTxn& txn) { return keep(txn, target, node.now()); }));
  return target_answer(node, target);
}

// What they do as somebody whom others see.
using Do = Result<void> (*)(Local& local, Id post);

Result<Response> do_answer(Node& node, const Call& call, std::string_view scope, Do act) {
  const auto target = TRY(target_of(node, call, scope));
  TRY(node.act_as(target.caller.actor, [&](Local& local) { return act(local, target.post.id); }));
  return target_answer(node, target);
}

}  // namespace

Result<Response> favourite(Node& node, const Call& call) {
  return do_answer(node, call, "write:favourites", like);
}

Result<Response> unfavourite(Node& node, const Call& call) {
  return do_answer(node, call, "write:favourites", unlike);
}

Result<Response> bookmark_status(Node& node, const Call& call) {
  return keep_answer(node, call, "write:bookmarks",
                     [](WriteTxn& txn, const Target& target, Time now) {
                       return add_bookmark(txn, target.caller.actor.id, target.post.id, now);
                     });
}

Result<Response> unbookmark_status(Node& node, const Call& call) {
  return keep_answer(node, call, "write:bookmarks", [](WriteTxn& txn, const Target& target, Time) {
    return erase_bookmark(txn, target.caller.actor.id, target.post.id);
  });
}

Result<Response> mute_thread(Node& node, const Call& call) {
  return keep_answer(node, call, "write:mutes", [](WriteTxn& txn, const Target& target, Time now) {
    return add_muted_thread(txn, target.caller.actor.id, target.post.context, now);
  });
}

Result<Response> unmute_thread(Node& node, const Call& call) {
  return keep_answer(node, call, "write:mutes", [](WriteTxn& txn, const Target& target, Time) {
    return erase_muted_thread(txn, target.caller.actor.id, target.post.context);
  });
}

Result<Response> pin_status(Node& node, const Call& call) {
  const auto target = TRY(target_of(node, call, "write:accounts"));
  if (target.post.author != target.caller.actor.id) {
    return fail(Code::invalid, "Someone else's post cannot be pinned");
  }
  return do_answer(node, call, "write:accounts", pin);
}

Result<Response> unpin_status(Node& node, const Call& call) {
  return do_answer(node, call, "write:accounts", unpin);
}

Result<Response> reblog(Node& node, const Call& call) {
  const auto target = TRY(target_of(node, call, "write:statuses"));
  const auto& [caller, post] = target;
  const Id id = post.id;
  const auto boosted =
      TRY(node.act_as(caller.actor, [id](Local& local) { return boost(local, id); }));
  const auto txn = TRY(node.read());
  const auto shown = TRY(find_shown(txn, node.home(), to_string(id), caller.destination()));
  return json_answer(
      status_json({txn, node.home(), caller.actor.id, node.now()}, shown.post, boosted));
}

Result<Response> unreblog(Node& node, const Call& call) {
  return do_answer(node, call, "write:statuses", unboost);
}

}  // namespace hallway::api
