#pragma once
// The version of the store's format, and how an older store becomes a newer one while the node
// serves.
//
// A store carries its version in Table::meta. A fresh one gets the present version. One that a
// newer Hallway wrote is refused at open, before anything is changed. An older one is opened as it
// is; `migrate` then takes it up, one version after the other, in slices that are changes like any
// other, so that the node's own changes go between them. Each slice saves how far it came in the
// transaction that did the work: after a crash the next start goes on from there. Until the last
// step is done the code has to read both forms of a record (FlatBuffers fields are only added, so
// mostly it does anyway).

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "storage/store.h"
#include "storage/writer.h"

namespace hallway {

// One version to the next.
struct Step {
  // Migrates up to `most` records after `position` (empty: from the beginning) and returns where it
  // stopped, as a key: its length is a multiple of 8. Nothing: all is done.
  using Slice = std::optional<std::string>;

  uint32_t from = 0;      // takes a store of this version to from + 1
  std::string_view what;  // one sentence for the log
  Result<Slice> (*migrate)(WriteTxn& txn, std::string_view position, size_t most) = nullptr;
};

// Every step there is, oldest first.
std::span<const Step> format_steps();
// The version that this program writes: 1, and one more for each step.
uint32_t present_format();

// The version that the store has now.
uint32_t find_format(const ReadTxn& txn);
// For Store::open, in the transaction that makes the tables: gives a `fresh` store the present
// version. Fails with invalid where a newer Hallway wrote the store.
Result<void> settle_format(WriteTxn& txn, bool fresh);

struct Migration {
  std::span<const Step> steps = format_steps();
  size_t slice = 256;    // records in one change
  std::stop_token stop;  // asked between slices; what is done stays done
  // Called after each slice.
  std::function<void(const Step&)> progress;
};

// Runs the steps that the store lacks. Any thread but the writer's. Returns the version reached:
// the present one unless it was stopped. Errors: those of a step, corrupt when no step leads on
// from the store's version, unavailable when the writer stops.
Result<uint32_t> migrate(Store& store, Writer& writer, const Migration& migration = {});

}  // namespace hallway
