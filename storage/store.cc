#include "storage/store.h"

#include <fcntl.h>
#include <lmdb.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include "storage/format.h"

namespace hallway {
namespace {

Error lmdb_error(int rc, std::string_view doing) {
  const auto what = std::string(doing) + ": " + mdb_strerror(rc);
  switch (rc) {
    case MDB_READERS_FULL: return fail(Code::limited, what);
    case MDB_MAP_FULL:
    case ENOSPC:
    case EFBIG:
    case EDQUOT: return fail(Code::full, what);
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_PANIC:
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
    case EIO: return fail(Code::corrupt, what);
    case EACCES:
    case ENOENT:
    case EROFS:
    case EAGAIN: return fail(Code::unavailable, what);
    default: return fail(Code::internal, what);
  }
}

// No room for another step: on the disk, or up to the size that this process may give a file.
bool is_full(int file) {
  constexpr uint64_t kStep = uint64_t{1} << 20;
  struct statvfs disk {};
  struct stat found {};
  rlimit most{};
  if (::fstatvfs(file, &disk) == 0 && uint64_t{disk.f_bavail} * disk.f_frsize < kStep) return true;
  return ::fstat(file, &found) == 0 && ::getrlimit(RLIMIT_FSIZE, &most) == 0 &&
         most.rlim_cur != RLIM_INFINITY &&
         static_cast<uint64_t>(found.st_size) + kStep > most.rlim_cur;
}

// Of what writes pages. Where a full disk takes a part of them only, LMDB says EIO, as it does of a
// broken one.
Error write_error(MDB_env* env, int rc, std::string_view doing) {
  int file = -1;
  mdb_env_get_fd(env, &file);
  if (rc == EIO && is_full(file)) rc = ENOSPC;
  return lmdb_error(rc, doing);
}

// LMDB makes its lock file where it is missing. Made by root beside somebody else's store, it would
// shut them out.
void hand_over_lock(const std::filesystem::path& folder) {
  const auto lock = folder / "lock.mdb";
  struct stat store {
  }, made{};
  if (::stat((folder / "data.mdb").c_str(), &store) != 0 || ::stat(lock.c_str(), &made) != 0)
    return;
  if (store.st_uid == made.st_uid) return;
  // Only root may, and only root needs to.
  [[maybe_unused]] const int rc = ::chown(lock.c_str(), store.st_uid, store.st_gid);
}

MDB_val val_of(std::string_view bytes) { return {bytes.size(), const_cast<char*>(bytes.data())}; }

std::string_view view_of(const MDB_val& val) {
  return {static_cast<const char*>(val.mv_data), val.mv_size};
}

unsigned handle(const std::array<unsigned, static_cast<size_t>(Table::count_)>& tables, Table t) {
  return tables[static_cast<size_t>(t)];
}

// Stands for a table that is not there: LMDB calls it EINVAL, which reads as empty.
constexpr unsigned kNoTable = UINT_MAX;

bool starts_with(std::string_view key, std::string_view prefix) {
  return key.substr(0, prefix.size()) == prefix;
}

// The smallest key greater than everything that begins with `prefix`; empty when there is none.
std::string end_of(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<uint8_t>(end.back()) == 0xff) end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<uint8_t>(end.back()) + 1);
  return end;
}

}  // namespace

// --- Cursor ----------------------------------------------------------------------------------

Cursor::~Cursor() {
  if (cursor_) mdb_cursor_close(cursor_);
}

std::optional<Cursor::Row> Cursor::step(int operation, std::string_view key) {
  MDB_val k = val_of(key);
  MDB_val v{};
  if (mdb_cursor_get(cursor_, &k, &v, static_cast<MDB_cursor_op>(operation)) != 0) {
    return std::nullopt;
  }
  return Row{view_of(k), view_of(v)};
}

std::optional<Cursor::Row> Cursor::seek(std::string_view key) {
  return key.empty() ? step(MDB_FIRST) : step(MDB_SET_RANGE, key);
}

std::optional<Cursor::Row> Cursor::seek_before(std::string_view key) {
  if (key.empty()) return step(MDB_LAST);
  return step(MDB_SET_RANGE, key) ? step(MDB_PREV) : step(MDB_LAST);
}

std::optional<Cursor::Row> Cursor::last() { return step(MDB_LAST); }
std::optional<Cursor::Row> Cursor::next() { return step(MDB_NEXT); }
std::optional<Cursor::Row> Cursor::previous() { return step(MDB_PREV); }

// --- ReadTxn ---------------------------------------------------------------------------------

ReadTxn::~ReadTxn() {
  if (txn_) mdb_txn_abort(txn_);
}

std::optional<std::string_view> ReadTxn::get(Table table, std::string_view key) const {
  MDB_val k = val_of(key);
  MDB_val v{};
  if (mdb_get(txn_, handle(store_->tables_, table), &k, &v) != 0) return std::nullopt;
  return view_of(v);
}

Cursor ReadTxn::cursor(Table table) const {
  MDB_cursor* cursor = nullptr;
  // Fails only without memory or for a table that is not there; a cursor of nothing finds nothing.
  const int rc = mdb_cursor_open(txn_, handle(store_->tables_, table), &cursor);
  assert(rc == 0 || handle(store_->tables_, table) == kNoTable);
  (void)rc;
  return Cursor(cursor);
}

uint64_t ReadTxn::count(Table table) const {
  MDB_stat stat{};
  mdb_stat(txn_, handle(store_->tables_, table), &stat);
  return stat.ms_entries;
}

uint64_t ReadTxn::commit_number() const { return mdb_txn_id(txn_); }

uint64_t ReadTxn::last_written(std::span<const Table> tables) const {
  uint64_t last = 0;
  for (const auto table : tables) {
    last = std::max<uint64_t>(last, store_->last_written_[static_cast<size_t>(table)]);
  }
  return last;
}

void ReadTxn::scan(Table table, std::string_view prefix, const Visit& visit,
                   std::string_view from) const {
  auto rows = cursor(table);
  for (auto row = rows.seek(std::max(from, prefix)); row && starts_with(row->key, prefix);
       row = rows.next()) {
    if (!visit(row->key, row->value)) return;
  }
}

void ReadTxn::scan_down(Table table, std::string_view prefix, const Visit& visit,
                        std::string_view before) const {
  auto rows = cursor(table);
  auto end = end_of(prefix);  // empty: the end of the table
  if (!before.empty() && (end.empty() || before < end)) end = before;
  for (auto row = rows.seek_before(end); row && starts_with(row->key, prefix);
       row = rows.previous()) {
    if (!visit(row->key, row->value)) return;
  }
}

// --- WriteTxn --------------------------------------------------------------------------------

WriteTxn::~WriteTxn() = default;

Result<void> WriteTxn::write(Table table, std::string_view key, std::string_view value,
                             unsigned flags) {
  assert(key.size() % 8 == 0);
  ++writes_;
  written_.set(static_cast<size_t>(table));
  const size_t padded = (value.size() + 7) / 8 * 8;
  MDB_val k = val_of(key);
  MDB_val v{padded, nullptr};
  const int rc = mdb_put(txn_, handle(store_->tables_, table), &k, &v, flags | MDB_RESERVE);
  if (rc != 0) return write_error(store_->env_, rc, "writing " + std::string(name_of(table)));
  if (padded == 0) return {};  // an empty view may be null, which memcpy must not be given
  auto* out = static_cast<char*>(v.mv_data);
  std::memcpy(out, value.data(), value.size());
  std::memset(out + value.size(), 0, padded - value.size());
  return {};
}

Result<void> WriteTxn::put(Table table, std::string_view key, std::string_view value) {
  return write(table, key, value, 0);
}

Result<void> WriteTxn::append(Table table, std::string_view key, std::string_view value) {
  return write(table, key, value, MDB_APPEND);
}

Result<void> WriteTxn::put_late(Table table, std::string_view key, std::string_view value) {
  const auto last = cursor(table).last();
  return write(table, key, value, !last || last->key < key ? MDB_APPEND : 0);
}

Result<void> WriteTxn::erase(Table table, std::string_view key) {
  ++writes_;
  MDB_val k = val_of(key);
  const int rc = mdb_del(txn_, handle(store_->tables_, table), &k, nullptr);
  if (rc == MDB_NOTFOUND) return {};
  written_.set(static_cast<size_t>(table));
  if (rc == 0) return {};
  return write_error(store_->env_, rc, "erasing from " + std::string(name_of(table)));
}

Result<WriteTxn> WriteTxn::nested() {
  MDB_txn* child = nullptr;
  const int rc = mdb_txn_begin(store_->env_, txn_, 0, &child);
  if (rc != 0) return lmdb_error(rc, "beginning a nested transaction");
  return WriteTxn(store_, child);
}

Result<void> WriteTxn::commit(const Tables& written) {
  const uint64_t number = commit_number();
  for (size_t i = 0; i < written.size(); ++i) {
    if (written.test(i)) store_->last_written_[i] = number;
  }
  return commit_nested();
}

Result<void> WriteTxn::commit_nested() {
  const int rc = mdb_txn_commit(std::exchange(txn_, nullptr));
  if (rc != 0) return write_error(store_->env_, rc, "committing");
  return {};
}

// --- Store -----------------------------------------------------------------------------------

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& dir,
                                           const StoreOptions& options) {
  std::unique_ptr<Store> store(new Store);
  store->dir_ = dir;
  std::error_code ec;
  std::filesystem::create_directories(dir / "store", ec);
  if (ec)
    return fail(Code::unavailable, "cannot make " + (dir / "store").string() + ": " + ec.message());
  const auto lock = (dir / "lock").string();
  store->lock_ = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (store->lock_ < 0) {
    return fail(Code::unavailable, "cannot open " + lock + ": " + std::strerror(errno));
  }
  if (::flock(store->lock_, LOCK_EX | LOCK_NB) != 0) {
    return fail(Code::conflict, "another process has " + dir.string() + " open");
  }
  TRY(store->open_environment(options));
  TRY(store->open_tables());
  return store;
}

Result<void> Store::open_environment(const StoreOptions& options) {
  int rc = mdb_env_create(&env_);
  if (rc == 0) rc = mdb_env_set_maxdbs(env_, static_cast<unsigned>(Table::count_) + 16);
  if (rc == 0) rc = mdb_env_set_maxreaders(env_, options.readers);
  if (rc == 0) rc = mdb_env_set_mapsize(env_, options.map_bytes);
  if (rc == 0) rc = mdb_env_open(env_, (dir_ / "store").c_str(), MDB_NOTLS | MDB_NORDAHEAD, 0600);
  if (rc != 0) return lmdb_error(rc, "opening " + (dir_ / "store").string());
  check_readers();
  int file = -1;
  mdb_env_get_fd(env_, &file);
  room_.emplace(file);
  return {};
}

// In one transaction with the check of the format: a refused store is left as it was.
Result<void> Store::open_tables() {
  auto txn = TRY(begin());
  MDB_dbi meta = 0;
  const bool fresh =
      mdb_dbi_open(txn.txn_, std::string(name_of(Table::meta)).c_str(), 0, &meta) == MDB_NOTFOUND;
  for (size_t i = 0; i < tables_.size(); ++i) {
    const std::string name(name_of(static_cast<Table>(i)));
    const int rc = mdb_dbi_open(txn.txn_, name.c_str(), MDB_CREATE, &tables_[i]);
    if (rc != 0) return lmdb_error(rc, "opening table " + name);
  }
  TRY(settle_format(txn, fresh));
  return txn.commit(txn.written_);
}

Result<std::unique_ptr<Store>> Store::open_beside(const std::filesystem::path& dir) {
  const auto folder = dir / "store";
  std::error_code ignored;
  if (!std::filesystem::exists(folder / "data.mdb", ignored)) {
    return fail(Code::not_found, dir.string() + " holds no store");
  }
  std::unique_ptr<Store> store(new Store);
  store->dir_ = dir;
  int rc = mdb_env_create(&store->env_);
  // Instead of two lines on standard error: whoever started this process says what is wrong.
  if (rc == 0) rc = mdb_env_set_assert(store->env_, [](MDB_env*, const char*) { std::abort(); });
  if (rc == 0) rc = mdb_env_set_maxdbs(store->env_, static_cast<unsigned>(Table::count_) + 16);
  if (rc == 0) rc = mdb_env_set_maxreaders(store->env_, StoreOptions().readers);
  // With the system reading ahead: whoever opens it so goes through all of it.
  constexpr unsigned kFlags = MDB_RDONLY | MDB_NOTLS;
  if (rc == 0) rc = mdb_env_open(store->env_, folder.c_str(), kFlags, 0600);
  if (rc != 0) return lmdb_error(rc, "opening " + folder.string());
  hand_over_lock(folder);
  TRY(store->find_tables());
  return store;
}

Result<void> Store::find_tables() {
  auto txn = TRY(read());
  for (size_t i = 0; i < tables_.size(); ++i) {
    const std::string name(name_of(static_cast<Table>(i)));
    const int rc = mdb_dbi_open(txn.txn_, name.c_str(), 0, &tables_[i]);
    if (rc == MDB_NOTFOUND) tables_[i] = kNoTable;
    if (rc != 0 && rc != MDB_NOTFOUND) return lmdb_error(rc, "opening table " + name);
  }
  // Committed, or the handles would go with the transaction.
  const int rc = mdb_txn_commit(std::exchange(txn.txn_, nullptr));
  if (rc != 0) return lmdb_error(rc, "opening the tables");
  return {};
}

Store::~Store() {
  if (env_) mdb_env_close(env_);
  if (lock_ >= 0) ::close(lock_);
}

Result<ReadTxn> Store::read() const {
  MDB_txn* txn = nullptr;
  const int rc = mdb_txn_begin(env_, nullptr, MDB_RDONLY, &txn);
  if (rc != 0) return lmdb_error(rc, "beginning to read");
  return ReadTxn(this, txn);
}

Result<WriteTxn> Store::begin() {
  MDB_txn* txn = nullptr;
  const int rc = mdb_txn_begin(env_, nullptr, 0, &txn);
  if (rc != 0) return lmdb_error(rc, "beginning to write");
  make_room();
  return WriteTxn(this, txn);
}

// Only at the beginning of a write transaction: nobody uses what is behind the last page then.
void Store::make_room() {
  MDB_envinfo info{};
  MDB_stat stat{};
  mdb_env_info(env_, &info);
  mdb_env_stat(env_, &stat);
  room_->make((info.me_last_pgno + 1) * stat.ms_psize);
}

void Store::check_readers() const {
  int dead = 0;
  mdb_reader_check(env_, &dead);
}

Result<void> Store::copy_to(int file, Copy copy) const {
  const int rc = mdb_env_copyfd2(env_, file, copy == Copy::compact ? MDB_CP_COMPACT : 0);
  if (rc == MDB_INCOMPATIBLE) return fail(Code::conflict, "pages of the store belong to nothing");
  if (rc != 0) return lmdb_error(rc, "copying the store");
  return {};
}

}  // namespace hallway
