#pragma once
// What a row must be like, by table: a record that can be read, that says of itself what its key
// says, and whose rows in other tables point to each other. One function a table, in the files
// verify_{posts,people,acts,objects,own,work}.cc.

#include <optional>
#include <string>
#include <string_view>

#include "storage/record.h"
#include "storage/store.h"
#include "storage/values/crypto.h"

namespace hallway {

// What is wrong with a row, or nothing.
using Complaint = std::optional<std::string>;
using RowCheck = Complaint (*)(const ReadTxn& txn, std::string_view key, std::string_view value);

// nullptr where a table's rows say nothing that could be wrong.
RowCheck row_check_of(Table table);

struct TableCheck {
  Table table;
  RowCheck check;
};
std::span<const TableCheck> post_checks();    // what people write and do to it
std::span<const TableCheck> people_checks();  // who there is, and who follows whom
std::span<const TableCheck> act_checks();     // what people do to each other
std::span<const TableCheck> object_checks();  // polls, quotes, emojis
std::span<const TableCheck> own_checks();     // what people here keep for themselves
std::span<const TableCheck> told_checks();    // what people want to be told, and are told
std::span<const TableCheck> work_checks();    // the log, what is owed, other nodes

// --- For those files -------------------------------------------------------------------------

// Every value lies at a multiple of 8 (storage/table.h): FlatBuffers are read in place.
inline bool is_aligned(std::string_view value) {
  return reinterpret_cast<uintptr_t>(value.data()) % 8 == 0;
}

// The record in `table` at `key`; nullptr where there is none, or it cannot be read.
template <class Record>
const Record* find_record(const ReadTxn& txn, Table table, std::string_view key) {
  const auto value = txn.get(table, key);
  const auto record =
      value && is_aligned(*value) ? view_record<Record>(*value) : fail(Code::not_found, "");
  return record.ok() ? *record : nullptr;
}

inline bool is_number(std::optional<std::string_view> value, uint64_t number) {
  return value && value->size() == 8 && number_at(*value, 0) == number;
}

// Whether the row of `iris` for `text` names (kind, id). The empty text names nothing.
bool is_named(const ReadTxn& txn, std::string_view text, uint64_t kind, uint64_t id);

// `digest` may be followed by more of its key.
inline bool is_digest_of(std::string_view digest, std::string_view text) {
  return !text.empty() && as_bytes_view(sha256(text)) == digest.substr(0, 32);
}

inline const record::Post* post_at(const ReadTxn& txn, uint64_t id) {
  return find_record<record::Post>(txn, Table::posts, key_of(id));
}

inline bool has_actor(const ReadTxn& txn, uint64_t id) {
  return txn.has(Table::actors, key_of(id));
}

}  // namespace hallway
