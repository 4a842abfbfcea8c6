#pragma once
// The node's one LMDB environment, and its transactions.
//
// Reads never block and see one moment; a view that a transaction gave dies with it. There is one
// writer, the thread inside Writer (writer.h); nothing else begins a WriteTxn. Only one process
// has a store open: a lock on DIR says so, and another gets `conflict`.

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "storage/room.h"
#include "storage/table.h"
#include "storage/values/result.h"

struct MDB_env;
struct MDB_txn;
struct MDB_cursor;

namespace hallway {

class Store;

// Walks one table. Valid while its transaction lives and, in a write transaction, until the next
// change to the same table. Move only.
class Cursor {
 public:
  Cursor(Cursor&& other) noexcept : cursor_(std::exchange(other.cursor_, nullptr)) {}
  Cursor& operator=(Cursor&&) = delete;
  ~Cursor();

  struct Row {
    std::string_view key, value;
  };
  std::optional<Row> seek(std::string_view key);         // the first row at or after
  std::optional<Row> seek_before(std::string_view key);  // the last row before
  std::optional<Row> last();
  std::optional<Row> next();
  std::optional<Row> previous();

 private:
  friend class ReadTxn;
  explicit Cursor(MDB_cursor* cursor) : cursor_(cursor) {}
  std::optional<Row> step(int operation, std::string_view key = {});
  MDB_cursor* cursor_;
};

class ReadTxn {
 public:
  ReadTxn(ReadTxn&& other) noexcept
      : store_(other.store_), txn_(std::exchange(other.txn_, nullptr)) {}
  ReadTxn& operator=(ReadTxn&&) = delete;
  ~ReadTxn();

  [[nodiscard]] std::optional<std::string_view> get(Table table, std::string_view key) const;
  [[nodiscard]] bool has(Table table, std::string_view key) const {
    return get(table, key).has_value();
  }
  [[nodiscard]] Cursor cursor(Table table) const;
  [[nodiscard]] uint64_t count(Table table) const;

  // The commit that this sees, and the last one that wrote any of `tables`, as far as this process
  // did: what was made of them is still true where it was made seeing no earlier one than that, and
  // this sees it too.
  [[nodiscard]] uint64_t commit_number() const;
  [[nodiscard]] uint64_t last_written(std::span<const Table> tables) const;

  // Calls `visit(key, value)` for each row whose key begins with `prefix`, from the first key at or
  // after `from` (empty: the first of all), until it returns false. `visit` must not change the
  // table.
  using Visit = std::function<bool(std::string_view key, std::string_view value)>;
  void scan(Table table, std::string_view prefix, const Visit& visit,
            std::string_view from = {}) const;
  // The same downwards, from the last key before `before` (empty: the end of the prefix).
  void scan_down(Table table, std::string_view prefix, const Visit& visit,
                 std::string_view before = {}) const;

 protected:
  friend class Store;
  ReadTxn(const Store* store, MDB_txn* txn) : store_(store), txn_(txn) {}
  const Store* store_;
  MDB_txn* txn_;
};

class WriteTxn : public ReadTxn {
 public:
  WriteTxn(WriteTxn&&) = default;
  ~WriteTxn();

  // Errors: full when the disk or map is full (nothing is lost: the transaction fails as a
  // whole), corrupt, internal. After an error the transaction can only be dropped.
  Result<void> put(Table table, std::string_view key, std::string_view value);
  // For keys known to be the greatest of their table: no search.
  Result<void> append(Table table, std::string_view key, std::string_view value);
  // As put, for new keys of which most are the greatest of their table, as those that begin with a
  // time. LMDB halves a page that is full; where a greatest key comes in this way it stays full.
  Result<void> put_late(Table table, std::string_view key, std::string_view value);
  // Absent rows are no error.
  Result<void> erase(Table table, std::string_view key);

 private:
  friend class Store;
  friend class Writer;
  WriteTxn(const Store* store, MDB_txn* txn) : ReadTxn(store, txn) {}
  Result<WriteTxn> nested();
  // Of the outermost: `written` is what it and those within it wrote.
  Result<void> commit(const Tables& written);
  Result<void> commit_nested();
  Result<void> write(Table table, std::string_view key, std::string_view value, unsigned flags);
  uint64_t writes_ = 0;  // tried so far
  Tables written_;       // which they were in
};

struct StoreOptions {
  uint64_t map_bytes = uint64_t{1} << 40;  // sparse; address space, not disk
  unsigned readers = 1024;
};

class Store {
 public:
  // Opens DIR/store, made where it is missing; clears readers that died. Errors: conflict when
  // another process has it, corrupt, unavailable (cannot be made or read), invalid when a newer
  // Hallway wrote it.
  static Result<std::unique_ptr<Store>> open(const std::filesystem::path& dir,
                                             const StoreOptions& options = {});
  // Opens DIR/store to read only, whoever else has it open: for a process of its own, which is not
  // the one that has it. Tables that an older Hallway did not make are empty. Errors: not_found
  // (there is no store), corrupt, unavailable.
  static Result<std::unique_ptr<Store>> open_beside(const std::filesystem::path& dir);
  ~Store();
  Store(const Store&) = delete;

  // Fails with limited when all reader slots are taken.
  [[nodiscard]] Result<ReadTxn> read() const;
  // To be called now and then: frees slots of readers whose process is gone.
  void check_readers() const;
  // Writes the environment as it is at this moment to a file or pipe, without its free pages or
  // whole. Writers go on meanwhile. Errors: conflict (some pages are neither free nor used; only a
  // whole copy can be made), corrupt, full, unavailable.
  enum class Copy { compact, whole };
  [[nodiscard]] Result<void> copy_to(int file, Copy copy) const;
  [[nodiscard]] const std::filesystem::path& dir() const { return dir_; }

 private:
  friend class Writer;
  friend class ReadTxn;
  friend class WriteTxn;
  Store() = default;
  Result<WriteTxn> begin();
  Result<void> open_environment(const StoreOptions& options);
  Result<void> open_tables();
  Result<void> find_tables();
  void make_room();

  std::filesystem::path dir_;
  int lock_ = -1;
  MDB_env* env_ = nullptr;
  std::optional<Room> room_;  // of the environment's file
  std::array<unsigned, static_cast<size_t>(Table::count_)> tables_{};
  // The last commit that wrote each table, known before that can be seen.
  mutable std::array<std::atomic<uint64_t>, static_cast<size_t>(Table::count_)> last_written_{};
};

}  // namespace hallway
