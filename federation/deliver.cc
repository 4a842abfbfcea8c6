#include "federation/deliver.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "federation/capabilities.h"
#include "federation/signature.h"
#include "federation/synchronize.h"
#include "storage/delivery_hours.h"
#include "storage/log.h"
#include "storage/peers.h"
#include "storage/strangers.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr Duration kExchangeTimeout = seconds(30);
constexpr Duration kStoreTrouble = seconds(10);
constexpr Duration kLookAgain = minutes(2);  // should an answer never come
constexpr size_t kMostPeersAtOnce = 500;
constexpr size_t kMostTurns = 64;  // at one line, each past what is not sent
constexpr size_t kMostTurnsPastHeld = 4;
// So many failures, and the fault may be that of what is sent first: another is tried once.
constexpr uint32_t kPassedOver = 24;

KeyType key_type(Signing how) {
  return how == Signing::rfc9421_ed25519 ? KeyType::ed25519 : KeyType::rsa;
}

// At a line from which all was chosen that could be: what is due flies, or waits for what does.
std::optional<Time> next_look(std::optional<Time> next_due, Time now) {
  if (!next_due) return std::nullopt;
  const Time at_last = now + kLookAgain;
  return *next_due > now ? std::min(*next_due, at_last) : at_last;
}

bool refused_signature(int status) { return status == 400 || status == 401 || status == 403; }

}  // namespace

enum class Deliverer::Fate { delivered, again, given_up, unreachable };
enum class Deliverer::Choice { taken, stepped_over, held };

Deliverer::Fate Deliverer::fate_of(const Result<OutboundResponse>& answer) {
  if (!answer.ok()) {
    const auto code = answer.error().code;
    if (code == Code::limited) return Fate::again;
    // We have no key to sign with: no fault of the peer's.
    const bool ours = code == Code::not_found || code == Code::corrupt || code == Code::internal;
    return ours ? Fate::given_up : Fate::unreachable;
  }
  const int status = answer->status;
  if (status >= 200 && status < 300) return Fate::delivered;
  // What the inbox itself refuses it will refuse again; a signature may be mended (key just
  // rotated).
  for (const int final : {400, 404, 405, 406, 410, 413, 415, 422}) {
    if (status == final) return Fate::given_up;
  }
  return Fate::again;
}

namespace {

std::string said(const Result<OutboundResponse>& answer) {
  return answer.ok() ? "HTTP " + std::to_string(answer->status) : answer.error().what;
}

// Of one batch, in which many rows are of the same few activities: each is read once.
struct Payloads {
  const Store& store;
  std::unordered_map<uint64_t, std::shared_ptr<const std::string>> read;

  // Null where it was erased meanwhile.
  std::shared_ptr<const std::string> of(uint64_t activity) {
    const auto [at, fresh] = read.try_emplace(activity);
    if (!fresh) return at->second;
    const auto txn = store.read();
    auto payload = txn.ok() ? find_payload(*txn, activity) : std::nullopt;
    if (payload) at->second = std::make_shared<const std::string>(std::move(*payload));
    return at->second;
  }
};

}  // namespace

// At one peer's line.
struct Deliverer::Look {
  Things spoken_of;             // by what flies, or is about to
  std::unordered_set<Id> held;  // signers: of theirs nothing passes what waits
  std::unordered_set<Id> seen;  // rows
};

// One delivery in flight.
struct Deliverer::Attempt {
  Delivery row;
  Things things;
  Peer peer;
  std::shared_ptr<const std::string> payload;  // shared with those to other peers
  Signing how = Signing::cavage_rsa;
  bool knocked_twice = false;
};

Deliverer::Deliverer(Parts parts)
    : parts_(std::move(parts)),
      flying_({.at_once = parts_.most_at_once, .per_peer = parts_.most_per_peer}) {}

Deliverer::~Deliverer() = default;

std::optional<Time> Deliverer::next_due() const {
  const auto txn = parts_.store.read();
  return txn.ok() ? next_due_peer(*txn) : parts_.clock.now() + kStoreTrouble;
}

// --- starting ----------------------------------------------------------------------------------

// Chooses rows and puts their peers' next look off, in one transaction: a row that comes later
// moves the look forward again, and so does each answer.
Result<Deliverer::Batch> Deliverer::choose() {
  return parts_.writer.apply([&](WriteTxn& txn) -> Result<Batch> {
    const auto now = parts_.clock.now();
    Batch batch;
    for (const auto id : list_due_peers(txn, now, kMostPeersAtOnce)) {
      const auto peer = find_peer(txn, id);
      if (!peer) {
        TRY(schedule_peer(txn, id, std::nullopt));
        continue;
      }
      if (peer->retry > now) {  // the circuit is open; something new was owed meanwhile
        TRY(schedule_peer(txn, id, peer->retry));
        continue;
      }
      const size_t room = flying_.room(*peer, batch.rows.size());
      if (room > 0 && peer->failures > 0 && !probes_.may_begin(now)) {
        TRY(schedule_peer(txn, id, now + Probes::pause(parts_.random)));
        continue;
      }
      if (room == 0 && in_flight() + batch.rows.size() >= parts_.most_at_once) break;
      if (room == 0) {
        flying_.turn_away(id);
      } else {
        TRY(choose_rows(txn, *peer, room, batch));
      }
      TRY(schedule_peer(txn, id, next_look(hallway::next_due(txn, id), now)));
      TRY(forget_stranger(txn, id));
    }
    return batch;
  });
}

Result<Deliverer::Choice> Deliverer::choose_row(const StepOver& step, const Delivery& row,
                                                Look& look, Batch& batch) {
  if (look.held.contains(row.signer)) return Choice::held;
  const auto entry = find_log(step.txn, row.activity);
  const auto what = TRY(step.over(row, entry));
  if (what == StepOver::ended) ++batch.given_up;
  if (what != StepOver::not_at_all) return Choice::stepped_over;
  auto things = entry ? things_of(step.txn, row.signer, *entry) : Things();
  if (TRY(wait_behind(step.txn, row, things))) return Choice::stepped_over;
  if (share_any(things, look.spoken_of)) {
    look.held.insert(row.signer);
    return Choice::held;
  }
  look.spoken_of.insert(look.spoken_of.end(), things.begin(), things.end());
  batch.rows.push_back({row, std::move(things)});
  batch.peers.insert_or_assign(step.peer.id, step.peer);
  return Choice::taken;
}

Result<void> Deliverer::choose_rows(WriteTxn& txn, const Peer& peer, size_t room, Batch& batch) {
  const StepOver step{txn, parts_.home, peer, parts_.clock.now()};
  Look look{.spoken_of = flying_.spoken_of(peer.id)};
  const auto end = batch.rows.size() + room;
  const auto is_free = [&](Id row) { return !flying_.has(row) && !look.seen.contains(row); };
  const bool passes_over = peer.failures > 0 && peer.failures % kPassedOver == 0;
  // What is passed is looked at once, so that it does not stand before what others owe.
  for (size_t turn = 0; turn < kMostTurns; ++turn) {
    bool stepped_over = false, held = false;
    const size_t most = end - batch.rows.size() + (passes_over ? parts_.most_per_peer : 0);
    auto due = list_due(txn, peer.id, step.now, most, is_free);
    if (passes_over && !due.empty()) {
      const auto first = peer.failures / kPassedOver % due.size();
      std::rotate(due.begin(), due.begin() + static_cast<std::ptrdiff_t>(first), due.end());
    }
    for (const auto& row : due) {
      if (batch.rows.size() == end) return {};
      look.seen.insert(row.id);
      const auto choice = TRY(choose_row(step, row, look, batch));
      stepped_over |= choice == Choice::stepped_over;
      held |= choice == Choice::held;
    }
    if (held) flying_.turn_away(peer.id);
    if (!stepped_over && !(held && turn < kMostTurnsPastHeld)) return {};
  }
  return {};
}

size_t Deliverer::run_due() {
  // Asked first, for a write rings the bell that leads here: at rest, nothing is written.
  const auto next = next_due();
  if (!next || *next > parts_.clock.now() || flying_.full()) return 0;
  auto batch = choose();
  if (!batch.ok()) return 0;
  figures_.given_up += batch->given_up;
  size_t started = 0;
  Payloads payloads{parts_.store, {}};
  equip(*batch);
  for (const auto& chosen : batch->rows) {
    auto payload = payloads.of(chosen.row.activity);
    if (!payload || !flying_.start(chosen.row, chosen.things)) continue;
    const auto& peer = batch->peers.at(chosen.row.peer);
    ++started;
    send(std::make_shared<Attempt>(
        Attempt{chosen.row, chosen.things, peer, std::move(payload), signing_for(peer)}));
  }
  return started;
}

// Whoever was made without all keys and is heard of elsewhere for the first time. Where that fails
// nothing is signed for them, which is said at each row.
void Deliverer::equip(const Batch& batch) {
  std::unordered_set<Id> signers;
  for (const auto& chosen : batch.rows) {
    if (!signers.insert(chosen.row.signer).second) continue;
    (void)complete_keys(parts_.store, parts_.writer, chosen.row.signer, parts_.clock.now());
  }
}

void Deliverer::send(const std::shared_ptr<Attempt>& attempt) {
  OutboundRequest request{.method = "POST",
                          .url = attempt->row.inbox,
                          .headers = {{"Content-Type", "application/activity+json"},
                                      {"Accept", "application/activity+json"}},
                          .body = *attempt->payload,
                          .permits = parts_.permits,
                          .max_response_bytes = 64 * 1024,
                          .timeout = kExchangeTimeout};
  request.permits.insert(request.permits.end(), attempt->peer.permits.begin(),
                         attempt->peer.permits.end());
  if (const auto signed_ok = sign(request, *attempt); !signed_ok.ok()) {
    finish(*attempt, signed_ok.error());
    return;
  }
  parts_.client.send(std::move(request), [this, attempt](Result<OutboundResponse> answer) {
    if (answer.ok() && refused_signature(answer->status) && !attempt->knocked_twice) {
      attempt->how = other_than(attempt->how);
      attempt->knocked_twice = true;
      send(attempt);
      return;
    }
    finish(*attempt, answer);
  });
}

Result<void> Deliverer::sign(OutboundRequest& request, const Attempt& attempt) {
  const auto txn = TRY(parts_.store.read());
  // Since it was chosen; limited: the row is put off, and then held.
  if (is_disabled(txn, attempt.row.signer)) return fail(Code::limited, "its signer is disabled");
  const auto key = TRY(parts_.keys.find(txn, attempt.row.signer, key_type(attempt.how)));
  const auto followers =
      synchronization_for(txn, {attempt.row.signer, request.url.domain(), *attempt.payload});
  if (followers) request.headers.set(std::string(kSynchronizationHeader), *followers);
  return sign_request(request, attempt.how, key.id, key.key, parts_.clock.now());
}

// --- finishing ---------------------------------------------------------------------------------

namespace {

// The peer answered: its line is open again.
bool note_alive(Peer& peer, Signing how, bool delivered, Time now) {
  const bool was_down = peer.failures > 0;
  peer.failures = 0;
  peer.retry = Time{};
  peer.down_since = Time{};
  if (!delivered) return was_down;
  if (was_down) peer.last_success = now;
  const bool learned = peer.signing != known(how) && how != Signing::rfc9421_ed25519;
  if (learned) peer.signing = known(how);
  // A success a day is enough to know; a write for each delivery would cost more than it.
  const bool stale = has_passed(peer.last_success, hours(24), now);
  if (stale) peer.last_success = now;
  return was_down || learned || stale;
}

void look_again(Writer& writer, Id peer) {
  writer.submit(
      [peer](WriteTxn& txn) { return schedule_peer(txn, peer, hallway::next_due(txn, peer)); },
      [](const Result<void>&) {}, Writer::Haste::soon);
}

}  // namespace

Duration Deliverer::row_wait(uint32_t attempts, const Result<OutboundResponse>& answer, Time now) {
  if (!answer.ok() && answer.error().code == Code::limited) return seconds(1);  // we were too busy
  if (answer.ok()) {
    if (const auto asked = asked_pause(*answer, now)) return *asked;
  }
  return row_pause(attempts, parts_.random);
}

void Deliverer::finish(const Attempt& attempt, const Result<OutboundResponse>& answer) {
  const auto now = parts_.clock.now();
  const auto fate = fate_of(answer);
  Delivery row = attempt.row;
  // What the line's failures counted is no trouble with this row.
  if (answer.ok() && attempt.peer.failures > 0) row.attempts = 0;
  if (fate == Fate::again) {
    row.next = now + row_wait(row.attempts, answer, now);
    row.things = attempt.things;
  }
  ++row.attempts;
  row.error = said(answer);
  const auto line_wait =
      fate == Fate::unreachable ? line_pause(attempt.peer.failures, parts_.random) : Duration{};
  parts_.writer.submit(
      [this, row, fate, line_wait, things = attempt.things, answered = answer.ok(),
       how = attempt.how](WriteTxn& txn) {
        return fate == Fate::unreachable
                   ? put_line_off(txn, row, things, line_wait)
                   : settle(txn, row, fate, answered ? std::optional(how) : std::nullopt);
      },
      [this, &writer = parts_.writer, row = attempt.row, things = attempt.things,
       fate](const Result<void>& written) {
        // Not written (a full disk): the row is as it was and is sent again, which its id makes
        // harmless.
        if (written.ok()) count(fate);
        // From its end on nothing in flight keeps *this alive.
        if (flying_.end(row, things)) look_again(writer, row.peer);
      },
      Writer::Haste::soon);
}

Result<void> Deliverer::put_line_off(WriteTxn& txn, Delivery row, const Things& things,
                                     Duration wait) {
  const auto now = parts_.clock.now();
  auto peer = find_peer(txn, row.peer);
  if (!peer) return erase_delivery(txn, row);
  if (peer->retry <= now) {  // answers of one volley count once: the line's back-off must not leap
    ++peer->failures;
    peer->retry = now + wait;
    if (peer->down_since.ms == 0) peer->down_since = now;
    TRY(put_peer(txn, *peer));
  }
  // It keeps its place, so that all comes in order once the peer is back; but where it was tried
  // often and others got through meanwhile, it gives way to them.
  const bool gives_way = row.attempts >= kPassedOver && peer->last_success > row.created;
  if (gives_way) {
    row.next = peer->retry;
    row.things = things;
  }
  TRY(put_delivery(txn, row));
  TRY(count_delivery(txn, DeliveryEnd::put_off, now));
  return schedule_peer(txn, row.peer, peer->retry);
}

Result<void> Deliverer::settle(WriteTxn& txn, Delivery row, Fate fate,
                               std::optional<Signing> answered) {
  const auto now = parts_.clock.now();
  auto peer = find_peer(txn, row.peer);
  if (!peer) return erase_delivery(txn, row);
  if (answered && note_alive(*peer, *answered, fate == Fate::delivered, now)) {
    TRY(put_peer(txn, *peer));
  }
  if (fate == Fate::again && !is_overdue(row, *peer, now)) {
    TRY(put_delivery(txn, row));
    TRY(count_delivery(txn, DeliveryEnd::put_off, now));
  } else {
    TRY(end_delivery(txn, row, fate == Fate::delivered, now));
  }
  TRY(schedule_peer(txn, row.peer, hallway::next_due(txn, row.peer)));
  TRY(forget_stranger(txn, row.peer));
  return {};
}

void Deliverer::count(Fate fate) {
  switch (fate) {
    case Fate::delivered: ++figures_.delivered; break;
    case Fate::given_up: ++figures_.given_up; break;
    case Fate::again:
    case Fate::unreachable: ++figures_.retried; break;
  }
}

}  // namespace hallway
