#include "storage/questions.h"

#include <set>
#include <string>

#include "storage/asked.h"
#include "storage/names.h"
#include "storage/search_due.h"

namespace hallway {
namespace {

constexpr int kFurthestAbove = 100;  // posts of a thread that are looked at

bool is_waited_for(const Post& post) { return post.question && !post.gone; }

// The first above `answer` for which `is` holds.
std::optional<Post> find_above(const ReadTxn& txn, const Post& answer,
                               const std::function<bool(const Post&)>& is) {
  Id above = answer.parent;
  // Counted: a circle of replies that strangers made must end, too.
  for (int step = 0; above && step < kFurthestAbove; ++step) {
    auto post = find_post(txn, above);
    if (!post) return std::nullopt;
    if (is(*post)) return post;
    above = post->parent;
  }
  return std::nullopt;
}

std::vector<Id> list_claiming(const ReadTxn& txn, const Iri& answer) {
  std::vector<Id> questions;
  if (txn.count(Table::accepted_answers) == 0) return questions;
  txn.scan(Table::accepted_answers, key_of_text(answer.text()),
           [&](std::string_view key, std::string_view) {
             questions.push_back(id_at(key, key.size() - 8));
             return true;
           });
  return questions;
}

Key prefix_of(const QuestionKind& kind) {
  return key_of(sha256(kind.tag), static_cast<uint64_t>(kind.state));
}

struct QuestionRow {
  Table table;
  std::string key;
  auto operator<=>(const QuestionRow&) const = default;
};

std::set<QuestionRow> rows_of(const Post& post) {
  std::set<QuestionRow> rows;
  if (!is_waited_for(post)) return rows;
  const auto add = [&](std::string_view tag) {
    Key key = prefix_of({.state = state_of(post), .tag = tag});
    rows.insert({Table::questions, std::string(key.add(post.id).view())});
  };
  add({});
  for (const auto& tag : post.tags) add(tag);
  if (!post.accepted_answer.empty()) {
    const auto key = key_of(sha256(post.accepted_answer.text()), post.id);
    rows.insert({Table::accepted_answers, std::string(key.view())});
  }
  return rows;
}

// Being accepted is something that the index knows of an answer.
Result<void> index_anew(WriteTxn& txn, const Iri& answer) {
  const auto id = answer.empty() ? std::nullopt : find_id(txn, answer, Kind::post);
  return id ? add_search_due(txn, *id, Searched::post) : Result<void>();
}

// People are looked for as long as it waits.
Result<void> keep_waiting(WriteTxn& txn, const Post& before, const Post& after) {
  const bool waited = is_waited_for(before), waits = is_waited_for(after);
  if (waited && !waits) return erase_waiting_of(txn, before.id);
  if (waited || !waits || state_of(after) == QuestionState::answered) return {};
  const auto since = std::max(after.published, after.updated);
  return put_waiting(txn, {.since = since, .question = after.id});
}

}  // namespace

QuestionState state_of(const Post& question) {
  return question.accepted_answer.empty() ? QuestionState::open : QuestionState::answered;
}

std::optional<Post> find_accepted_answer(const ReadTxn& txn, const Post& question) {
  if (!is_waited_for(question) || question.accepted_answer.empty()) return std::nullopt;
  auto answer = find_post(txn, question.accepted_answer);
  if (!answer || answer->gone || answer->context != question.context) return std::nullopt;
  const auto is_it = [&](const Post& post) { return post.id == question.id; };
  return find_above(txn, *answer, is_it) ? std::move(answer) : std::nullopt;
}

std::optional<Post> find_answered_question(const ReadTxn& txn, const Post& answer) {
  if (answer.gone) return std::nullopt;
  const auto claiming = list_claiming(txn, answer.iri);
  if (claiming.empty()) return std::nullopt;
  return find_above(txn, answer, [&](const Post& post) {
    return is_waited_for(post) && post.accepted_answer == answer.iri;
  });
}

std::optional<Post> find_question_above(const ReadTxn& txn, const Post& answer, Id author) {
  return find_above(txn, answer,
                    [&](const Post& post) { return is_waited_for(post) && post.author == author; });
}

bool is_claimed_as_answer(const ReadTxn& txn, const Post& post) {
  return !list_claiming(txn, post.iri).empty();
}

void scan_questions(const ReadTxn& txn, const QuestionKind& kind, Id before,
                    const std::function<bool(Id)>& visit) {
  const auto prefix = prefix_of(kind);
  auto end = prefix;
  end.add(before);
  txn.scan_down(
      Table::questions, prefix,
      [&](std::string_view key, std::string_view) { return visit(id_at(key, key.size() - 8)); },
      before ? end.view() : std::string_view());
}

void scan_questions_up(const ReadTxn& txn, const QuestionKind& kind, Id after,
                       const std::function<bool(Id)>& visit) {
  if (after.value == UINT64_MAX) return;
  const auto prefix = prefix_of(kind);
  auto begin = prefix;
  begin.add(after.value + 1);
  txn.scan(
      Table::questions, prefix,
      [&](std::string_view key, std::string_view) { return visit(id_at(key, key.size() - 8)); },
      begin);
}

Result<void> index_question(WriteTxn& txn, const Post& before, const Post& after) {
  if (!before.question && !after.question) return {};
  const auto old = rows_of(before), fresh = rows_of(after);
  for (const auto& row : old) {
    if (!fresh.contains(row)) TRY(txn.erase(row.table, row.key));
  }
  for (const auto& row : fresh) {
    if (!old.contains(row)) TRY(txn.put(row.table, row.key, {}));
  }
  if (!(before.accepted_answer == after.accepted_answer)) {
    TRY(index_anew(txn, before.accepted_answer));
    TRY(index_anew(txn, after.accepted_answer));
  }
  return keep_waiting(txn, before, after);
}

Result<void> forget_acceptances(WriteTxn& txn, const Iri& answer) {
  for (const auto id : list_claiming(txn, answer)) {
    auto question = find_post(txn, id);
    if (!question) continue;
    question->accepted_answer = Iri();
    TRY(update_post(txn, *question));
  }
  return {};
}

}  // namespace hallway
