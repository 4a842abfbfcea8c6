#include "federation/question.h"

#include <algorithm>
#include <utility>

#include "federation/policy.h"
#include "federation/post.h"
#include "storage/notifications.h"
#include "storage/questions.h"

namespace hallway {
namespace {

constexpr size_t kNotificationsLookedAt = 500;  // notifications

// An answer that is in front of the actor, and the question of theirs above it.
struct Answered {
  Post answer, question;
};
Result<Answered> answered_by(const Local& local, Id id) {
  auto answer = find_post(local.txn, id);
  const auto me = Destination::to_person(local.actor.id);
  if (!answer || answer->gone || !may_flow(local.txn, local.home, *answer, me)) {
    return fail(Code::not_found, "no post " + to_string(id));
  }
  auto question = find_question_above(local.txn, *answer, local.actor.id);
  if (!question) {
    return fail(Code::invalid, "post " + to_string(id) + " answers no question of the caller's");
  }
  return Answered{*std::move(answer), *std::move(question)};
}

// Who reads that a question was answered is to find the answer.
bool is_as_open(const Post& answer, const Post& question) {
  return answer.label >= question.label &&
         answer.visibility <= std::max(question.visibility, Visibility::unlisted);
}

// What somebody was told of their answer to the question: which notification of theirs.
std::optional<Id> find_told(const ReadTxn& txn, Id answerer, const Post& question) {
  std::optional<Id> told;
  size_t looked_at = 0;
  scan_notifications(txn, answerer, Id{}, [&](const Notification& one) {
    if (one.type == NotificationType::accepted && one.post == question.id) told = one.id;
    return !told && ++looked_at < kNotificationsLookedAt;
  });
  return told;
}

Result<void> tell_accepted(WriteTxn& txn, const Post& question, Time now) {
  const auto answer = find_accepted_answer(txn, question);
  if (!answer || !answer->local || answer->author == question.author) return {};
  if (find_told(txn, answer->author, question)) return {};
  return add_notification(txn, {.recipient = answer->author,
                                .type = NotificationType::accepted,
                                .actor = question.author,
                                .post = question.id,
                                .at = now});
}

Result<void> take_back_what_was_told(WriteTxn& txn, const Post& question, const Iri& answer) {
  const auto post = answer.empty() ? std::nullopt : find_post(txn, answer);
  if (!post || !post->local) return {};
  const auto told = find_told(txn, post->author, question);
  return told ? erase_notification(txn, post->author, *told) : Result<void>();
}

}  // namespace

void read_question(const Json& object, Post& post) {
  post.accepted_answer = find_iri(object, "acceptedAnswer").value_or(Iri());
  post.question =
      find_bool(object, "hallwayQuestion").value_or(false) || !post.accepted_answer.empty();
}

void add_question(Json& object, const Post& post) {
  if (!post.question) return;
  object["hallwayQuestion"] = true;
  if (!post.accepted_answer.empty()) object["acceptedAnswer"] = post.accepted_answer.text();
}

Result<Post> accept_answer(Local& local, Id id) {
  auto [answer, question] = TRY(answered_by(local, id));
  if (!is_as_open(answer, question)) {
    return fail(Code::invalid, "fewer people may see post " + to_string(id) +
                                   " than the question: it cannot be the answer to all of them");
  }
  if (question.accepted_answer == answer.iri) return std::move(question);
  const auto before = std::exchange(question.accepted_answer, answer.iri);
  TRY(tell_again(local, question, {answer.author}));
  TRY(tell_answerers(local.txn, question, before, local.now));
  return std::move(question);
}

Result<Post> unaccept_answer(Local& local, Id id) {
  auto [answer, question] = TRY(answered_by(local, id));
  if (!(question.accepted_answer == answer.iri)) return std::move(question);
  const auto before = std::exchange(question.accepted_answer, Iri());
  TRY(tell_again(local, question, {answer.author}));
  TRY(tell_answerers(local.txn, question, before, local.now));
  return std::move(question);
}

Result<void> tell_answerers(WriteTxn& txn, const Post& question, const Iri& before, Time now) {
  if (question.accepted_answer == before) return {};
  TRY(take_back_what_was_told(txn, question, before));
  return tell_accepted(txn, question, now);
}

}  // namespace hallway
