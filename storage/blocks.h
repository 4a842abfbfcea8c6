#pragma once
// Who keeps away from whom: blocks (the two are nothing to each other any more), mutes (somebody
// here does not want to hear somebody, who never learns it), and domains of which one person here
// wants nothing.

#include <optional>
#include <vector>

#include "storage/store.h"
#include "storage/values/iri.h"
#include "storage/values/time.h"

namespace hallway {

struct Block {
  Iri iri;  // of the Block activity; may be empty
  Id by, whom;
  Time at;
};

std::optional<Block> find_block(const ReadTxn& txn, Id by, Id whom);
std::optional<Block> find_block(const ReadTxn& txn, const Iri& activity);
// New or replaced; the pair is the key. Neither endorses a skill of the other any more. Fails with
// conflict where the IRI names something else.
Result<void> put_block(WriteTxn& txn, const Block& block);
Result<void> erase_block(WriteTxn& txn, Id by, Id whom);
bool blocks(const ReadTxn& txn, Id by, Id whom);
// One of the two blocks the other, whichever.
bool estranged(const ReadTxn& txn, Id one, Id other);

struct Mute {
  Id by, whom;
  Time at;
  bool notifications = true;  // what they do is not told either
  Time expires = {};          // 0: never

  [[nodiscard]] bool ended(Time now) const { return expires.ms != 0 && expires <= now; }
};

std::optional<Mute> find_mute(const ReadTxn& txn, Id by, Id whom);
Result<void> put_mute(WriteTxn& txn, const Mute& mute);
Result<void> erase_mute(WriteTxn& txn, Id by, Id whom);
bool mutes(const ReadTxn& txn, Id by, Id whom);

// Mutes whose time is over, whosever.
std::vector<Mute> list_ended_mutes(const ReadTxn& txn, Time now, size_t most);

// By id of whom, ascending, beyond `after`.
std::vector<Id> list_blocked(const ReadTxn& txn, Id by, Id after, size_t most);
std::vector<Id> list_muted(const ReadTxn& txn, Id by, Id after, size_t most);

Result<void> put_domain_block(WriteTxn& txn, Id by, const Domain& domain);
Result<void> erase_domain_block(WriteTxn& txn, Id by, const Domain& domain);
// A domain without a port stands for its host, on each of its ports.
bool covers(const Domain& blocked, const Domain& domain);
// One that covers `domain`.
bool blocks_domain(const ReadTxn& txn, Id by, const Domain& domain);
std::vector<Domain> list_blocked_domains(const ReadTxn& txn, Id by, size_t most);

}  // namespace hallway
