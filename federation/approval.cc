#include "federation/approval.h"

#include "federation/interaction.h"

namespace hallway {

std::optional<ApprovalNeeded> approval_needed(const ReadTxn& txn, const Post& reply,
                                              const Iri& by) {
  if (reply.in_reply_to.empty() || !is_open(reply)) return std::nullopt;
  const auto parent = find_post(txn, reply.in_reply_to);
  if (!parent || parent->local || parent->gone || find_post(txn, reply.iri)) return std::nullopt;
  const auto author = find_actor(txn, parent->author);
  if (!author || author->iri == by || may_always_answer(txn, *parent, by)) return std::nullopt;
  // Who elsewhere follows whom is not known here.
  const Asker asker{.iri = by, .follows = true, .followed = true};
  if (is_automatic(said_of_interactions(txn, *parent), Interaction::reply, *author, asker)) {
    return std::nullopt;
  }
  return ApprovalNeeded{.parent = parent->iri, .author = author->iri};
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
