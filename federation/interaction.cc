#include "federation/interaction.h"

#include <algorithm>
#include <array>

#include "federation/deliver.h"
#include "federation/note.h"
#include "federation/post.h"
#include "federation/react.h"
#include "federation/vote.h"
#include "storage/follows.h"
#include "storage/reactions.h"

namespace hallway {
namespace {

struct Terms {
  Interaction what;
  std::string_view policy, request, authorization;
};
constexpr std::string_view kVocabulary = "https://gotosocial.org/ns";

constexpr std::array kKinds = {
    Terms{Interaction::like, "canLike", "LikeRequest", "LikeAuthorization"},
    Terms{Interaction::reply, "canReply", "ReplyRequest", "ReplyAuthorization"},
    Terms{Interaction::announce, "canAnnounce", "AnnounceRequest", "AnnounceAuthorization"},
};

const Terms* kind_of_request(std::string_view type) {
  const auto kind = std::ranges::find(kKinds, type, &Terms::request);
  return kind == kKinds.end() ? nullptr : kind;
}

bool names(std::string_view listed, const Actor& author, const Asker& by) {
  if (listed.empty()) return false;  // like a collection that the author does not have
  if (is_public_collection(listed) || listed == by.iri.text()) return true;
  if (listed == author.followers.text()) return by.follows;
  if (listed == author.following.text()) return by.followed;
  // Somebody else; or a collection of which only its owner knows who is in it.
  const auto iri = Iri::parse(listed);
  return iri && iri->same_origin(author.iri) && *iri != author.iri;
}

using Keys = std::initializer_list<const char*>;

// Is `by` in one of the lists of these names?
bool lists(const Json& object, const Terms& kind, Keys keys, const Actor& author, const Asker& by) {
  const auto* policy = find_member(object, "interactionPolicy");
  const auto* rule = policy ? find_member(*policy, kind.policy) : nullptr;
  // Of one that is null or empty, too, GoToSocial says that it is anybody.
  if (!rule || !rule->is_object() || rule->empty()) return true;
  for (const auto* key : keys) {
    for (const auto* listed : find_list(*rule, key)) {
      if (names(as_string(*listed).value_or(""), author, by)) return true;
    }
  }
  return false;
}

std::optional<Post> asked_post(const Inbound& in) {
  const auto iri = find_iri(in.activity, "object");
  auto post = iri ? find_post(in.txn, *iri) : std::nullopt;
  const bool ours = post && post->local && may_know(in.txn, in.home, *post, in.actor);
  return ours ? post : std::nullopt;
}

// Who is asked, whether the post exists or not: its author, or anybody here whose it would be.
std::optional<Actor> asked_author(const Inbound& in, const std::optional<Post>& post) {
  if (post) return find_actor(in.txn, post->author);
  const auto iri = find_iri(in.activity, "object");
  if (!iri || !in.home.owns(*iri)) return std::nullopt;
  const auto end = iri->text().find("/statuses/");
  const auto owner = Iri::parse(std::string_view(iri->text()).substr(0, end));
  auto actor = owner ? find_actor(in.txn, *owner) : std::nullopt;
  const bool here = actor && actor->local && !actor->gone && !actor->suspended;
  return here ? actor : std::nullopt;
}

// What came along with a request: all of it, or only its address.
struct Instrument {
  std::optional<Iri> id;
  const Json* object = nullptr;
  std::optional<Result<ReadNote>> reply;  // where it is to be one
};

Instrument instrument_of(const Inbound& in, Interaction what) {
  const auto instruments = find_list(in.activity, "instrument");
  if (instruments.empty()) return {};
  const auto& first = *instruments.front();
  Instrument out{.id = iri_of(first), .object = first.is_object() ? &first : nullptr, .reply = {}};
  const bool reply = what == Interaction::reply && out.object;
  if (reply) out.reply = parse_note(first, in.actor.followers.text());
  return out;
}

bool is_what_was_asked(const Inbound& in, const Instrument& with, Interaction what,
                       const Post& post) {
  const auto& object = *with.object;
  const auto type = type_of(object);
  if (what == Interaction::reply) {
    return is_post_type(type) && !is_vote(object) && with.reply && with.reply->ok() &&
           (*with.reply)->author == in.actor.iri && (*with.reply)->post.in_reply_to == post.iri;
  }
  const bool fits =
      what == Interaction::like ? type == "Like" || type == "EmojiReact" : type == "Announce";
  return fits && find_iri(object, "actor") == in.actor.iri &&
         find_iri(object, "object") == post.iri;
}

// Decided before anything is written: what cannot be is answered with a Reject, not with a failure.
bool is_granted(const Inbound& in, const Instrument& with, Interaction what, const Post& post) {
  if (what == Interaction::announce && !is_open(post)) return false;
  if (!with.id) return !with.object;
  if (!with.id->same_origin(in.actor.iri)) return false;
  return !with.object || is_what_was_asked(in, with, what, post);
}

// Where it came along: as if it had been sent.
Result<void> do_what_was_asked(Inbound& in, const Instrument& with, Interaction what) {
  if (!with.object || was_taken(in.txn, *with.id)) return {};
  const bool reply = what == Interaction::reply;
  const Json activity =
      reply ? Json{{"type", "Create"}, {"actor", in.actor.iri.text()}, {"object", *with.object}}
            : *with.object;
  const auto payload = seal(in.random, dump_json(activity));
  Inbound inner{.txn = in.txn,
                .home = in.home,
                .random = in.random,
                .keys = in.keys,
                .now = in.now,
                .actor = in.actor,
                .activity = activity,
                .id = reply ? Iri() : *with.id,
                .type = type_of(activity),
                .payload = payload,
                // Nobody sent this Create: it is not handed on.
                .source = reply ? Source::fetch : Source::inbox,
                .carried = with.reply ? &*with.reply : nullptr};
  switch (what) {
    case Interaction::like: return receive_like(inner);
    case Interaction::reply: return receive_create(inner);
    case Interaction::announce: return receive_announce(inner);
  }
  return {};
}

Json request_json(const Inbound& in) {
  Json out{{"id", in.id.text()},
           {"type", in.type},
           {"actor", in.actor.iri.text()},
           {"object", find_iri(in.activity, "object").value_or(Iri()).text()}};
  if (const auto instrument = find_iri(in.activity, "instrument")) {
    out["instrument"] = instrument->text();
  }
  return out;
}

Result<void> answer(Inbound& in, const Actor& author, bool accepted) {
  Local local{in.txn, in.home, in.random, in.keys, in.now, author};
  Json reply{{"@context", kVocabulary},
             {"type", accepted ? "Accept" : "Reject"},
             {"object", request_json(in)},
             {"to", Json::array({in.actor.iri.text()})}};
  if (accepted) {
    const auto last = last_log(in.txn);
    const Id seq{last ? last->seq + 1 : 1};  // of this very answer
    reply["result"] = in.home.thing(author.name, "authorizations", seq).text();
  }
  const auto recorded = TRY(record_activity(local, std::move(reply)));
  TRY(owe(in.txn, in.home, {.activity = recorded.seq, .recipients = {in.actor.id}}, author.id,
          in.now));
  return {};
}

}  // namespace

bool is_wanted(const Json& object, Interaction what, const Actor& author, const Asker& by) {
  // `always` and `approvalRequired` until GoToSocial 0.19. What needs an approval is for the author
  // to give.
  return lists(object, *std::ranges::find(kKinds, what, &Terms::what),
               {"automaticApproval", "manualApproval", "always", "approvalRequired"}, author, by);
}

bool is_automatic(const Json& object, Interaction what, const Actor& author, const Asker& by) {
  return lists(object, *std::ranges::find(kKinds, what, &Terms::what),
               {"automaticApproval", "always"}, author, by);
}

Json object_with(const ReadTxn& txn, const Post& post,
                 std::initializer_list<std::string_view> words) {
  const auto payload = find_payload(txn, post.document);
  // Hardly any has one, and then it need not be read.
  const auto has = [&](std::string_view word) { return payload->find(word) != std::string::npos; };
  if (!payload || std::ranges::none_of(words, has)) return {};
  auto document = parse_json(*payload);
  if (!document) return {};
  if (is_post_type(type_of(*document))) return std::move(*document);
  const auto objects = find_list(*document, "object");
  return objects.empty() ? Json() : *objects.front();
}

Json said_of_interactions(const ReadTxn& txn, const Post& post) {
  return object_with(txn, post, {"interactionPolicy"});
}

bool may_always_answer(const ReadTxn& txn, const Post& post, const Iri& who) {
  if (std::ranges::find(post.mentions, who, &Mention::iri) != post.mentions.end()) return true;
  const auto answered = post.in_reply_to.empty() ? std::nullopt : find_post(txn, post.in_reply_to);
  const auto author = answered ? find_addresses(txn, answered->author) : std::nullopt;
  return author && author->iri == who.text();
}

Result<void> check_wanted(const Local& local, const Post& post, Interaction what) {
  if (post.local) return {};
  const auto author = find_actor(local.txn, post.author);
  if (!author) return {};
  const auto& me = local.actor.iri;
  if (what == Interaction::reply && may_always_answer(local.txn, post, me)) return {};
  const Asker by{.iri = me,
                 .follows = follows(local.txn, local.actor.id, author->id),
                 .followed = follows(local.txn, author->id, local.actor.id)};
  if (is_wanted(said_of_interactions(local.txn, post), what, *author, by)) return {};
  return fail(Code::forbidden, "the author of this post does not want that of you");
}

Result<void> receive_interaction_request(Inbound& in) {
  const auto* kind = kind_of_request(in.type);
  if (!kind || in.id.empty()) return fail(Code::invalid, "the request has no id");
  const auto post = asked_post(in);
  const auto author = asked_author(in, post);
  if (!author) {
    in.ignored = "asks nobody here";
    return {};
  }
  const auto with = instrument_of(in, kind->what);
  const bool granted = post && is_granted(in, with, kind->what, *post);
  TRY(take(in));
  if (granted) TRY(do_what_was_asked(in, with, kind->what));
  return answer(in, *author, granted);
}

Result<Json> authorization(const ReadTxn& txn, const Home& home, const Actor& author,
                           uint64_t seq) {
  const auto nothing = fail(Code::not_found, "no such authorization");
  const auto entry = find_log(txn, seq);
  if (!entry || entry->source != Source::local || entry->type != "Accept" ||
      entry->actor != author.iri.text()) {
    return nothing;
  }
  const auto accept = parse_json(find_payload(txn, seq).value_or(""));
  const auto id = home.thing(author.name, "authorizations", Id{seq});
  if (!accept || find_iri(*accept, "result") != id) return nothing;
  const auto* request = find_member(*accept, "object");
  const auto* kind = request ? kind_of_request(type_of(*request)) : nullptr;
  const auto target = kind ? find_iri(*request, "object") : std::nullopt;
  const auto post = target ? find_post(txn, *target) : std::nullopt;
  const auto with = kind ? find_iri(*request, "instrument") : std::nullopt;
  if (!post || post->gone || !with) return nothing;
  return Json{{"@context", {"https://www.w3.org/ns/activitystreams", kVocabulary}},
              {"id", id.text()},
              {"type", std::string(kind->authorization)},
              {"attributedTo", author.iri.text()},
              {"interactingObject", with->text()},
              {"interactionTarget", target->text()}};
}

Result<bool> interaction_rejected(Inbound& in) {
  const auto iri = find_iri(in.activity, "object");
  if (!iri || !in.home.owns(*iri)) return false;
  const auto by_author = [&](Id post_id) {
    const auto post = find_post(in.txn, post_id);
    return post && post->author == in.actor.id;
  };
  if (const auto reaction = find_reaction(in.txn, *iri); reaction && by_author(reaction->post)) {
    TRY(take(in));
    TRY(erase_reaction(in.txn, *reaction));
    return true;
  }
  const auto boost = find_boost(in.txn, *iri);
  if (!boost || !by_author(boost->post)) return false;
  TRY(take(in));
  TRY(erase_boost(in.txn, *boost));
  return true;
}

}  // namespace hallway
