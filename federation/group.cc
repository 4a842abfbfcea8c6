#include "federation/group.h"

#include "federation/note.h"
#include "federation/react.h"
#include "storage/fetches.h"
#include "storage/follows.h"

namespace hallway {
namespace {

Result<void> ask(Inbound& in, const Iri& iri, FetchReason reason) {
  TRY(take(in));
  return add_fetch(in.txn, {.iri = iri,
                            .reason = reason,
                            .waiting = reason == FetchReason::boosted ? in.seq : 0,
                            .depth = 1,
                            .next = in.now,
                            .created = in.now});
}

Result<void> receive_create_of(Inbound& in, const Iri& iri) {
  const auto post = find_post(in.txn, iri);
  if (post && may_know(in.txn, in.home, *post, in.actor)) return finish_handed_on(in, *post);
  if (!post && !in.home.owns(iri)) return ask(in, iri, FetchReason::boosted);
  in.ignored = "hands on nothing known here";
  return {};
}

Result<void> receive_change_of(Inbound& in, const Iri& iri) {
  const auto post = find_post(in.txn, iri);
  if (post && !post->gone && !post->local) return ask(in, iri, FetchReason::again);
  in.ignored = "hands on a change of nothing known here";
  return {};
}

// Who likes what others wrote is not worth a request; who likes ours is.
Result<void> receive_like_of(Inbound& in, const Json& like, const Iri& iri) {
  const auto id = find_iri(like, "id");
  const auto post = find_post(in.txn, iri);
  const bool ours = post && post->local && may_know(in.txn, in.home, *post, in.actor);
  if (id && ours && !in.home.owns(*id)) return ask(in, *id, FetchReason::activity);
  in.ignored = "hands on a reaction to nothing of ours";
  return {};
}

}  // namespace

bool hands_on(const Json& announce) {
  const auto objects = find_list(announce, "object");
  if (objects.empty() || !objects.front()->is_object()) return false;
  return find_member(*objects.front(), "object") && !is_post_type(type_of(*objects.front()));
}

const Json& handed_on(const Json& announce) { return *find_list(announce, "object").front(); }

Result<void> receive_handed_on(Inbound& in) {
  if (in.id.empty()) return fail(Code::invalid, "the Announce has no id");
  const auto& activity = handed_on(in.activity);
  const auto type = type_of(activity);
  const auto object = find_iri(activity, "object");
  if (!object || !is_followed(in.txn, in.actor.id)) {
    in.ignored = object ? "a boost that nobody here follows" : "hands on what has no object";
    return {};
  }
  if (type == "Create") return receive_create_of(in, *object);
  if (was_taken(in.txn, find_iri(activity, "id").value_or(Iri()))) {
    in.ignored = "hands on what was taken before";
    return {};
  }
  if (type == "Update" || type == "Delete") return receive_change_of(in, *object);
  if (type == "Like" || type == "EmojiReact") return receive_like_of(in, activity, *object);
  in.ignored = "hands on what we do not act on";
  return {};
}

Result<void> finish_handed_on(Inbound& in, const Post& post) {
  if (post.in_reply_to.empty()) return finish_announce(in, post);
  in.ignored = "a reply handed on";
  return {};
}

}  // namespace hallway
