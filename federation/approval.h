#pragma once
// Answers, likes and boosts that the author of a post wants to approve first (interaction policies
// of GoToSocial), between people elsewhere: without an approval that its origin confirms they are
// not stored. For answers here; approved_reaction.h for the others.

#include "federation/interaction.h"

namespace hallway {

// Whose approval is needed, and for what.
struct ApprovalNeeded {
  Iri parent;
  Iri author;  // of it
  Interaction what = Interaction::reply;
};
// What the author of a post elsewhere says of who may answer it, like it and boost it.
struct AnswerTerms {
  Post parent;
  Actor author;
  Json said;  // null: nothing
};
// Nothing where `parent` is not known, is of somebody here, or was deleted.
std::optional<AnswerTerms> find_answer_terms(const ReadTxn& txn, const Iri& parent);
// Does `reply`, by `by`, need an approval? Not where it is for few, nor where they
// may_always_answer (interaction.h).
bool needs_approval(const ReadTxn& txn, const AnswerTerms& terms, const Post& reply, const Iri& by);

// Of an open answer by `by` that is not known yet, where what it answers is known and for certain
// lets them answer only after an approval, or not at all.
std::optional<ApprovalNeeded> approval_needed(const ReadTxn& txn, const Post& reply, const Iri& by);

// The same of a like or a boost of `post`.
std::optional<ApprovalNeeded> approval_needed(const ReadTxn& txn, const Post& post,
                                              Interaction what, const Iri& by);

// Where an answer, like or boost says that it is, of the origin of whoever gives it:
// replyAuthorization and so on, or approvedBy.
std::optional<Iri> approval_of(const Json& interacting, const ApprovalNeeded& needed);
// Is the document that stands there one for `interacting`? A ReplyAuthorization and so on, or the
// Accept that GoToSocial sent before it: one that names no post as its target is for whatever
// `interacting` is about.
bool approves(const Json& document, const ApprovalNeeded& needed, const Iri& interacting);

}  // namespace hallway
