#include "federation/quote.h"

#include "federation/addressing.h"
#include "federation/deliver.h"
#include "federation/quote_link.h"
#include "storage/fetches.h"
#include "storage/follows.h"

namespace hallway {
namespace {

constexpr std::string_view kRequestEnd = "#quote-request";
constexpr size_t kMostQuoting = 1'000;
constexpr size_t kMostThatWait = 50;  // for one post
constexpr uint32_t kDeepest = 3;      // quotes within quotes

// May `actor` quote this post of ours? Everybody may quote themselves.
bool allows(const ReadTxn& txn, const Post& post, Id actor) {
  if (post.author == actor) return true;
  if (!is_open(post)) return false;
  switch (post.quote_policy) {
    case QuotePolicy::unsaid:
    case QuotePolicy::anybody: return true;
    case QuotePolicy::followers: return follows(txn, actor, post.author);
    case QuotePolicy::nobody: break;
  }
  return false;
}

Result<void> set_state(WriteTxn& txn, Post post, QuoteState state, const Iri& consent) {
  post.quote_state = state;
  post.quote_consent = consent;
  return update_post(txn, post);
}

Json request_json(const Iri& id, const Iri& actor, const Iri& quoted, Json instrument) {
  return {{"id", id.text()},
          {"type", "QuoteRequest"},
          {"actor", actor.text()},
          {"object", quoted.text()},
          {"instrument", std::move(instrument)}};
}

Result<void> answer(Inbound& in, const Actor& author, const Post& post, const Iri& quoting) {
  const bool allowed = allows(in.txn, post, in.actor.id);
  const Iri consent = consent_iri(post, quoting);
  Json reply{{"type", allowed ? "Accept" : "Reject"},
             {"to", Json::array({in.actor.iri.text()})},
             {"object", request_json(in.id, in.actor.iri, post.iri, quoting.text())}};
  if (allowed) {
    reply["result"] = consent.text();
    TRY(put_consent(in.txn,
                    {.post = post.id, .quoting = quoting, .actor = in.actor.id, .at = in.now}));
  }
  Local local{in.txn, in.home, in.random, in.keys, in.now, author};
  const auto recorded = TRY(record_activity(local, std::move(reply)));
  TRY(owe(in.txn, in.home, {.activity = recorded.seq, .recipients = {in.actor.id}}, author.id,
          in.now));
  return {};
}

// The post of ours whose request an Accept or Reject answers: by the request's id or its parts.
std::optional<Post> asked_by(Inbound& in) {
  const auto objects = find_list(in.activity, "object");
  if (objects.empty()) return std::nullopt;
  const auto& request = *objects.front();
  std::optional<Iri> quoting;
  if (const auto id = iri_of(request); id && id->text().ends_with(kRequestEnd)) {
    quoting = id->without_fragment();
  } else if (find_string(request, "type") == "QuoteRequest") {
    quoting = find_iri(request, "instrument");
  }
  auto post = quoting ? find_post(in.txn, *quoting) : std::nullopt;
  if (!post || !post->local || post->gone || post->quote.empty()) return std::nullopt;
  return post;
}

// Only whoever wrote what is quoted may answer or take back (attack 38).
bool wrote_the_quoted(const ReadTxn& txn, const Post& quoting, Id actor) {
  const auto quoted = find_post(txn, quoting.quote);
  return quoted && !quoted->gone && quoted->author == actor;
}

// Only whoever wrote what quotes may ask (attack 38): as far as the request, which may carry the
// post, or what we know of it says.
bool wrote_the_quoting(const Inbound& in, const Iri& quoting) {
  const auto carried = find_list(in.activity, "instrument");
  const auto said =
      carried.front()->is_object() ? find_iri(*carried.front(), "attributedTo") : std::nullopt;
  if (said && !(*said == in.actor.iri)) return false;
  const auto known = find_post(in.txn, quoting);
  return !known || known->author == in.actor.id;
}

Result<void> fetch_later(Inbound& in, const Iri& iri, FetchReason reason, uint32_t depth) {
  return add_fetch(
      in.txn,
      {.iri = iri, .reason = reason, .depth = depth + 1, .next = in.now, .created = in.now});
}

}  // namespace

Iri consent_iri(const Post& quoted, const Iri& quoting) {
  const auto digest = sha256(quoting.text());
  return Iri::parse(quoted.iri.text() + "/quotes/" + hex(as_bytes_view(digest))).value_or(Iri());
}

Result<void> receive_quote_request(Inbound& in) {
  const auto target = find_iri(in.activity, "object");
  const auto quoting = find_iri(in.activity, "instrument");
  if (in.id.empty() || !quoting) {
    return fail(Code::invalid, "the QuoteRequest has no id or no instrument");
  }
  if (!quoting->same_origin(in.actor.iri)) {
    return fail(Code::forbidden,
                in.actor.iri.text() + " may not ask for the sake of " + quoting->text());
  }
  if (!wrote_the_quoting(in, *quoting)) {
    return fail(Code::forbidden, in.actor.iri.text() + " did not write " + quoting->text());
  }
  const auto post = target ? find_post(in.txn, *target) : std::nullopt;
  const auto author = post ? find_actor(in.txn, post->author) : std::nullopt;
  const Id people[] = {in.actor.id};
  const auto them = Destination::to_domain(in.actor.iri.domain(), people);
  if (!post || post->gone || !post->local || !author || !may_flow(in.txn, in.home, *post, them)) {
    in.ignored = "a quote of nothing known here";
    return {};
  }
  TRY(take(in));
  return answer(in, *author, *post, *quoting);
}

Result<bool> receive_quote_answer(Inbound& in) {
  const auto post = asked_by(in);
  if (!post) return false;
  if (!wrote_the_quoted(in.txn, *post, in.actor.id)) {
    return fail(Code::forbidden, in.actor.iri.text() + " did not write what is quoted");
  }
  const bool accepted = in.type == "Accept";
  const auto consent = find_iri(in.activity, "result");
  if (accepted && (!consent || !consent->same_origin(in.actor.iri))) {
    return fail(Code::invalid, "the Accept of a quote names no consent of its own origin");
  }
  const auto author = find_actor(in.txn, post->author);
  if (!author) return fail(Code::corrupt, "post " + to_string(post->id) + " has no author");
  TRY(take(in));
  TRY(set_state(in.txn, *post, accepted ? QuoteState::accepted : QuoteState::rejected,
                accepted ? *consent : Iri()));
  if (!accepted) return true;
  Local local{in.txn, in.home, in.random, in.keys, in.now, *author};
  TRY(tell_again(local, find_post(in.txn, post->id).value_or(*post), {}));
  return true;
}

Result<bool> receive_quote_revocation(Inbound& in, const Iri& consent) {
  bool known = false, of_another = false;
  for (const auto id : list_quoting(in.txn, consent, kMostQuoting)) {
    const auto post = find_post(in.txn, id);
    if (!post || post->gone || !(post->quote_consent == consent)) continue;
    // Whoever quotes writes whatever they like as the consent.
    if (!wrote_the_quoted(in.txn, *post, in.actor.id)) {
      of_another = true;
      continue;
    }
    TRY(take(in));
    TRY(set_state(in.txn, *post, QuoteState::revoked, Iri()));
    known = true;
  }
  if (of_another && !consent.same_origin(in.actor.iri)) {
    return fail(Code::forbidden, in.actor.iri.text() + " may not take back " + consent.text());
  }
  return known;
}

Result<void> look_into_quote(Inbound& in, const Post& post, uint32_t depth) {
  if (post.quote.empty()) return {};
  const auto quoted = find_post(in.txn, post.quote);
  if (quoted && quoted->author == post.author) {
    return set_state(in.txn, post, QuoteState::accepted, post.quote_consent);
  }
  if (in.home.owns(post.quote)) {
    const auto consent = quoted && !quoted->gone
                             ? find_consent(in.txn, quoted->id, sha256(post.iri.text()))
                             : std::nullopt;
    // Others of the asker's origin do not quote under it (attack 38).
    const bool given = consent && consent->actor == post.author &&
                       post.quote_consent == consent_iri(*quoted, post.iri);
    return set_state(in.txn, post, given ? QuoteState::accepted : QuoteState::pending,
                     given ? post.quote_consent : Iri());
  }
  if (depth >= kDeepest) return {};
  if (!quoted) TRY(fetch_later(in, post.quote, FetchReason::parent, depth));
  if (post.quote_consent.empty()) return {};
  return fetch_later(in, post.quote_consent, FetchReason::consent, depth);
}

Result<void> look_into_quotes_of(Inbound& in, const Post& quoted, uint32_t depth) {
  for (const auto id : list_quoting(in.txn, quoted.iri, kMostThatWait)) {
    const auto post = find_post(in.txn, id);
    if (!post || post->gone || !(post->quote == quoted.iri)) continue;
    if (post->quote_state == QuoteState::pending) TRY(look_into_quote(in, *post, depth));
  }
  return {};
}

Result<void> take_consent(WriteTxn& txn, const Json& document) {
  const auto iri = find_iri(document, "id");
  if (!iri) return fail(Code::invalid, "a consent without an id");
  for (const auto id : list_quoting(txn, *iri, kMostQuoting)) {
    const auto post = find_post(txn, id);
    const auto quoted = post && !post->gone ? find_post(txn, post->quote) : std::nullopt;
    const auto author = quoted ? find_actor(txn, quoted->author) : std::nullopt;
    if (!author || quoted->gone || !consents(document, author->iri, post->iri, quoted->iri)) {
      continue;
    }
    TRY(set_state(txn, *post, QuoteState::accepted, *iri));
  }
  return {};
}

Result<Post> quotable(Local& local, Id id) {
  auto post = find_seen(local.txn, local.home, id, local.actor.id);
  if (!post) return fail(Code::not_found, "no post " + to_string(id) + " to quote");
  const bool own = post->author == local.actor.id;
  const bool refused = post->local ? !allows(local.txn, *post, local.actor.id)
                                   : post->quote_policy == QuotePolicy::nobody;
  if (!own && (refused || !is_open(*post))) {
    return fail(Code::forbidden, "its author does not want this post to be quoted");
  }
  return std::move(*post);
}

Result<void> prepare_quote(Local& local, Post& post, const Post& quoted) {
  post.quote = quoted.iri;
  const bool own = quoted.author == local.actor.id;
  if (!own && !quoted.local) return {};  // pending
  post.quote_state = QuoteState::accepted;
  post.quote_consent = consent_iri(quoted, post.iri);
  if (!quoted.local) return {};
  return put_consent(
      local.txn,
      {.post = quoted.id, .quoting = post.iri, .actor = local.actor.id, .at = local.now});
}

Result<void> ask_for_consent(Local& local, const Post& post, const Post& quoted) {
  if (post.quote_state == QuoteState::accepted) return {};
  const auto author = find_actor(local.txn, quoted.author);
  if (!author) return fail(Code::corrupt, "post " + to_string(quoted.id) + " has no author");
  // The request carries the whole post: whom it is not for is not asked, and it stays pending.
  const Id people[] = {author->id};
  const auto them = Destination::to_domain(author->iri.domain(), people);
  if (!may_flow(local.txn, local.home, post, them)) return {};
  const auto id = TRY(Iri::parse(post.iri.text() + std::string(kRequestEnd)));
  auto request =
      request_json(id, local.actor.iri, quoted.iri, note_json(post, local.actor, local.home));
  request["to"] = Json::array({author->iri.text()});
  const auto recorded = TRY(record_activity(local, std::move(request)));
  TRY(owe(local.txn, local.home,
          {.activity = recorded.seq, .recipients = {author->id}, .post = nullptr}, local.actor.id,
          local.now));
  return {};
}

Result<void> set_quote_policy(Local& local, Id id, QuotePolicy policy) {
  auto post = find_post(local.txn, id);
  if (!post || post->gone ||
      !may_flow(local.txn, local.home, *post, Destination::to_person(local.actor.id))) {
    return fail(Code::not_found, "no post " + to_string(id));
  }
  if (post->author != local.actor.id) {
    return fail(Code::forbidden, "post " + to_string(id) + " is somebody else's");
  }
  if (post->quote_policy == policy) return {};
  post->quote_policy = policy;
  return tell_again(local, *post, {});
}

Result<void> revoke_quote(Local& local, Id id, Id quoting) {
  const auto post = find_post(local.txn, id);
  const auto by = find_post(local.txn, quoting);
  if (!post || !by || !(by->quote == post->iri) || by->gone ||
      !find_consent(local.txn, id, sha256(by->iri.text()))) {
    return fail(Code::not_found, "no such quote of " + to_string(id));
  }
  if (post->author != local.actor.id) {
    return fail(Code::forbidden, "post " + to_string(id) + " is somebody else's");
  }
  TRY(erase_consent(local.txn, id, by->iri));
  TRY(set_state(local.txn, *by, QuoteState::revoked, Iri()));
  const auto recorded =
      TRY(record_activity(local, {{"type", "Delete"},
                                  {"object", consent_iri(*post, by->iri).text()},
                                  {"to", Json::array({std::string(kPublic)})},
                                  {"cc", Json::array({local.actor.followers.text()})}}));
  auto people = list_followers(local.txn, local.actor.id, FollowState::accepted, Id{}, SIZE_MAX);
  people.push_back(by->author);
  TRY(owe(local.txn, local.home,
          {.activity = recorded.seq, .recipients = std::move(people), .post = &*post},
          local.actor.id, local.now));
  return {};
}

}  // namespace hallway
