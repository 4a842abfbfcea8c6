#include "server/indexer.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "federation/searchable.h"
#include "server/log.h"
#include "storage/log.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr size_t kAtOnce = 500;              // documents in one read transaction
constexpr size_t kMostUncommitted = 10'000;  // documents
// Between commits there are ten times what one takes.
// Who writes is not to be held up: while there are commits it works in turns, with long waits.
constexpr Duration kTurn = milliseconds(300), kCalm = milliseconds(200),
                   kLongestIndexWait = seconds(3);
constexpr Duration kShortestPause = milliseconds(50), kLongestPause = seconds(10);

// What part of the log this is, and of which log.
std::string position_of(const ReadTxn& txn) {
  const auto last = last_log(txn);
  if (!last) return {};
  return std::string(key_of(last->seq, last->chain).view());
}

bool is_of(const ReadTxn& txn, std::string_view position) {
  if (position.empty()) return true;
  const auto entry = find_log(txn, number_at(position, 0));
  return entry && key_of(entry->seq, entry->chain).view() == position;
}

// How far what is made anew has come: posts first, then actors.
struct Reached {
  Searched kind = Searched::post;
  Id id;
};

std::string text_of(const Reached& reached) {
  return std::string(key_of(reached.id, static_cast<uint64_t>(reached.kind)).view());
}

Reached parse_reached(std::string_view text) {
  const bool actors = number_at(text, 8) == static_cast<uint64_t>(Searched::actor);
  return {actors ? Searched::actor : Searched::post, id_at(text, 0)};
}

std::vector<Id> next_after(const ReadTxn& txn, const Reached& reached) {
  std::vector<Id> ids;
  const auto table = reached.kind == Searched::post ? Table::posts : Table::actors;
  txn.scan(
      table, {},
      [&](std::string_view key, std::string_view) {
        ids.push_back(id_at(key, 0));
        return ids.size() < kAtOnce;
      },
      key_of(reached.id.value + 1));
  return ids;
}

}  // namespace

Indexer::Indexer(const Store& store, Writer& writer, const Clock& clock, SearchIndex& index)
    : store_(store), writer_(writer), clock_(clock), index_(index) {}

Result<void> Indexer::open(const ReadTxn& txn) {
  if (opened_) return {};
  TRY(index_.open());
  opened_ = true;
  if (!is_of(txn, index_.position())) {
    log::info("search.other_store");
    TRY(index_.begin_anew());
  }
  if (index_.is_made_anew()) {
    under_way_ = true;
    if (index_.reached().empty()) return begin_anew(txn);
    all_ = txn.count(Table::posts) + txn.count(Table::actors);
  }
  return {};
}

Result<void> Indexer::begin_anew(const ReadTxn& txn) {
  TRY(index_.begin_anew());
  under_way_ = true;
  whole_ = false;
  done_ = 0;
  all_ = txn.count(Table::posts) + txn.count(Table::actors);
  log::info("search.made_anew", {{"documents", std::to_string(all_)}});
  // Where there is no other, all that is due will be met on the way.
  if (index_.position().empty()) taken_ = std::max(taken_, last_search_due(txn));
  return {};
}

std::vector<Indexer::Read> Indexer::read_due(const ReadTxn& txn, size_t& seen) {
  const auto due = list_search_due(txn, taken_, kAtOnce);
  std::map<std::pair<Searched, Id>, SearchDue> once;
  for (const auto& one : due) once[{one.kind, one.id}] = one;
  std::vector<Read> read;
  read.reserve(once.size());
  for (const auto& [key, one] : once) read.push_back({one, searchable(txn, one)});
  if (!due.empty()) taken_ = due.back().number;
  seen = due.size();
  return read;
}

Indexer::Anew Indexer::read_anew(const ReadTxn& txn) const {
  Anew anew;
  if (!index_.is_made_anew() || whole_) return anew;
  auto reached = parse_reached(index_.reached());
  const auto ids = next_after(txn, reached);
  anew.documents.reserve(ids.size());
  for (const Id id : ids) {
    auto document = searchable(txn, {.number = 0, .id = id, .kind = reached.kind});
    if (document) anew.documents.push_back(*std::move(document));
  }
  if (!ids.empty()) reached.id = ids.back();
  if (ids.size() < kAtOnce) {
    anew.whole = reached.kind == Searched::actor;
    if (!anew.whole) reached = {Searched::actor, Id{}};
  }
  anew.reached = text_of(reached);
  anew.seen = ids.size();
  anew.any = true;
  return anew;
}

Result<void> Indexer::add(const Anew& anew) {
  if (!anew.any) return {};
  for (const auto& document : anew.documents) TRY(index_.put_anew(document));
  done_ += anew.seen;
  whole_ = anew.whole;
  index_.reach(anew.reached);
  return {};
}

Result<void> Indexer::finish(std::string_view position) {
  TRY(index_.finish_anew(position));
  whole_ = false;
  under_way_ = false;
  ++made_;
  log::info("search.made", {{"documents", std::to_string(done_)}});
  return {};
}

Result<void> Indexer::commit() {
  const auto position = position_of(TRY(store_.read()));
  const auto began = std::chrono::steady_clock::now();
  if (whole_)
    TRY(finish(position));
  else
    TRY(index_.commit(position));
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - began);
  pause_ = std::clamp(milliseconds(10 * took.count()), kShortestPause, kLongestPause);
  committed_at_ = clock_.now();
  if (taken_ == 0) return {};
  TRY(writer_.apply([&](WriteTxn& write) { return erase_search_due(write, taken_); }));
  taken_ = 0;
  return {};
}

Result<size_t> Indexer::step() {
  std::vector<Read> due;
  Anew anew;
  size_t due_seen = 0;
  {
    const auto txn = TRY(store_.read());
    TRY(open(txn));
    if (wanted_anew_) {
      TRY(begin_anew(txn));
      wanted_anew_ = false;
    }
    due = read_due(txn, due_seen);
    anew = read_anew(txn);
  }
  for (const auto& [what, document] : due) {
    TRY(document ? index_.put(*document) : index_.erase(what.kind, what.id));
  }
  TRY(add(anew));
  const size_t done = due_seen + std::max<size_t>(anew.seen, anew.any ? 1 : 0);
  pending_ = done > 0;
  if (index_.uncommitted() >= kMostUncommitted || whole_) TRY(commit());
  return done;
}

// Begins the next turn where that is due.
bool Indexer::is_its_turn() {
  const auto now = clock_.now();
  if (now.ms < turn_ends_) return true;
  if (now < next_turn()) return false;
  turn_ends_ = (now + kTurn).ms;
  return true;
}

Time Indexer::next_turn() const {
  return std::min(Time{last_commit_} + kCalm, Time{turn_ends_} + kLongestIndexWait);
}

Result<size_t> Indexer::run() {
  std::lock_guard lock(running_);
  if (!is_its_turn()) {
    pending_ = true;  // there may be something; next_due() says when
    return size_t{0};
  }
  auto done = go_on();
  // What was not committed is done again, but not at once: a full disk stays full for a while.
  if (!done.ok()) {
    taken_ = 0;
    pending_ = false;
  }
  return done;
}

Result<size_t> Indexer::go_on() {
  const auto done = TRY(step());
  const bool late = has_passed(committed_at_, pause_, clock_.now());
  if (late && (index_.uncommitted() > 0 || taken_ > 0)) TRY(commit());
  return done;
}

Result<void> Indexer::catch_up() {
  std::lock_guard lock(running_);
  while (TRY(step()) > 0) continue;
  if (index_.uncommitted() == 0 && taken_ == 0) return {};
  return commit();
}

std::optional<Time> Indexer::next_due() const {
  if (pending_) {
    if (clock_.now().ms < turn_ends_) return clock_.now();
    return next_turn();
  }
  if (index_.uncommitted() > 0 || taken_ > 0) return committed_at_ + pause_;
  return std::nullopt;
}

void Indexer::make_anew() {
  wanted_anew_ = true;
  ring();
}

Indexer::Progress Indexer::progress() const {
  return {.done = done_, .all = all_, .under_way = under_way_ || wanted_anew_, .made = made_};
}

void Indexer::committed(const Tables& written) {
  last_commit_ = clock_.now().ms;
  if (written.test(static_cast<size_t>(Table::search_due))) ring();
}

void Indexer::on_work(std::function<void()> bell) {
  std::lock_guard lock(bell_mutex_);
  bell_ = std::move(bell);
}

void Indexer::ring() {
  std::lock_guard lock(bell_mutex_);
  if (bell_) bell_();
}

}  // namespace hallway
