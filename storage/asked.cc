#include "storage/asked.h"

namespace hallway {

std::vector<WaitingQuestion> list_waiting(const ReadTxn& txn, Time until, size_t most) {
  std::vector<WaitingQuestion> waiting;
  if (most == 0) return waiting;
  txn.scan(Table::questions_due, {}, [&](std::string_view key, std::string_view value) {
    const Time since{static_cast<int64_t>(number_at(key, 0))};
    if (since > until) return false;
    waiting.push_back({.since = since, .question = id_at(key, 8), .looked = number_at(value, 0)});
    return waiting.size() < most;
  });
  return waiting;
}

Result<void> put_waiting(WriteTxn& txn, const WaitingQuestion& one) {
  return txn.put(Table::questions_due, key_of(one.since, one.question), view(value_of(one.looked)));
}

Result<void> erase_waiting(WriteTxn& txn, const WaitingQuestion& one) {
  return txn.erase(Table::questions_due, key_of(one.since, one.question));
}

// Of all that wait: a question does so for a few days.
Result<void> erase_waiting_of(WriteTxn& txn, Id question) {
  for (const auto& one : list_waiting(txn, Time{INT64_MAX}, SIZE_MAX)) {
    if (one.question == question) TRY(erase_waiting(txn, one));
  }
  return {};
}

namespace {

// Calls with each question that was shown to `person`, and when, the oldest question first.
void scan_rows(const ReadTxn& txn, Id person, const std::function<void(Id, Time)>& visit) {
  txn.scan(Table::asked, key_of(person), [&](std::string_view key, std::string_view value) {
    visit(id_at(key, 8), Time{static_cast<int64_t>(number_at(value, 0))});
    return true;
  });
}

Result<void> erase_asked_before(WriteTxn& txn, Id person, Time before) {
  std::vector<Id> old;
  scan_rows(txn, person, [&](Id question, Time at) {
    if (at < before) old.push_back(question);
  });
  for (const auto question : old) TRY(txn.erase(Table::asked, key_of(person, question)));
  return {};
}

}  // namespace

Result<void> add_asked(WriteTxn& txn, Id person, Id question, Time at) {
  TRY(erase_asked_before(txn, person, at - kAskedKept));
  return txn.put(Table::asked, key_of(person, question),
                 view(value_of(static_cast<uint64_t>(at.ms))));
}

bool was_asked(const ReadTxn& txn, Id person, Id question) {
  return txn.has(Table::asked, key_of(person, question));
}

size_t count_asked(const ReadTxn& txn, Id person, Time since) {
  size_t count = 0;
  scan_rows(txn, person, [&](Id, Time at) { count += at > since ? 1 : 0; });
  return count;
}

void scan_asked(const ReadTxn& txn, Id person, Id before, const std::function<bool(Id)>& visit) {
  const auto end = key_of(person, before);
  txn.scan_down(
      Table::asked, key_of(person),
      [&](std::string_view key, std::string_view) { return visit(id_at(key, 8)); },
      before ? end.view() : std::string_view());
}

void scan_asked_up(const ReadTxn& txn, Id person, Id after, const std::function<bool(Id)>& visit) {
  if (after.value == UINT64_MAX) return;
  txn.scan(
      Table::asked, key_of(person),
      [&](std::string_view key, std::string_view) { return visit(id_at(key, 8)); },
      key_of(person, after.value + 1));
}

}  // namespace hallway
