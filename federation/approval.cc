#include "federation/approval.h"

#include "federation/interaction.h"

namespace hallway {

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
  if (terms.said.is_null() || !is_open(reply) || terms.author.iri == by) return false;
  if (may_always_answer(txn, terms.parent, by)) return false;
  // Who elsewhere follows whom is not known here.
  const Asker asker{.iri = by, .follows = true, .followed = true};
  return !is_automatic(terms.said, Interaction::reply, terms.author, asker);
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

std::optional<Iri> approval_of(const Json& reply, const ApprovalNeeded& needed) {
  for (const auto* key : {"replyAuthorization", "approvedBy"}) {
    const auto iri = find_iri(reply, key);
    if (iri && iri->same_origin(needed.author)) return iri;
  }
  return std::nullopt;
}

bool approves(const Json& document, const ApprovalNeeded& needed, const Iri& reply) {
  const auto is = [&](const char* key, const Iri& iri) { return find_iri(document, key) == iri; };
  const auto type = type_of(document);
  if (type == "ReplyAuthorization" || type == "ReplyApproval") {
    const bool theirs = is("attributedTo", needed.author) || is("actor", needed.author);
    const bool of_it = is("interactingObject", reply) || is("object", reply);
    const bool for_it = is("interactionTarget", needed.parent) || is("target", needed.parent);
    return theirs && of_it && for_it;
  }
  if (type != "Accept" || !is("actor", needed.author) || !is("object", reply)) return false;
  return !find_member(document, "target") || is("target", needed.parent);
}

}  // namespace hallway
