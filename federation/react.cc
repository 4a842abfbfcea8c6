#include "federation/react.h"

#include <algorithm>

#include "federation/approved_reaction.h"
#include "federation/deliver.h"
#include "federation/emoji.h"
#include "federation/follow.h"
#include "federation/group.h"
#include "federation/interaction.h"
#include "federation/move.h"
#include "federation/note.h"
#include "federation/relay.h"
#include "federation/shown_reactions.h"
#include "storage/fetches.h"
#include "storage/names.h"
#include "storage/notifications.h"
#include "storage/own_emojis.h"
#include "storage/withdrawn.h"

namespace hallway {
namespace {

// A post that the sender can know of. Others are as unknown: an answer must not tell (attack 36).
std::optional<Post> known_post(const Inbound& in, const Iri& iri) {
  auto post = find_post(in.txn, iri);
  return post && may_know(in.txn, in.home, *post, in.actor) ? post : std::nullopt;
}

Result<void> notify_author(WriteTxn& txn, const Post& post, NotificationType type, Id from,
                           Time now) {
  if (!post.local || post.author == from) return {};
  return add_notification(
      txn, {.recipient = post.author, .type = type, .actor = from, .post = post.id, .at = now});
}

struct Seen {
  Post post;
  Actor author;
};

// A post that local.actor can see and act on.
Result<Seen> visible(Local& local, Id id) {
  auto post = find_post(local.txn, id);
  if (!post || post->gone ||
      !may_flow(local.txn, local.home, *post, Destination::to_person(local.actor.id))) {
    return fail(Code::not_found, "no post " + to_string(id));
  }
  auto author = find_actor(local.txn, post->author);
  if (!author) return fail(Code::corrupt, "post " + to_string(id) + " has no author");
  return Seen{std::move(*post), std::move(*author)};
}

Result<void> send_undo(Local& local, Json object, const Post& post, std::vector<Id> recipients) {
  Json to = find_member(object, "to") ? object["to"] : Json::array();
  const auto recorded = TRY(record_activity(
      local, {{"type", "Undo"}, {"object", std::move(object)}, {"to", std::move(to)}}));
  TRY(owe(local.txn, local.home,
          {.activity = recorded.seq, .recipients = std::move(recipients), .post = &post},
          local.actor.id, local.now));
  return {};
}

std::vector<Id> boost_audience(Local& local, const Post& post) {
  auto people = list_followers(local.txn, local.actor.id, FollowState::accepted, Id{}, SIZE_MAX);
  people.push_back(post.author);
  return people;
}

}  // namespace

namespace {

// A second emoji of the same person is one more reaction (FEP-c0e0); endless ones are noise.
constexpr size_t kMostEmojisEach = 10;

bool reacted_before(Inbound& in, const Post& post, const EmojiReaction& emoji) {
  if (emoji.content.empty()) return find_reaction(in.txn, post.id, in.actor.id).has_value();
  return find_reaction(in.txn, post.id, in.actor.id, emoji.content) ||
         count_emoji_reactions(in.txn, post.id, in.actor.id) >= kMostEmojisEach;
}

// What a like says; nothing, and in.ignored says why, where that is nothing new.
std::optional<EmojiReaction> new_reaction(Inbound& in, const Post& post) {
  // Some send every like with content; what is no emoji says nothing more than a like.
  auto emoji = find_emoji_reaction(in.activity).value_or(EmojiReaction());
  if (emoji.content.empty() && in.type == "EmojiReact") {
    in.ignored = "a reaction with no emoji";
    return std::nullopt;
  }
  if (reacted_before(in, post, emoji)) {
    in.ignored = "reacted before";
    return std::nullopt;
  }
  return emoji;
}

}  // namespace

Result<void> receive_like(Inbound& in) {
  if (in.id.empty()) return fail(Code::invalid, "the reaction has no id");
  const auto iri = find_iri(in.activity, "object");
  const auto post = iri ? known_post(in, *iri) : std::nullopt;
  if (!post) {
    in.ignored = "a reaction to nothing known here";
    return {};
  }
  if (!new_reaction(in, *post) || TRY(lacks_approval(in, *post, Interaction::like))) return {};
  return count_like(in, *post);
}

Result<void> count_like(Inbound& in, const Post& post) {
  const auto emoji = new_reaction(in, post);
  if (!emoji) return {};
  TRY(take(in));
  Reaction reaction{.iri = in.id,
                    .actor = in.actor.id,
                    .post = post.id,
                    .content = emoji->content,
                    .at = in.now,
                    .emoji = emoji->picture};
  TRY(add_reaction(in.txn, reaction, in.now));
  const auto type = emoji->content.empty() ? NotificationType::reaction : NotificationType::emoji;
  return notify_author(in.txn, post, type, in.actor.id, in.now);
}

Result<void> receive_announce(Inbound& in) {
  if (find_relay_of(in.txn, in.actor.id)) return receive_relayed(in);
  if (hands_on(in.activity)) return receive_handed_on(in);
  const auto iri = find_iri(in.activity, "object");
  if (!iri) return fail(Code::invalid, "the Announce names no object");
  if (in.id.empty()) return fail(Code::invalid, "the Announce has no id");
  if (const auto post = find_post(in.txn, *iri)) {
    if (!may_know(in.txn, in.home, *post, in.actor)) {
      in.ignored = "a boost of nothing known here";
      return {};
    }
    return finish_announce(in, *post);
  }
  if (in.home.owns(*iri) || !is_followed(in.txn, in.actor.id)) {
    in.ignored =
        in.home.owns(*iri) ? "a boost of nothing known here" : "a boost that nobody here follows";
    return {};
  }
  if (!may_ask(in.txn, in.home, *iri)) {
    in.ignored = "a boost of what is not asked for";
    return {};
  }
  TRY(take(in));
  // What an Announce carries inline is not believed: the object's origin is asked (attack 18).
  return add_fetch(in.txn, {.iri = *iri,
                            .reason = FetchReason::boosted,
                            .waiting = in.seq,
                            .depth = 1,
                            .next = in.now,
                            .created = in.now});
}

Result<void> finish_announce(Inbound& in, const Post& post) {
  if (!is_open(post)) return fail(Code::forbidden, "a boost of a post that was addressed to few");
  if (TRY(lacks_approval(in, post, Interaction::announce))) return {};
  return count_boost(in, post);
}

Result<void> count_boost(Inbound& in, const Post& post) {
  TRY(take(in));
  Boost boost{.iri = in.id,
              .actor = in.actor.id,
              .post = post.id,
              .at = std::min(find_time(in.activity, "published").value_or(in.now), in.now)};
  if (!TRY(add_boost(in.txn, boost, in.now))) return {};
  return notify_author(in.txn, post, NotificationType::boost, in.actor.id, in.now);
}

Result<void> undo_reaction(Inbound& in, const Reaction& reaction) {
  if (reaction.actor != in.actor.id) {
    return fail(Code::forbidden, in.actor.iri.text() + " may not undo somebody else's reaction");
  }
  TRY(take(in));
  return erase_reaction(in.txn, reaction);
}

Result<void> undo_boost(Inbound& in, const Boost& boost) {
  if (boost.actor != in.actor.id) {
    return fail(Code::forbidden, in.actor.iri.text() + " may not undo somebody else's boost");
  }
  TRY(take(in));
  TRY(put_withdrawn(in.txn, boost));
  return erase_boost(in.txn, boost);
}

namespace {

// A like, or what is as good as one (FEP-c0e0). Whoever does not know EmojiReact passes it over;
// a Like would be counted twice where somebody both likes a post and reacts to it.
Json reaction_json(const Reaction& reaction, const Post& post) {
  Json out{{"object", post.iri.text()}};
  if (reaction.content.empty()) {
    out["type"] = "Like";
    return out;
  }
  out["type"] = "EmojiReact";
  out["content"] = reaction.content;
  if (reaction.emoji.empty()) return out;
  out["tag"] = Json::array({{{"type", "Emoji"},
                             {"name", reaction.content},
                             {"icon", {{"type", "Image"}, {"url", reaction.emoji.text()}}}}});
  return out;
}

// Whoever wrote the post is told, nobody else.
Result<void> send_to_author(Local& local, Json activity, const Actor& author) {
  activity["to"] = Json::array({author.iri.text()});
  const auto recorded = TRY(record_activity(local, std::move(activity)));
  TRY(owe(local.txn, local.home, {.activity = recorded.seq, .recipients = {author.id}},
          local.actor.id, local.now));
  return {};
}

Result<void> add(Local& local, const Seen& seen, Reaction made) {
  TRY(check_wanted(local, seen.post, Interaction::like));
  const auto last = last_log(local.txn);
  const Id seq{last ? last->seq + 1 : 1};  // of this very activity
  made.iri = local.home.thing(local.actor.name, "activities", seq);
  made.actor = local.actor.id;
  made.post = seen.post.id;
  made.at = local.now;
  auto activity = reaction_json(made, seen.post);
  activity["id"] = made.iri.text();
  TRY(send_to_author(local, std::move(activity), seen.author));
  TRY(add_reaction(local.txn, made, local.now));
  const auto type = made.content.empty() ? NotificationType::reaction : NotificationType::emoji;
  return notify_author(local.txn, seen.post, type, local.actor.id, local.now);
}

Result<void> take_back(Local& local, const Seen& seen, const Reaction& known) {
  TRY(erase_reaction(local.txn, known));
  auto undone = reaction_json(known, seen.post);
  undone["id"] = known.iri.text();
  undone["actor"] = local.actor.iri.text();
  return send_to_author(local, {{"type", "Undo"}, {"object", std::move(undone)}}, seen.author);
}

// What `text` stands for below a post.
Result<Reaction> reaction_with(const Local& local, Id post, std::string_view text) {
  if (is_one_emoji(text)) return Reaction{.content = std::string(text)};
  for (const auto& shown : shown_emoji_reactions(local.txn, local.home, post)) {
    if (shown.content != text) continue;
    if (shown.emoji.empty()) {
      return fail(Code::invalid, "the picture of " + shown.content +
                                     " is of a server that this node does not talk with");
    }
    return Reaction{.content = shown.content, .emoji = shown.emoji};
  }
  if (const auto own = own_emojis_in(local.txn, {text});
      own.size() == 1 && text == ":" + own.front().name + ":") {
    return Reaction{.content = std::string(text), .emoji = own.front().url};
  }
  return fail(
      Code::invalid,
      "a reaction is one emoji, also of this node, or one that stands below the post already");
}

}  // namespace

Result<void> like(Local& local, Id id) {
  const auto seen = TRY(visible(local, id));
  if (find_reaction(local.txn, id, local.actor.id)) return {};
  return add(local, seen, {});
}

Result<void> unlike(Local& local, Id id) {
  const auto seen = TRY(visible(local, id));
  const auto known = find_reaction(local.txn, id, local.actor.id);
  return known ? take_back(local, seen, *known) : Result<void>();
}

Result<void> react(Local& local, Id id, std::string_view emoji) {
  const auto seen = TRY(visible(local, id));
  if (find_reaction(local.txn, id, local.actor.id, emoji)) return {};
  auto made = TRY(reaction_with(local, id, emoji));
  if (count_emoji_reactions(local.txn, id, local.actor.id) >= kMostEmojisEach) {
    return fail(Code::invalid, "at most " + std::to_string(kMostEmojisEach) +
                                   " reactions of one person to a post");
  }
  return add(local, seen, std::move(made));
}

Result<void> unreact(Local& local, Id id, std::string_view emoji) {
  const auto seen = TRY(visible(local, id));
  const auto known = find_reaction(local.txn, id, local.actor.id, emoji);
  return known ? take_back(local, seen, *known) : Result<void>();
}

Result<Boost> boost(Local& local, Id id) {
  TRY(check_lives_here(local));
  const auto [post, author] = TRY(visible(local, id));
  if (!is_open(post))
    return fail(Code::forbidden, "this post was addressed to few and cannot be boosted");
  if (auto known = find_boost(local.txn, id, local.actor.id)) return std::move(*known);
  TRY(check_wanted(local, post, Interaction::announce));
  const auto recorded = TRY(record_activity(
      local, {{"type", "Announce"},
              {"object", post.iri.text()},
              {"published", to_rfc3339(local.now)},
              {"to", Json::array({std::string(kPublic)})},
              {"cc", Json::array({local.actor.followers.text(), author.iri.text()})}}));
  Boost made{.iri = recorded.id, .actor = local.actor.id, .post = id, .at = local.now};
  TRY(add_boost(local.txn, made, local.now));
  TRY(notify_author(local.txn, post, NotificationType::boost, local.actor.id, local.now));
  TRY(owe(local.txn, local.home,
          {.activity = recorded.seq, .recipients = boost_audience(local, post), .post = &post},
          local.actor.id, local.now));
  return made;
}

Result<void> unboost(Local& local, Id id) {
  const auto [post, author] = TRY(visible(local, id));
  const auto known = find_boost(local.txn, id, local.actor.id);
  if (!known) return {};
  TRY(put_withdrawn(local.txn, *known));
  TRY(erase_boost(local.txn, *known));
  return send_undo(local,
                   {{"id", known->iri.text()},
                    {"type", "Announce"},
                    {"actor", local.actor.iri.text()},
                    {"object", post.iri.text()},
                    {"to", Json::array({std::string(kPublic)})}},
                   post, boost_audience(local, post));
}

}  // namespace hallway
