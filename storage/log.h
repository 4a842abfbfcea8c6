#pragma once
// The log: every change that happened, in order, each entry chained to the one before by SHA-256.
// The chain covers a digest of (salt ‖ payload), not the payload: a payload can be erased later and
// the chain still verifies. Also remembers which activities were seen.

#include <optional>
#include <string>

#include "storage/store.h"
#include "storage/values/iri.h"
#include "storage/values/random.h"
#include "storage/values/time.h"

namespace hallway {

enum class Source : uint8_t { local, inbox, fetch, admin };

struct LogEntry {
  uint64_t seq = 0;  // from 1
  Time at;
  Source source = Source::local;
  std::string actor;     // IRI
  std::string type;      // of the activity
  std::string activity;  // IRI; may be empty
  std::string object;    // IRI; may be empty
  Digest digest{};
  Digest chain{};
};

struct NewEntry {
  Time at;
  Source source = Source::local;
  std::string actor, type, activity, object;
};

// The bytes of an entry as received or as sent, salted and ready to be stored: what can be done
// with them before the transaction, where others would wait for it.
struct SealedPayload {
  Digest digest{};
  std::string record;
};
SealedPayload seal(Random& random, std::string_view payload);

// Appends and returns the entry's sequence number.
Result<uint64_t> append_log(WriteTxn& txn, const SealedPayload& payload, const NewEntry& entry);

std::optional<LogEntry> find_log(const ReadTxn& txn, uint64_t seq);
std::optional<LogEntry> last_log(const ReadTxn& txn);
// Nothing, where it was erased.
std::optional<std::string> find_payload(const ReadTxn& txn, uint64_t seq);
Result<void> erase_payload(WriteTxn& txn, uint64_t seq);
// Erases the payloads of what `actor` (an IRI) did, but for the Delete of themselves: looks at the
// `most` entries beyond `after`. Returns the last one looked at; `after` itself at the log's end.
Result<uint64_t> erase_payloads_by(WriteTxn& txn, std::string_view actor, uint64_t after,
                                   size_t most);

// Checks every link of the chain and every payload still there. Fails with corrupt naming the first
// bad sequence number; `progress(seq, last)` is called now and then.
Result<uint64_t> verify_log(const ReadTxn& txn,
                            const std::function<void(uint64_t, uint64_t)>& progress = {});

// Activities that were taken, by IRI: for 30 days beyond the signature window.
bool seen(const ReadTxn& txn, const Iri& activity);
// Its log entry.
std::optional<uint64_t> find_seen(const ReadTxn& txn, std::string_view activity);
Result<void> mark_seen(WriteTxn& txn, const Iri& activity, uint64_t seq);
// Forgets at most `most` activities that were logged before `before`; continues where it stopped
// last, and passes over what lies ahead of `now` (the clock was set back), which stays seen.
// Returns how many log entries were looked at.
Result<size_t> forget_seen(WriteTxn& txn, Time before, Time now, size_t most);
// Whether forget_seen has anything to do.
bool is_seen_before(const ReadTxn& txn, Time before, Time now);

// How far a worker has read the log.
uint64_t find_position(const ReadTxn& txn, std::string_view worker);
Result<void> put_position(WriteTxn& txn, std::string_view worker, uint64_t seq);
Result<void> erase_position(WriteTxn& txn, std::string_view worker);

}  // namespace hallway
