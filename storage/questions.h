#pragma once
// Questions: posts whose authors wait for an answer, and the answers that they accepted. What an
// author says is kept as it was said; whether it counts is asked each time, for the answer may come
// later than that, or go.

#include <functional>
#include <optional>
#include <string_view>

#include "storage/posts.h"

namespace hallway {

enum class QuestionState : uint8_t { open, answered };
// As its author says.
QuestionState state_of(const Post& question);

// The answer that the author of `question` accepted: it is here, was not deleted, and stands below
// the question.
std::optional<Post> find_accepted_answer(const ReadTxn& txn, const Post& question);
// The question of which `answer` is the accepted one, likewise.
std::optional<Post> find_answered_question(const ReadTxn& txn, const Post& answer);
// The nearest question of `author` above `answer`.
std::optional<Post> find_question_above(const ReadTxn& txn, const Post& answer, Id author);
// Whether anybody says so of it, rightly or not.
bool is_claimed_as_answer(const ReadTxn& txn, const Post& post);

// Which questions: with the tag, normalized; empty: all.
struct QuestionKind {
  QuestionState state = QuestionState::open;
  std::string_view tag = {};
};
// Newest first below `before` (0: from the newest), and oldest first above `after`. Until `visit`
// returns false.
void scan_questions(const ReadTxn& txn, const QuestionKind& kind, Id before,
                    const std::function<bool(Id)>& visit);
void scan_questions_up(const ReadTxn& txn, const QuestionKind& kind, Id after,
                       const std::function<bool(Id)>& visit);

// For storage/posts.cc. The rows of a post that was `before`, and is `after`; who was not there
// before is an empty Post.
Result<void> index_question(WriteTxn& txn, const Post& before, const Post& after);
// What is deleted answers nothing.
Result<void> forget_acceptances(WriteTxn& txn, const Iri& answer);

}  // namespace hallway
