#include "storage/fetches.h"

#include <algorithm>

#include "storage/ids.h"
#include "storage/record.h"

namespace hallway {
namespace {

constexpr size_t kMostWaiting = 1'000;  // for one document
constexpr uint64_t kMuch = 500;
constexpr uint64_t kTooMuch = 20'000;
constexpr Duration kEach = milliseconds(500);  // as often as one host is asked

Result<void> write(WriteTxn& txn, const Fetch& f) {
  record::FetchT r;
  r.id = f.id.value;
  r.iri = f.iri.text();
  r.reason = static_cast<record::FetchReason>(f.reason);
  r.on_behalf = f.waiting;
  r.depth = f.depth;
  r.attempts = f.attempts;
  r.next = f.next.ms;
  r.created = f.created.ms;
  r.also_waiting = f.also_waiting;
  r.about = f.about.value;
  r.digest = bytes_for_record(f.digest);
  r.pages = f.pages;
  TRY(txn.put(Table::fetches, key_of(f.id), encode_record<record::Fetch>(r)));
  return txn.put(Table::fetches_due, key_of(f.next, f.id), {});
}

// One more Announce waits for what is asked for already, or something newer was said of it.
Result<void> join(WriteTxn& txn, Id id, const Fetch& fetch) {
  auto row = find_fetch(txn, id);
  const auto waiting = fetch.waiting;
  if (row && fetch.reason == FetchReason::followers) {
    row->iri = fetch.iri;
    row->digest = fetch.digest;
    return write(txn, *row);
  }
  if (!row || waiting == 0 || row->waiting == waiting) return {};
  if (row->also_waiting.size() >= kMostWaiting) return {};
  if (std::ranges::find(row->also_waiting, waiting) != row->also_waiting.end()) return {};
  row->also_waiting.push_back(waiting);
  return write(txn, *row);
}

}  // namespace

// What is fetched for one purpose must not stand in the way of another. No IRI holds a space.
Key fetch_key(FetchReason reason, std::string_view iri, Id about) {
  const std::string text(iri);
  switch (reason) {
    case FetchReason::parent:
    case FetchReason::boosted:
    case FetchReason::actor:
    case FetchReason::refresh: return key_of_text(text);
    case FetchReason::again: return key_of_text(text + " again");
    case FetchReason::activity: return key_of_text(text + " activity");
    case FetchReason::consent: return key_of_text(text + " consent");
    case FetchReason::moved: return key_of_text(text + " moved " + to_string(about));
    case FetchReason::replies:
    case FetchReason::thread: return key_of_text(text + " thread");
    case FetchReason::reply: return key_of_text(text + " reply");
    case FetchReason::featured: return key_of_text(text + " featured");
    case FetchReason::featured_tags: return key_of_text(text + " featured tags");
    case FetchReason::pinned: return key_of_text(text + " pinned");
    case FetchReason::answers: return key_of_text(text + " answers");
    case FetchReason::approval: return key_of_text(text + " approval " + to_string(about));
    case FetchReason::reaction_approval: return key_of_text(text + " approval");
    case FetchReason::profile_page: return key_of_text(text + " profile of " + to_string(about));
    // One for each actor, whatever address they name.
    case FetchReason::followers: return key_of_text("followers of " + to_string(about));
  }
  return key_of_text(text);
}

std::optional<Fetch> find_fetch(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::fetches, key_of(id));
  if (!value) return std::nullopt;
  const auto r = decode_record<record::Fetch>(*value);
  if (!r) return std::nullopt;
  return Fetch{.id = {r->id},
               .iri = iri_from_record(r->iri),
               .reason = static_cast<FetchReason>(r->reason),
               .waiting = r->on_behalf,
               .depth = r->depth,
               .attempts = r->attempts,
               .next = {r->next},
               .created = {r->created},
               .also_waiting = r->also_waiting,
               .about = {r->about},
               .digest = bytes_from_record(r->digest),
               .pages = r->pages};
}

std::optional<Fetch> find_fetch(const ReadTxn& txn, FetchReason reason, const Iri& iri) {
  const auto asked = txn.get(Table::fetches_by_iri, fetch_key(reason, iri.text(), Id{}));
  return asked ? find_fetch(txn, id_at(*asked, 0)) : std::nullopt;
}

std::vector<uint64_t> all_waiting(const Fetch& fetch) {
  auto all = fetch.also_waiting;
  if (fetch.waiting != 0) all.insert(all.begin(), fetch.waiting);
  return all;
}

Result<void> stop_waiting(WriteTxn& txn, const Fetch& fetch, uint64_t seq) {
  auto row = find_fetch(txn, fetch.id);
  if (!row) return {};
  std::erase(row->also_waiting, seq);
  if (row->waiting == seq) {
    if (row->also_waiting.empty()) return erase_fetch(txn, *row);
    row->waiting = row->also_waiting.front();
    row->also_waiting.erase(row->also_waiting.begin());
  }
  return write(txn, *row);
}

Result<void> add_fetch(WriteTxn& txn, Fetch fetch) {
  const auto name = fetch_key(fetch.reason, fetch.iri.text(), fetch.about);
  if (const auto asked = txn.get(Table::fetches_by_iri, name)) {
    return join(txn, id_at(*asked, 0), fetch);
  }
  fetch.id = allocate_id(txn, Table::fetches, fetch.created, fetch.created);
  TRY(txn.put(Table::fetches_by_iri, name, view(value_of(fetch.id.value))));
  return write(txn, fetch);
}

Result<void> move_fetch(WriteTxn& txn, const Fetch& fetch) {
  const auto old = find_fetch(txn, fetch.id);
  if (!old) return {};
  TRY(txn.erase(Table::fetches_due, key_of(old->next, old->id)));
  return write(txn, fetch);
}

Result<void> erase_fetch(WriteTxn& txn, const Fetch& fetch) {
  const auto old = find_fetch(txn, fetch.id);
  if (!old) return {};
  TRY(txn.erase(Table::fetches_due, key_of(old->next, old->id)));
  TRY(txn.erase(Table::fetches_by_iri, fetch_key(old->reason, old->iri.text(), old->about)));
  return txn.erase(Table::fetches, key_of(old->id));
}

std::vector<Fetch> list_due_fetches(const ReadTxn& txn, Time now, size_t most) {
  std::vector<Fetch> due;
  if (most == 0) return due;
  txn.scan(Table::fetches_due, {}, [&](std::string_view key, std::string_view) {
    if (static_cast<int64_t>(number_at(key, 0)) > now.ms) return false;
    if (auto fetch = find_fetch(txn, id_at(key, 8))) due.push_back(std::move(*fetch));
    return due.size() < most;
  });
  return due;
}

bool much_waits(const ReadTxn& txn) { return txn.count(Table::fetches) >= kMuch; }

std::optional<Time> turn_after_others(const ReadTxn& txn, Time now) {
  const auto waiting = txn.count(Table::fetches);
  if (waiting >= kTooMuch) return std::nullopt;
  if (waiting < kMuch) return now;
  return now + Duration{kEach.ms * static_cast<int64_t>(waiting)};
}

std::optional<Time> next_due_fetch(const ReadTxn& txn) {
  auto rows = txn.cursor(Table::fetches_due);
  const auto row = rows.seek({});
  if (!row) return std::nullopt;
  return Time{static_cast<int64_t>(number_at(row->key, 0))};
}

}  // namespace hallway
