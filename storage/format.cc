#include "storage/format.h"

#include <algorithm>

namespace hallway {
namespace {

// Nothing has changed since the first version. A step goes here, oldest first:
//   {.from = 1, .what = "Posts carry their language", .migrate = add_languages},
constexpr std::span<const Step> kSteps;

Key version_key() { return key_of_text("format"); }
Key position_key(uint32_t from) { return key_of_text("format/" + std::to_string(from)); }

Result<void> put_format(WriteTxn& txn, uint32_t version) {
  return txn.put(Table::meta, version_key(), view(value_of(version)));
}

// One slice of `step`, and how far it came or, at its end, the version reached. True at the end.
Result<bool> run_slice(WriteTxn& txn, const Step& step, size_t most) {
  // A copy: the step's own writes may move what the store shows.
  const std::string position(txn.get(Table::positions, position_key(step.from)).value_or(""));
  const auto stopped = TRY(step.migrate(txn, position, most));
  if (stopped) {
    TRY(txn.put(Table::positions, position_key(step.from), *stopped));
    return false;
  }
  TRY(txn.erase(Table::positions, position_key(step.from)));
  TRY(put_format(txn, step.from + 1));
  return true;
}

}  // namespace

std::span<const Step> format_steps() { return kSteps; }

uint32_t present_format() { return 1 + static_cast<uint32_t>(kSteps.size()); }

uint32_t find_format(const ReadTxn& txn) {
  const auto value = txn.get(Table::meta, version_key());
  // Stores from before versions were written have the first.
  return value ? static_cast<uint32_t>(number_at(*value, 0)) : 1;
}

Result<void> settle_format(WriteTxn& txn, bool fresh) {
  if (fresh) return put_format(txn, present_format());
  const auto version = find_format(txn);
  if (version <= present_format()) return {};
  return fail(Code::invalid, "the store has format " + std::to_string(version) +
                                 ", written by a newer Hallway; this one knows formats up to " +
                                 std::to_string(present_format()) +
                                 ". Nothing was changed: install the newer version again");
}

Result<uint32_t> migrate(Store& store, Writer& writer, const Migration& migration) {
  auto version = find_format(TRY(store.read()));
  const uint32_t target = migration.steps.empty() ? version : migration.steps.back().from + 1;
  while (version < target) {
    const auto step = std::ranges::find(migration.steps, version, &Step::from);
    if (step == migration.steps.end()) {
      return fail(Code::corrupt, "no way leads on from format " + std::to_string(version));
    }
    if (migration.stop.stop_requested()) break;
    const bool done =
        TRY(writer.apply([&](WriteTxn& txn) { return run_slice(txn, *step, migration.slice); }));
    if (done) ++version;
    if (migration.progress) migration.progress(*step);
  }
  return version;
}

}  // namespace hallway
