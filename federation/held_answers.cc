#include "federation/held_answers.h"

#include "federation/approval.h"
#include "federation/interaction.h"

namespace hallway {
namespace {

Result<void> judge(WriteTxn& txn, const AnswerTerms& terms, Id id, Time now) {
  auto answer = find_post(txn, id);
  if (!answer || answer->local || answer->gone || answer->approval == Approval::given) return {};
  const auto by = find_addresses(txn, answer->author);
  const auto iri = Iri::parse(by ? by->iri : std::string());
  if (!iri || !needs_approval(txn, terms, *answer, *iri)) {
    return put_approval(txn, id, Approval::unneeded);
  }
  TRY(put_approval(txn, id, Approval::lacking));
  answer->approval = Approval::lacking;
  const auto object = object_with(txn, *answer, {"replyAuthorization", "approvedBy"});
  const auto row = approval_to_ask(txn, *answer, object, now);
  return row ? add_fetch(txn, *row) : Result<void>();
}

}  // namespace

bool judges_answers(const ReadTxn& txn, const Post& post) {
  return !post.local && !find_replies(txn, post.id, 1).empty() &&
         !said_of_interactions(txn, post).is_null();
}

Result<void> judge_answers(Inbound& in, const Post& answered, bool before) {
  if (!before && !judges_answers(in.txn, answered)) return {};
  if (!TRY(judge_some(in.txn, answered.id, Id{}, in.now))) return {};
  return add_fetch(in.txn, {.iri = answered.iri,
                            .reason = FetchReason::answers,
                            .depth = 1,
                            .next = in.now,
                            .created = in.now,
                            .about = answered.id});
}

Result<std::optional<Id>> judge_some(WriteTxn& txn, Id answered, Id after, Time now) {
  const auto post = find_post(txn, answered);
  const auto terms = post ? find_answer_terms(txn, post->iri) : std::nullopt;
  if (!terms) return std::optional<Id>();
  std::vector<Id> answers;
  scan_replies(txn, answered, after, [&](Id id) {
    answers.push_back(id);
    return answers.size() <= kJudgedAtOnce;
  });
  const bool more = answers.size() > kJudgedAtOnce;
  if (more) answers.pop_back();
  for (const auto id : answers) TRY(judge(txn, *terms, id, now));
  return more ? std::optional(answers.back()) : std::nullopt;
}

std::optional<Fetch> approval_to_ask(const ReadTxn& txn, const Post& held, const Json& object,
                                     Time now) {
  if (held.approval != Approval::lacking || !object.is_object()) return std::nullopt;
  const auto terms = find_answer_terms(txn, held.in_reply_to);
  if (!terms) return std::nullopt;
  const auto at = approval_of(object, {.parent = terms->parent.iri, .author = terms->author.iri});
  const auto next = at ? turn_after_others(txn, now) : std::nullopt;
  if (!next) return std::nullopt;
  return Fetch{.iri = *at,
               .reason = FetchReason::approval,
               .depth = 1,
               .next = *next,
               .created = now,
               .about = held.id};
}

Result<void> take_approval(WriteTxn& txn, Id held, const Iri& url, const Json& document) {
  const auto answer = find_post(txn, held);
  if (!answer || answer->approval != Approval::lacking) return {};
  const auto terms = find_answer_terms(txn, answer->in_reply_to);
  if (!terms) return {};
  const ApprovalNeeded needed{.parent = terms->parent.iri, .author = terms->author.iri};
  if (!url.same_origin(needed.author) || !approves(document, needed, answer->iri)) {
    return fail(Code::forbidden, url.text() + " does not approve " + answer->iri.text());
  }
  return put_approval(txn, held, Approval::given);
}

}  // namespace hallway
