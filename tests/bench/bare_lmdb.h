#pragma once
// What LMDB alone can do on this disk: the rows of an inbound Create, prepared beforehand, put into
// an environment of its own. The mark that the node's own rates are held against.

#include <lmdb.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "storage/store.h"
#include "storage/values/random.h"

namespace hallway::bench {

// Every table into which an inbound Create puts a row: by_tag and by_link where its post has a
// hashtag and a link; how many its author has written, which is one row of theirs again and again;
// and that it is to be indexed.
inline constexpr std::array kTables = {
    Table::log,        Table::payloads, Table::iris,    Table::posts,   Table::by_author,
    Table::by_context, Table::by_tag,   Table::by_link, Table::tallies, Table::search_due};

// Bytes of the keys: ids, the digest of a text, pairs of ids, a digest and an id.
inline constexpr std::array<size_t, kTables.size()> kKeySizes = {8,  8,  32, 8,  16,
                                                                 16, 40, 40, 16, 8};

// Bytes of key and value of the last row of each of kTables; 0 and 0 where there is none, since the
// Creates at hand put none.
struct RowSize {
  size_t key = 0, value = 0;
};
std::vector<RowSize> row_sizes(const ReadTxn& txn);

// How long LMDB alone takes to open the store of the node in `dir` with all its tables: to read, as
// nobody else need be disturbed.
double milliseconds_to_open(const std::filesystem::path& dir);

class BareLmdb {
 public:
  // Makes an environment in `dir`, of Creates by so many authors in turns. Ends the process where
  // LMDB fails.
  BareLmdb(const std::filesystem::path& dir, std::vector<RowSize> sizes, size_t authors);
  ~BareLmdb();
  BareLmdb(const BareLmdb&) = delete;
  BareLmdb& operator=(const BareLmdb&) = delete;

  // One durable commit of `batch` Creates. `nested`: each in a transaction within the batch's, as
  // Writer does once one has failed.
  void commit(size_t batch, bool nested = false);
  // Commits for that long; Creates per second.
  double rate(size_t batch, double seconds);

 private:
  void put_rows(MDB_txn* txn);
  uint64_t scattered() { return random_.u64(); }

  std::vector<RowSize> sizes_;
  size_t authors_;
  std::string value_;
  SeededRandom random_{1};
  uint64_t number_ = 0;
  MDB_env* env_ = nullptr;
  std::vector<MDB_dbi> tables_;
};

}  // namespace hallway::bench
