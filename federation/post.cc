#include "federation/post.h"

#include <algorithm>

#include "federation/actor.h"
#include "federation/approval.h"
#include "federation/deliver.h"
#include "federation/forward.h"
#include "federation/held_answers.h"
#include "federation/history.h"
#include "federation/other_act.h"
#include "federation/question.h"
#include "federation/quote.h"
#include "federation/vote.h"
#include "federation/watch.h"
#include "storage/fetches.h"
#include "storage/follows.h"
#include "storage/notifications.h"
#include "storage/votes.h"

namespace hallway {
namespace {

constexpr uint32_t kDeepestThread = 20;

// The local people among `iris`.
std::vector<Id> people_here(const ReadTxn& txn, const Home& home,
                            const std::vector<std::string>& iris) {
  std::vector<Id> people;
  for (const auto& text : iris) {
    const auto iri = Iri::parse(text);
    if (!iri.ok() || !home.owns(*iri)) continue;
    const auto actor = find_actor(txn, *iri);
    if (actor && actor->local) people.push_back(actor->id);
  }
  return people;
}

std::vector<std::string> audience_of(const Post& post) {
  auto iris = post.to;
  iris.insert(iris.end(), post.cc.begin(), post.cc.end());
  for (const auto& mention : post.mentions) iris.push_back(mention.iri.text());
  std::ranges::sort(iris);
  iris.erase(std::unique(iris.begin(), iris.end()), iris.end());
  return iris;
}

bool mentions(const Post& post, const Iri& actor) {
  return std::ranges::find(post.mentions, actor, &Mention::iri) != post.mentions.end();
}

// Puts the post before the local people it was written for.
Result<void> reach_people(WriteTxn& txn, const Post& post, const std::vector<Id>& people,
                          Time now) {
  for (const auto person : people) {
    if (person == post.author) continue;
    TRY(add_recipient(txn, person, post.id));
    const auto actor = find_actor(txn, person);
    const bool meant =
        actor && (mentions(post, actor->iri) || post.visibility == Visibility::direct);
    if (!meant) continue;
    TRY(add_notification(txn, {.recipient = person,
                               .type = NotificationType::mention,
                               .actor = post.author,
                               .post = post.id,
                               .at = now}));
  }
  return {};
}

// Is a post of somebody else any business of ours? Everything else is answered and forgotten, so
// that strangers cannot fill the store.
bool concerns_us(const ReadTxn& txn, const Post& post, const std::vector<Id>& people) {
  if (!people.empty()) return true;
  if (!list_followers(txn, post.author, FollowState::accepted, Id{}, 1).empty()) return true;
  return !post.in_reply_to.empty() && find_post(txn, post.in_reply_to).has_value();
}

// Reads `object` as a post of in.actor.
Result<Post> read_post(Inbound& in, const Json& object) {
  auto read = TRY(in.carried ? *in.carried : parse_note(object, in.actor.followers.text()));
  if (!(read.author == in.actor.iri)) {
    return fail(Code::forbidden, in.actor.iri.text() + " may not speak for " + read.author.text());
  }
  auto& post = read.post;
  post.author = in.actor.id;
  post.label = label_of_remote(relation_to(in.txn, in.home, in.actor.iri.domain()), read.label);
  if (post.published.ms <= 0 || post.published > in.now) post.published = in.now;
  return std::move(post);
}

Result<void> ask_for_parent(Inbound& in, const Post& post, uint32_t depth) {
  if (post.in_reply_to.empty() || post.parent || depth >= kDeepestThread) return {};
  if (in.home.owns(post.in_reply_to)) return {};
  return add_fetch(in.txn, {.iri = post.in_reply_to,
                            .reason = FetchReason::parent,
                            .depth = depth + 1,
                            .next = in.now,
                            .created = in.now});
}

Result<void> add_remote(Inbound& in, Post& post, const std::vector<Id>& people, uint32_t depth) {
  post.document = in.seq;
  TRY(add_post(in.txn, post, in.now));
  TRY(reach_people(in.txn, post, people, in.now));
  TRY(look_into_quote(in, post, depth));
  TRY(look_into_quotes_of(in, post, depth));
  TRY(judge_answers(in, post, /*before=*/false));
  return ask_for_parent(in, post, depth);
}

// Nothing is believed: its origin is asked what it says.
Result<void> ask_origin(Inbound& in, const Iri& post, Time next) {
  TRY(take(in));
  return add_fetch(
      in.txn,
      {.iri = post, .reason = FetchReason::parent, .depth = 1, .next = next, .created = in.now});
}

// An object that is named but not there, or not of the sender's origin, is asked of its origin.
Result<void> create_by_reference(Inbound& in, const Json& object) {
  const auto iri = iri_of(object);
  if (!iri) return fail(Code::invalid, "the Create has no object");
  const bool followed =
      !list_followers(in.txn, in.actor.id, FollowState::accepted, Id{}, 1).empty();
  if (!followed || in.home.owns(*iri) || find_post(in.txn, *iri)) {
    in.ignored = "a reference that concerns nobody here";
    return {};
  }
  return ask_origin(in, *iri, in.now);
}

// Its origin is asked, and then whoever is said to have approved it (Resolver::take_post).
Result<void> ask_for_approved(Inbound& in, const Json& object, const Post& post,
                              const ApprovalNeeded& needed) {
  const auto next = approval_of(object, needed) ? turn_after_others(in.txn, in.now) : std::nullopt;
  if (!next) {
    in.ignored = "an answer that was not approved";
    return {};
  }
  return ask_origin(in, post.iri, *next);
}

// Whose approval came late sends it to everybody once more.
Result<void> create_again(Inbound& in, const Json& object, const Post& known) {
  const auto row =
      known.author == in.actor.id ? approval_to_ask(in.txn, known, object, in.now) : std::nullopt;
  if (row) {
    TRY(take(in));
    return add_fetch(in.txn, *row);
  }
  in.ignored = known.gone ? "deleted before" : "known already";
  return {};
}

Result<void> create(Inbound& in, const Json& object) {
  auto post = TRY(read_post(in, object));
  if (const auto known = find_post(in.txn, post.iri)) return create_again(in, object, *known);
  const auto people = people_here(in.txn, in.home, audience_of(post));
  if (!concerns_us(in.txn, post, people)) {
    in.ignored = "nobody here follows the author or is addressed";
    return {};
  }
  if (const auto needed = approval_needed(in.txn, post, in.actor.iri)) {
    return ask_for_approved(in, object, post, *needed);
  }
  TRY(take_with(in, post.iri));
  TRY(add_remote(in, post, people, /*depth=*/0));
  TRY(tell_watchers(in.txn, in.home, post, in.now));
  return forward(in, post);
}

// An edit of what we never had: it may be long gone, so its origin is asked what it says by now
// (attack 40).
Result<void> edit_of_unknown(Inbound& in, const Json& object) {
  const auto post = TRY(read_post(in, object));
  if (!concerns_us(in.txn, post, people_here(in.txn, in.home, audience_of(post)))) {
    in.ignored = "nobody here follows the author or is addressed";
    return {};
  }
  return ask_origin(in, post.iri, in.now);
}

// What an edit may change of a known post: never its author, its place in a thread, nor who may see
// it.
void adopt_edit(Post& known, Post&& edited) {
  known.type = std::move(edited.type);
  known.content = std::move(edited.content);
  known.title = std::move(edited.title);
  known.summary = std::move(edited.summary);
  known.sensitive = edited.sensitive;
  known.language = std::move(edited.language);
  known.url = std::move(edited.url);
  known.updated = edited.updated;
  known.mentions = std::move(edited.mentions);
  known.tags = std::move(edited.tags);
  known.links = std::move(edited.links);
  known.attachments = std::move(edited.attachments);
  known.replies = std::move(edited.replies);
  known.replies_there = std::max(known.replies_there, edited.replies_there);
  known.starts = edited.starts;
  known.ends = edited.ends;
  known.place = std::move(edited.place);
  known.poll = std::move(edited.poll);
  known.emojis = std::move(edited.emojis);
  known.quote_policy = edited.quote_policy;
  known.question = edited.question;
  known.accepted_answer = edited.accepted_answer;
  if (known.quote == edited.quote && known.quote_consent == edited.quote_consent) return;
  known.quote = edited.quote;
  known.quote_consent = edited.quote_consent;
  known.quote_state = QuoteState::pending;
}

bool asks_the_same(const std::optional<Poll>& a, const std::optional<Poll>& b) {
  return a && b && a->multiple == b->multiple &&
         std::ranges::equal(a->options, b->options, {}, &PollOption::title, &PollOption::title);
}

bool answers_the_same(const Post& a, const Post& b) {
  return a.question == b.question && a.accepted_answer == b.accepted_answer;
}

// Mastodon sends a post anew when votes came in, its quote was consented to, or its author changed
// who may quote it, and we when its author accepted an answer: nobody edited it (attack 40).
bool is_told_anew(const Post& known, const Post& sent) {
  return sent.updated == known.updated && sent.content == known.content &&
         sent.summary == known.summary && sent.title == known.title &&
         sent.sensitive == known.sensitive && sent.language == known.language &&
         std::ranges::equal(sent.attachments, known.attachments, {}, &Attachment::url,
                            &Attachment::url) &&
         sent.quote == known.quote &&
         (asks_the_same(known.poll, sent.poll) ||
          (!known.poll && !sent.poll &&
           (!(sent.quote_consent == known.quote_consent) ||
            sent.quote_policy != known.quote_policy || !answers_the_same(known, sent))));
}

Result<void> take_news(Inbound& in, Post& known, const Post& sent) {
  TRY(take(in));
  known.poll = sent.poll;
  known.quote_policy = sent.quote_policy;
  known.question = sent.question;
  known.accepted_answer = sent.accepted_answer;
  if (sent.quote_consent.empty() || sent.quote_consent == known.quote_consent) {
    return keep_told_anew(in.txn, known, in.seq);
  }
  known.quote_consent = sent.quote_consent;
  known.quote_state = QuoteState::pending;
  TRY(keep_told_anew(in.txn, known, in.seq));
  known.document = in.seq;
  return look_into_quote(in, known, /*depth=*/0);
}

Time version_of(const Post& post) { return std::max(post.published, post.updated); }

Result<void> edit(Inbound& in, Post& known, Post&& edited) {
  if (!known.gone && is_told_anew(known, edited)) return take_news(in, known, edited);
  if (edited.updated.ms == 0 || edited.updated > in.now) edited.updated = in.now;
  if (known.gone || version_of(edited) < version_of(known)) {
    in.ignored = known.gone ? "deleted before" : "older than what is known";
    return {};
  }
  TRY(take(in));
  if (known.poll && !asks_the_same(known.poll, edited.poll)) TRY(erase_votes(in.txn, known.id));
  adopt_edit(known, std::move(edited));
  set_document(known, in.seq);
  TRY(update_post(in.txn, known));
  if (known.quote_state == QuoteState::pending) TRY(look_into_quote(in, known, /*depth=*/0));
  return forward(in, known);
}

}  // namespace

std::optional<Result<ReadNote>> read_carried(const Json& activity, const Actor& actor) {
  const auto objects = find_list(activity, "object");
  if (objects.empty() || !is_post_type(type_of(*objects.front()))) return std::nullopt;
  return parse_note(*objects.front(), actor.followers.text());
}

Result<void> receive_create(Inbound& in) {
  const auto objects = find_list(in.activity, "object");
  if (objects.empty()) return fail(Code::invalid, "the Create has no object");
  const auto& object = *objects.front();
  const auto id = iri_of(object);
  if (!object.is_object() || !id || !id->same_origin(in.actor.iri))
    return create_by_reference(in, object);
  if (!is_post_type(type_of(object))) return receive_other(in);
  if (is_vote(object)) return receive_vote(in, object);
  return create(in, object);
}

Result<void> receive_update(Inbound& in) {
  const auto objects = find_list(in.activity, "object");
  if (objects.empty()) return fail(Code::invalid, "the Update has no object");
  const auto& object = *objects.front();
  const auto id = iri_of(object);
  if (!id) return fail(Code::invalid, "the updated object has no id");
  if (*id == in.actor.iri) {
    // A bare id says only that something changed: the actor is refreshed from its origin.
    if (object.is_object() && find_member(object, "inbox")) return receive_actor_update(in, object);
    TRY(take(in));
    return add_fetch(
        in.txn, {.iri = *id, .reason = FetchReason::refresh, .next = in.now, .created = in.now});
  }
  // Whatever it is: what is of another origin, or somebody's self, is not theirs to change.
  if (!id->same_origin(in.actor.iri) || find_actor(in.txn, *id)) {
    return fail(Code::forbidden, in.actor.iri.text() + " may not change " + id->text());
  }
  if (!object.is_object()) {
    in.ignored = "an update without its object";
    return {};
  }
  if (!is_post_type(type_of(object))) return receive_other(in);
  auto known = find_post(in.txn, *id);
  if (!known) return edit_of_unknown(in, object);
  if (known->author != in.actor.id) {
    return fail(Code::forbidden, in.actor.iri.text() + " may not edit " + id->text());
  }
  auto edited = TRY(read_post(in, object));
  const bool judged = judges_answers(in.txn, *known);
  const auto answer = known->accepted_answer;
  TRY(edit(in, *known, std::move(edited)));
  if (!in.ignored.empty()) return {};
  if (const auto stored = find_post(in.txn, known->id)) {
    TRY(judge_answers(in, *stored, judged));
    TRY(tell_answerers(in.txn, *stored, answer, in.now));
  }
  const auto row = approval_to_ask(in.txn, *known, object, in.now);
  return row ? add_fetch(in.txn, *row) : Result<void>();
}

Result<void> receive_delete(Inbound& in) {
  const auto iri = find_iri(in.activity, "object");
  if (!iri) return fail(Code::invalid, "the Delete names no object");
  if (*iri == in.actor.iri) return receive_actor_delete(in);
  const auto post = find_post(in.txn, *iri);
  if (!post && TRY(receive_quote_revocation(in, *iri))) return {};
  if (!post || post->gone) {
    in.ignored = "deletes nothing known here";
    return {};
  }
  if (post->author != in.actor.id) {
    return fail(Code::forbidden, in.actor.iri.text() + " may not delete " + iri->text());
  }
  TRY(take(in));
  TRY(bury_post(in.txn, post->id, in.now));
  return forward(in, *post);
}

Result<Post> store_fetched(Inbound& in, uint32_t depth, Approval approval) {
  auto post = TRY(read_post(in, in.activity));
  if (auto known = find_post(in.txn, post.iri)) {
    if (known->gone) return fail(Code::gone, post.iri.text() + " was deleted");
    if (approval == Approval::given) TRY(put_approval(in.txn, known->id, approval));
    return std::move(*known);
  }
  if (approval != Approval::given && approval_needed(in.txn, post, in.actor.iri)) {
    return fail(Code::conflict, post.iri.text() + " needs an approval by now");
  }
  if (in.actor.suspended || in.actor.gone)
    return fail(Code::forbidden, in.actor.iri.text() + " is suspended");
  in.type = post.type;
  in.id = Iri();  // a document is no activity; its id names the post
  TRY(take(in));
  post.approval = approval;
  TRY(add_remote(in, post, people_here(in.txn, in.home, audience_of(post)), depth));
  return post;
}

}  // namespace hallway
