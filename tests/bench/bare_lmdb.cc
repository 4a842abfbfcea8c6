#include "tests/bench/bare_lmdb.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "storage/record.h"

namespace hallway::bench {
namespace {

constexpr auto kMostTables = static_cast<unsigned>(Table::count_) + 1;  // and LMDB's own

// A row of search_due, which goes away once its post is indexed.
constexpr RowSize kDue{.key = 8, .value = 24};

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "bare LMDB: %s\n", what.c_str());
  std::exit(1);
}

void demand(int rc) {
  if (rc != 0) give_up(mdb_strerror(rc));
}

}  // namespace

std::vector<RowSize> row_sizes(const ReadTxn& txn) {
  std::vector<RowSize> sizes;
  for (size_t i = 0; i < kTables.size(); ++i) {
    // Other kinds of rows may stand between: a key's id among the names.
    auto rows = txn.cursor(kTables[i]);
    auto row = rows.last();
    while (row && row->key.size() != kKeySizes[i]) row = rows.previous();
    sizes.push_back(row ? RowSize{row->key.size(), row->value.size()} : RowSize{});
  }
  sizes.back() = kDue;
  return sizes;
}

double milliseconds_to_open(const std::filesystem::path& dir) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  MDB_env* env = nullptr;
  demand(mdb_env_create(&env));
  demand(mdb_env_set_maxdbs(env, kMostTables));
  demand(mdb_env_open(env, (dir / "store").c_str(), MDB_RDONLY | MDB_NOTLS | MDB_NORDAHEAD, 0600));
  MDB_txn* txn = nullptr;
  demand(mdb_txn_begin(env, nullptr, MDB_RDONLY, &txn));
  for (size_t i = 0; i < static_cast<size_t>(Table::count_); ++i) {
    MDB_dbi table = 0;
    demand(mdb_dbi_open(txn, std::string(name_of(static_cast<Table>(i))).c_str(), 0, &table));
  }
  demand(mdb_txn_commit(txn));
  const double passed = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  mdb_env_close(env);
  return passed;
}

BareLmdb::BareLmdb(const std::filesystem::path& dir, std::vector<RowSize> sizes, size_t authors)
    : sizes_(std::move(sizes)), authors_(authors), value_(64 * 1024, 'v') {
  std::filesystem::create_directories(dir);
  demand(mdb_env_create(&env_));
  demand(mdb_env_set_maxdbs(env_, kMostTables));
  demand(mdb_env_set_mapsize(env_, size_t{1} << 40));
  demand(mdb_env_open(env_, dir.c_str(), MDB_NOTLS | MDB_NORDAHEAD, 0600));
  MDB_txn* txn = nullptr;
  demand(mdb_txn_begin(env_, nullptr, 0, &txn));
  for (const auto table : kTables) {
    tables_.emplace_back();
    demand(mdb_dbi_open(txn, std::string(name_of(table)).c_str(), MDB_CREATE, &tables_.back()));
  }
  demand(mdb_txn_commit(txn));
}

BareLmdb::~BareLmdb() { mdb_env_close(env_); }

void BareLmdb::commit(size_t batch, bool nested) {
  MDB_txn* txn = nullptr;
  demand(mdb_txn_begin(env_, nullptr, 0, &txn));
  for (size_t i = 0; i < batch; ++i) {
    MDB_txn* inner = txn;
    if (nested) demand(mdb_txn_begin(env_, txn, 0, &inner));
    put_rows(inner);
    if (nested) demand(mdb_txn_commit(inner));
  }
  demand(mdb_txn_commit(txn));
}

double BareLmdb::rate(size_t batch, double seconds) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  double passed = 0;
  size_t done = 0;
  while (passed < seconds) {
    commit(batch);
    done += batch;
    passed = std::chrono::duration<double>(Clock::now() - start).count();
  }
  return static_cast<double>(done) / passed;
}

void BareLmdb::put_rows(MDB_txn* txn) {
  ++number_;
  const uint64_t author = 1 + number_ % authors_;
  // Keys of text are digests: they fall anywhere.
  const std::string by_id(key_of(number_));
  const std::string by_text(key_of(scattered(), scattered(), scattered(), scattered()));
  const std::string by_pair(key_of(author, number_));
  const std::string by_self(key_of(number_, number_));
  const std::string of_author(key_of(author, uint64_t{0}));
  // All under one hashtag, and leading to one page.
  const std::string by_word(key_of(Digest{}, number_));
  const std::string* keys[] = {&by_id,   &by_id,   &by_text, &by_id,     &by_pair,
                               &by_self, &by_word, &by_word, &of_author, &by_id};
  for (size_t i = 0; i < kTables.size(); ++i) {
    if (sizes_[i].key == 0) continue;
    if (keys[i]->size() != sizes_[i].key) give_up("a key is not as long as the node's");
    MDB_val key{keys[i]->size(), const_cast<char*>(keys[i]->data())};
    MDB_val value{sizes_[i].value, value_.data()};
    const bool append = kTables[i] == Table::log || kTables[i] == Table::payloads ||
                        kTables[i] == Table::search_due;
    demand(mdb_put(txn, tables_[i], &key, &value, append ? MDB_APPEND : 0));
  }
}

}  // namespace hallway::bench
