#include "federation/approval.h"

#include <algorithm>
#include <array>

namespace hallway {
namespace {

// What an approval is called, and where it is named.
struct Words {
  Interaction what;
  const char* named_in;
  std::string_view type, older_type;
};
constexpr std::array kWords = {
    Words{Interaction::like, "likeAuthorization", "LikeAuthorization", "LikeApproval"},
    Words{Interaction::reply, "replyAuthorization", "ReplyAuthorization", "ReplyApproval"},
    Words{Interaction::announce, "announceAuthorization", "AnnounceAuthorization",
          "AnnounceApproval"},
};

const Words& words_for(Interaction what) { return *std::ranges::find(kWords, what, &Words::what); }

// Who elsewhere follows whom is not known here.
bool may_without(const AnswerTerms& terms, Interaction what, const Iri& by) {
  const Asker asker{.iri = by, .follows = true, .followed = true};
  return terms.said.is_null() || terms.author.iri == by ||
         is_automatic(terms.said, what, terms.author, asker);
}

}  // namespace

std::optional<AnswerTerms> find_answer_terms(const ReadTxn& txn, const Iri& parent) {
  auto post = find_post(txn, parent);
  if (!post || post->local || post->gone) return std::nullopt;
  auto author = find_actor(txn, post->author);
  if (!author) return std::nullopt;
  auto said = said_of_interactions(txn, *post);
  return AnswerTerms{std::move(*post), std::move(*author), std::move(said)};
}

bool needs_approval(const ReadTxn& txn, const AnswerTerms& terms, const Post& reply,
                    const Iri& by) {
  return is_open(reply) && !may_without(terms, Interaction::reply, by) &&
         !may_always_answer(txn, terms.parent, by);
}

std::optional<ApprovalNeeded> approval_needed(const ReadTxn& txn, const Post& reply,
                                              const Iri& by) {
  if (reply.in_reply_to.empty() || !is_open(reply) || find_post(txn, reply.iri)) {
    return std::nullopt;
  }
  const auto terms = find_answer_terms(txn, reply.in_reply_to);
  if (!terms || !needs_approval(txn, *terms, reply, by)) return std::nullopt;
  return ApprovalNeeded{.parent = terms->parent.iri, .author = terms->author.iri};
}

std::optional<ApprovalNeeded> approval_needed(const ReadTxn& txn, const Post& post,
                                              Interaction what, const Iri& by) {
  const auto terms = find_answer_terms(txn, post.iri);
  if (!terms || may_without(*terms, what, by)) return std::nullopt;
  return ApprovalNeeded{.parent = post.iri, .author = terms->author.iri, .what = what};
}

std::optional<Iri> approval_of(const Json& interacting, const ApprovalNeeded& needed) {
  for (const auto* key : {words_for(needed.what).named_in, "approvedBy"}) {
    auto iri = find_iri(interacting, key);
    if (iri && iri->same_origin(needed.author)) return iri;
  }
  return std::nullopt;
}

bool approves(const Json& document, const ApprovalNeeded& needed, const Iri& interacting) {
  const auto& words = words_for(needed.what);
  const auto is = [&](const char* key, const Iri& iri) { return find_iri(document, key) == iri; };
  const auto type = type_of(document);
  if (type == words.type || type == words.older_type) {
    const bool theirs = is("attributedTo", needed.author) || is("actor", needed.author);
    const bool of_it = is("interactingObject", interacting) || is("object", interacting);
    const bool for_it = is("interactionTarget", needed.parent) || is("target", needed.parent);
    return theirs && of_it && for_it;
  }
  if (type != "Accept" || !is("actor", needed.author) || !is("object", interacting)) return false;
  return !find_member(document, "target") || is("target", needed.parent);
}

}  // namespace hallway
