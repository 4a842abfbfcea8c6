#include "server/social/acts.h"

#include <algorithm>

#include "federation/block.h"
#include "federation/featured_tags.h"
#include "federation/follow.h"
#include "federation/note.h"
#include "federation/other_object.h"
#include "federation/pin.h"
#include "federation/react.h"
#include "federation/report.h"
#include "server/node.h"
#include "storage/reactions.h"

namespace hallway::social {
namespace {

// What an Undo undoes: an activity that the log knows, or its parts, since some send only those.
struct Undone {
  std::string type;
  Json object;
  std::string content;  // of a reaction
};

Result<Json> logged_activity(const Submission& submission, const Iri& id) {
  const auto txn = TRY(submission.node.read());
  const auto seq = find_seen(txn, id.text());
  const auto entry = seq ? find_log(txn, *seq) : std::nullopt;
  if (!entry || entry->source != Source::local ||
      entry->actor != submission.caller.actor.iri.text()) {
    return fail(Code::not_found, "no activity of theirs is named " + id.text());
  }
  return parse_json(find_payload(txn, *seq).value_or("{}"));
}

Result<Undone> undone_by(const Submission& submission) {
  const auto id = iri_of(submission.object());
  auto inner = id ? logged_activity(submission, *id) : Result<Json>(submission.object());
  if (!inner.ok() && submission.object().is_object()) inner = submission.object();
  if (!inner.ok()) return inner.error();
  const auto objects = find_list(*inner, "object");
  if (objects.empty()) return fail(Code::invalid, "what is to be undone has no object");
  return Undone{.type = type_of(*inner),
                .object = *objects.front(),
                .content = std::string(find_string(*inner, "content").value_or(""))};
}

using PersonAct = Result<void> (*)(Local&, Id);

Result<Iri> undo_with(const Submission& submission, const Undone& undone, PersonAct act) {
  const auto person = TRY(actor_named(submission, undone.object));
  return do_and_name(submission, "Undo", [&](Local& local) { return act(local, person); });
}

Result<Iri> undo_of_post(const Submission& submission, const Undone& undone) {
  const auto post = TRY(post_named(submission, undone.object));
  return do_and_name(submission, "Undo", [&](Local& local) -> Result<void> {
    if (undone.type == "Announce") return unboost(local, post);
    return undone.content.empty() ? unlike(local, post) : unreact(local, post, undone.content);
  });
}

// A collection of theirs, by what the target names.
struct Target {
  enum class Kind { featured, featured_tags, followers, own, elsewhere } kind;
  Iri iri;
};

Result<Target> target_of(const Submission& submission) {
  auto iri = find_iri(submission.activity, "target");
  if (!iri) return fail(Code::invalid, "the target names no collection by an http(s) address");
  const auto& me = submission.caller.actor;
  using Kind = Target::Kind;
  const auto kind = *iri == me.featured                 ? Kind::featured
                    : *iri == featured_tags_of(me)      ? Kind::featured_tags
                    : *iri == me.followers              ? Kind::followers
                    : submission.node.home().owns(*iri) ? Kind::own
                                                        : Kind::elsewhere;
  return Target{kind, *std::move(iri)};
}

Result<Iri> feature(const Submission& submission, bool add) {
  const auto post = TRY(post_named(submission, submission.object()));
  return do_and_name(submission, submission.type,
                     [&](Local& local) { return add ? pin(local, post) : unpin(local, post); });
}

Result<Iri> feature_hashtag(const Submission& submission, bool add) {
  const auto& object = submission.object();
  const auto name = std::string(
      find_string(object, "name").value_or(as_string(object).value_or(std::string_view())));
  return do_and_name(submission, submission.type, [&](Local& local) -> Result<void> {
    if (!add) return unfeature_tag(local, name.substr(name.starts_with('#') ? 1 : 0));
    TRY(feature_tag(local, name));
    return {};
  });
}

Result<Iri> change_collection(const Submission& submission, const Iri& collection, bool add) {
  const auto audience = audience_of(submission);
  return submission.node.act_as(submission.caller.actor, [&](Local& local) -> Result<Iri> {
    OtherWish wish{submission.activity, audience};
    const auto recorded = TRY(add ? add_item(local, collection, std::move(wish))
                                  : remove_item(local, collection, std::move(wish)));
    return recorded.id;
  });
}

// Somebody who follows them does not from now on.
Result<Iri> turn_away(const Submission& submission) {
  const auto follower = TRY(actor_named(submission, submission.object()));
  return do_and_name(submission, "Reject",
                     [&](Local& local) { return reject_follow(local, follower); });
}

}  // namespace

Result<Iri> follow_somebody(const Submission& submission) {
  const auto target = TRY(actor_named(submission, submission.object()));
  const auto deed = [&](Local& local) -> Result<void> {
    TRY(follow(local, target));
    return {};
  };
  return do_and_name(submission, "Follow", deed, [&](const Local& local) {
    const auto known = find_follow(local.txn, local.actor.id, target);
    return known ? known->iri : Iri();
  });
}

Result<Iri> answer_follow(const Submission& submission) {
  const auto& object = submission.object();
  const auto id = iri_of(object);
  std::optional<Id> follower;
  if (id) {
    const auto known = find_follow(TRY(submission.node.read()), *id);
    if (known && known->followee == submission.caller.actor.id) follower = known->follower;
  }
  if (!follower && type_of(object) == "Follow" && find_member(object, "actor")) {
    follower = TRY(actor_named(submission, *find_member(object, "actor")));
  }
  if (!follower) return do_other(submission);
  return do_and_name(submission, submission.type, [&](Local& local) {
    return submission.type == "Accept" ? accept_follow(local, *follower)
                                       : reject_follow(local, *follower);
  });
}

Result<Iri> like_post(const Submission& submission) {
  const auto post = TRY(post_named(submission, submission.object()));
  const auto emoji = std::string(find_string(submission.activity, "content").value_or(""));
  const auto deed = [&](Local& local) {
    return emoji.empty() ? like(local, post) : react(local, post, emoji);
  };
  const auto known = [&](const Local& local) {
    const auto reaction = emoji.empty() ? find_reaction(local.txn, post, local.actor.id)
                                        : find_reaction(local.txn, post, local.actor.id, emoji);
    return reaction ? reaction->iri : Iri();
  };
  return do_and_name(submission, emoji.empty() ? "Like" : "EmojiReact", deed, known);
}

Result<Iri> announce(const Submission& submission) {
  const auto post = TRY(post_named(submission, submission.object()));
  const auto boosted = TRY(submission.node.act_as(
      submission.caller.actor, [&](Local& local) { return boost(local, post); }));
  return boosted.iri;
}

Result<Iri> keep_away(const Submission& submission) {
  const auto target = TRY(actor_named(submission, submission.object()));
  const bool for_good = submission.type == "Block";
  const auto deed = [&](Local& local) {
    return for_good ? block(local, target) : mute(local, target, /*notifications=*/true);
  };
  return do_and_name(submission, submission.type, deed, [&](const Local& local) {
    const auto known = for_good ? find_block(local.txn, local.actor.id, target) : std::nullopt;
    return known ? known->iri : Iri();
  });
}

Result<Iri> add_to(const Submission& submission) {
  const auto target = TRY(target_of(submission));
  switch (target.kind) {
    case Target::Kind::featured: return feature(submission, /*add=*/true);
    case Target::Kind::featured_tags: return feature_hashtag(submission, /*add=*/true);
    case Target::Kind::followers:
      return fail(Code::forbidden, "whoever follows decides that themselves");
    case Target::Kind::own: return change_collection(submission, target.iri, /*add=*/true);
    case Target::Kind::elsewhere: break;
  }
  return do_other(submission);
}

Result<Iri> remove_from(const Submission& submission) {
  const auto target = TRY(target_of(submission));
  switch (target.kind) {
    case Target::Kind::featured: return feature(submission, /*add=*/false);
    case Target::Kind::featured_tags: return feature_hashtag(submission, /*add=*/false);
    case Target::Kind::followers: return turn_away(submission);
    case Target::Kind::own: return change_collection(submission, target.iri, /*add=*/false);
    case Target::Kind::elsewhere: break;
  }
  return do_other(submission);
}

Result<Iri> flag(const Submission& submission) {
  NewReport fresh{.comment = find_text(submission.activity, "content")};
  fresh.forward = !audience_of(submission).to.empty();
  for (const auto* named : find_list(submission.activity, "object")) {
    const auto iri = iri_of(*named);
    if (!iri) continue;
    const auto found = TRY(submission.node.resolver().resolve_address(*iri));
    if (found.actor) fresh.target = *found.actor;
    if (found.post) fresh.posts.push_back(*found.post);
  }
  if (!fresh.target && !fresh.posts.empty()) {
    const auto post = find_post(TRY(submission.node.read()), fresh.posts.front());
    if (post) fresh.target = post->author;
  }
  return do_and_name(submission, "Flag", [&](Local& local) -> Result<void> {
    TRY(report(local, fresh));
    return {};
  });
}

Result<Iri> undo(const Submission& submission) {
  const auto undone = TRY(undone_by(submission));
  if (undone.type == "Follow") return undo_with(submission, undone, unfollow);
  if (undone.type == "Block") return undo_with(submission, undone, unblock);
  if (undone.type == "Ignore") return undo_with(submission, undone, unmute);
  if (undone.type == "Like" || undone.type == "EmojiReact" || undone.type == "Announce") {
    return undo_of_post(submission, undone);
  }
  return do_other(submission);
}

Result<Iri> do_other(const Submission& submission) {
  const auto audience = audience_of(submission);
  return submission.node.act_as(submission.caller.actor, [&](Local& local) -> Result<Iri> {
    auto recorded = TRY(send_other(local, submission.activity, audience));
    return std::move(recorded.id);
  });
}

}  // namespace hallway::social
