#include "storage/store.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <numeric>
#include <set>

#include "tests/support/store.h"

namespace hallway {
namespace {

using test::StoreTest;
using test::TempDir;
using Keys = std::vector<uint64_t>;

class StoreRows : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    // Three groups of the pair table; 3 is empty, the last is the greatest that there can be.
    write([](WriteTxn& txn) -> Result<void> {
      for (const uint64_t group : {1U, 2U, 4U}) {
        for (uint64_t n = 10; n <= 50; n += 10) {
          TRY(txn.put(Table::by_parent, key_of(group, n), view(value_of(n))));
        }
      }
      TRY(txn.put(Table::by_parent, key_of(UINT64_MAX, UINT64_MAX), {}));
      return {};
    });
  }

  Keys up(uint64_t group, std::string_view from = {}, size_t most = SIZE_MAX) {
    Keys seen;
    read().scan(
        Table::by_parent, key_of(group),
        [&](std::string_view key, std::string_view) {
          seen.push_back(number_at(key, 8));
          return seen.size() < most;
        },
        from);
    return seen;
  }
  Keys down(uint64_t group, std::string_view before = {}, size_t most = SIZE_MAX) {
    Keys seen;
    read().scan_down(
        Table::by_parent, key_of(group),
        [&](std::string_view key, std::string_view) {
          seen.push_back(number_at(key, 8));
          return seen.size() < most;
        },
        before);
    return seen;
  }
};

TEST_F(StoreRows, AScanStaysWithinItsPrefixInBothDirections) {
  EXPECT_EQ(up(2), (Keys{10, 20, 30, 40, 50}));
  EXPECT_EQ(down(2), (Keys{50, 40, 30, 20, 10}));
  EXPECT_EQ(up(3), Keys{});
  EXPECT_EQ(down(3), Keys{});
  EXPECT_EQ(down(0), Keys{});
  EXPECT_EQ(up(UINT64_MAX), Keys{UINT64_MAX});
  EXPECT_EQ(down(UINT64_MAX), Keys{UINT64_MAX}) << "no key is greater than this prefix";
}

TEST_F(StoreRows, AScanBeginsAtFromAndEndsBeforeBefore) {
  EXPECT_EQ(up(2, key_of(uint64_t{2}, uint64_t{30})), (Keys{30, 40, 50}));
  EXPECT_EQ(up(2, key_of(uint64_t{2}, uint64_t{31})), (Keys{40, 50}));
  EXPECT_EQ(up(2, key_of(uint64_t{2}, uint64_t{51})), Keys{});
  EXPECT_EQ(down(2, key_of(uint64_t{2}, uint64_t{30})), (Keys{20, 10}));
  EXPECT_EQ(down(2, key_of(uint64_t{2}, uint64_t{31})), (Keys{30, 20, 10}));
  EXPECT_EQ(down(2, key_of(uint64_t{2}, uint64_t{10})), Keys{});
  EXPECT_EQ(up(2, {}, 2), (Keys{10, 20}));
  EXPECT_EQ(down(2, {}, 2), (Keys{50, 40}));
}

TEST_F(StoreRows, ABoundOutsideThePrefixIsThatOfThePrefix) {
  EXPECT_EQ(up(2, key_of(uint64_t{1}, uint64_t{20})), up(2));
  EXPECT_EQ(down(2, key_of(uint64_t{4}, uint64_t{20})), down(2));
  EXPECT_EQ(up(2, key_of(uint64_t{4}, uint64_t{20})), Keys{});
  EXPECT_EQ(down(2, key_of(uint64_t{1}, uint64_t{20})), Keys{});
}

TEST_F(StoreRows, ACursorWalksFromWhereItWasSet) {
  const auto txn = read();
  auto rows = txn.cursor(Table::by_parent);
  EXPECT_EQ(number_at(rows.seek({})->key, 8), 10U);
  EXPECT_FALSE(rows.previous());
  EXPECT_EQ(id_at(rows.seek(key_of(uint64_t{3}))->key, 0), Id{4});
  EXPECT_EQ(number_at(rows.previous()->value, 0), 50U);
  EXPECT_EQ(id_at(rows.seek_before(key_of(uint64_t{4}))->key, 0), Id{2});
  EXPECT_EQ(id_at(rows.next()->key, 0), Id{4});
  EXPECT_FALSE(rows.seek_before(key_of(uint64_t{1})));
  EXPECT_EQ(id_at(rows.seek_before({})->key, 0), Id{UINT64_MAX});
  EXPECT_EQ(rows.last()->value.size(), 0U);
  EXPECT_FALSE(rows.next());
}

TEST_F(StoreRows, ACursorOverAnEmptyTableFindsNothing) {
  const auto txn = read();
  auto rows = txn.cursor(Table::boosts);
  EXPECT_FALSE(rows.seek({}));
  EXPECT_FALSE(rows.seek_before({}));
  EXPECT_FALSE(rows.seek_before(key_of(uint64_t{1})));
  EXPECT_FALSE(rows.last());
}

TEST_F(StoreRows, AReaderSeesOneMomentWhateverIsWrittenAfterwards) {
  const auto before = read();
  write(
      [](WriteTxn& txn) { return txn.erase(Table::by_parent, key_of(uint64_t{1}, uint64_t{10})); });
  EXPECT_EQ(before.count(Table::by_parent), 16U);
  EXPECT_TRUE(before.has(Table::by_parent, key_of(uint64_t{1}, uint64_t{10})));
  EXPECT_EQ(read().count(Table::by_parent), 15U);
}

TEST_F(StoreRows, PutReplacesAppendDoesNotAndEraseTakesWhatIsAbsent) {
  write([](WriteTxn& txn) -> Result<void> {
    TRY(txn.put(Table::meta, key_of(uint64_t{1}), "12345678"));
    TRY(txn.put(Table::meta, key_of(uint64_t{1}), "abcdefgh"));
    TRY(txn.erase(Table::meta, key_of(uint64_t{9})));
    return {};
  });
  EXPECT_EQ(read().get(Table::meta, key_of(uint64_t{1})), "abcdefgh");
  const auto again = writer_->apply([](WriteTxn& txn) {
    return txn.append(Table::by_parent, key_of(uint64_t{1}, uint64_t{10}), "x");
  });
  EXPECT_EQ(again.error().code, Code::internal) << "not the greatest key of its table";
}

TEST_F(StoreTest, WhatIsPutLateStandsWhereItBelongs) {
  write([](WriteTxn& txn) -> Result<void> {
    for (const uint64_t n : {5U, 7U, 6U, 7U, 1U, 9U}) {
      TRY(txn.put_late(Table::posts, key_of(n), view(value_of(n * 10))));
    }
    return {};
  });
  Keys seen;
  read().scan(Table::posts, {}, [&](std::string_view key, std::string_view value) {
    EXPECT_EQ(number_at(value, 0), number_at(key, 0) * 10);
    seen.push_back(number_at(key, 0));
    return true;
  });
  EXPECT_EQ(seen, (Keys{1, 5, 6, 7, 9}));
}

// Two rows of this size have room in a page: halved, it holds one.
TEST_F(StoreTest, WhatIsPutLateInOrderFillsItsPages) {
  const auto pages_of = [&](auto put, uint64_t first) {
    const auto used = [&] {
      const std::string copy = (dir_.path() / "copy").string();
      const int file = ::open(copy.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
      EXPECT_TRUE(store_->copy_to(file, Store::Copy::compact).ok());
      ::close(file);
      return std::filesystem::file_size(copy) / 4096;
    };
    const auto before = used();
    write([&](WriteTxn& txn) -> Result<void> {
      const std::string row(1'500, 'r');
      for (uint64_t n = 0; n < 200; ++n) TRY((txn.*put)(Table::posts, key_of(first + n), row));
      return {};
    });
    return used() - before;
  };
  EXPECT_LT(pages_of(&WriteTxn::put_late, 1'000), 110U);
  EXPECT_GT(pages_of(&WriteTxn::put, 2'000), 150U) << "LMDB does it by itself now";
}

// FlatBuffers are read in place: a value at an odd address would be undefined behaviour.
TEST_F(StoreTest, EveryValueLiesAtAMultipleOfEightAndKeepsItsBytes) {
  const auto value_for = [](uint64_t n) {
    return std::string(n * 37 % 6'000, static_cast<char>('a' + n % 26));
  };
  constexpr uint64_t kRows = 600;
  for (int pass = 0; pass < 2; ++pass) {  // once more, so that rows are replaced and pages split
    write([&](WriteTxn& txn) -> Result<void> {
      for (uint64_t n = pass; n < kRows; n += 1 + pass) {
        TRY(txn.put(Table::posts, key_of(n), value_for(n + pass)));
        TRY(txn.put(Table::by_tag, key_of(sha256(std::to_string(n)), Id{n}), value_for(n % 90)));
      }
      return {};
    });
  }
  const auto txn = read();
  size_t rows = 0;
  for (const auto table : {Table::posts, Table::by_tag}) {
    txn.scan(table, {}, [&](std::string_view key, std::string_view value) {
      EXPECT_EQ(reinterpret_cast<uintptr_t>(value.data()) % 8, 0U);
      EXPECT_EQ(value.size() % 8, 0U);
      const uint64_t n = number_at(key, key.size() - 8);
      const auto wanted = table == Table::posts ? value_for(n % 2 ? n + 1 : n) : value_for(n % 90);
      EXPECT_EQ(value.substr(0, wanted.size()), wanted);
      EXPECT_EQ(value.substr(wanted.size()).find_first_not_of('\0'), std::string_view::npos);
      return ++rows, true;
    });
  }
  EXPECT_EQ(rows, 2 * kRows);
}

TEST_F(StoreTest, WhatWasCommittedIsThereAfterAReopening) {
  write([](WriteTxn& txn) { return txn.put(Table::meta, key_of_text("a"), "kept    "); });
  reopen();
  EXPECT_EQ(read().get(Table::meta, key_of_text("a")), "kept    ");
}

TEST_F(StoreTest, TheFileGrowsAheadOfWhatIsWrittenNotWithIt) {
  const auto file = dir_.path() / "store" / "data.mdb";
  const auto value_for = [](uint64_t n) {
    return std::string(3'000, static_cast<char>('a' + n % 26));
  };
  std::set<uintmax_t> sizes;
  for (uint64_t n = 1; n <= 100; ++n) {
    write([&](WriteTxn& txn) { return txn.put(Table::posts, key_of(n), value_for(n)); });
    sizes.insert(std::filesystem::file_size(file));
  }
  EXPECT_LT(sizes.size(), 10U);  // over 100 pages, 16 and more at a time
  reopen();
  for (uint64_t n = 1; n <= 100; ++n) EXPECT_EQ(read().get(Table::posts, key_of(n)), value_for(n));
}

TEST_F(StoreTest, ASecondOpenerOfTheSameFolderIsLockedOut) {
  const auto second = Store::open(dir_.path());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, Code::conflict);
  EXPECT_NE(second.error().what.find(dir_.path().string()), std::string::npos);
}

TEST(StoreLock, ASecondProcessIsLockedOutUntilTheFirstIsGone) {
  const TempDir dir;
  int told[2];
  int end[2];
  ASSERT_EQ(::pipe2(told, O_CLOEXEC), 0);
  ASSERT_EQ(::pipe2(end, O_CLOEXEC), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  char byte = 0;
  if (child == 0) {
    ::close(end[1]);
    const auto store = Store::open(dir.path());
    byte = store.ok() ? 'y' : 'n';
    if (::write(told[1], &byte, 1) != 1) ::_exit(1);
    (void)!::read(end[0], &byte, 1);  // until the other end is closed
    ::_exit(0);                       // without closing the store: as if it had crashed
  }
  ::close(end[0]);
  ASSERT_EQ(::read(told[0], &byte, 1), 1);
  EXPECT_EQ(byte, 'y');
  EXPECT_EQ(Store::open(dir.path()).error().code, Code::conflict);
  ::close(end[1]);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(Store::open(dir.path()).ok());
  ::close(told[0]);
  ::close(told[1]);
}

TEST(StoreOpening, AFolderThatCannotBeMadeIsUnavailable) {
  const TempDir dir;
  std::ofstream(dir.path() / "file") << "in the way";
  EXPECT_EQ(Store::open(dir.path() / "file").error().code, Code::unavailable);
}

TEST(StoreOpening, AStoreThatIsNoneIsReportedAsCorrupt) {
  const TempDir dir;
  std::filesystem::create_directories(dir.path() / "store");
  std::ofstream(dir.path() / "store" / "data.mdb") << std::string(16'384, 'x');
  EXPECT_EQ(Store::open(dir.path()).error().code, Code::corrupt);
}

TEST(StoreOpening, TooManyReadersAreLimitedAndComeBack) {
  const TempDir dir;
  const auto store = Store::open(dir.path(), {.readers = 4}).value();
  std::vector<ReadTxn> readers;
  while (readers.size() < 100) {
    auto reader = store->read();
    if (!reader.ok()) {
      EXPECT_EQ(reader.error().code, Code::limited);
      break;
    }
    readers.push_back(std::move(*reader));
  }
  ASSERT_LT(readers.size(), 100U);
  readers.pop_back();
  EXPECT_TRUE(store->read().ok());
}

TEST(StoreOpening, AFullMapIsLimitedAndLosesNothing) {
  const TempDir dir;
  const auto store = Store::open(dir.path(), {.map_bytes = 1 << 20}).value();
  Writer writer(*store);
  const auto put = [&](uint64_t n, size_t size) {
    return writer.apply(
        [&](WriteTxn& txn) { return txn.put(Table::posts, key_of(n), std::string(size, 'x')); });
  };
  ASSERT_TRUE(put(1, 1'000).ok());
  EXPECT_EQ(put(2, 4 << 20).error().code, Code::full);
  EXPECT_TRUE(put(3, 1'000).ok());
  EXPECT_EQ(store->read().value().count(Table::posts), 2U);
}

// What a process may write to a file stands in for a disk's size: a write that crosses it is cut
// short, as on a full disk.
class FullDisk : public StoreTest {
 protected:
  void SetUp() override {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    StoreTest::SetUp();
  }
  void TearDown() override { allow(before_.rlim_cur); }

  static void allow(rlim_t bytes) {
    rlimit now{};
    ::getrlimit(RLIMIT_FSIZE, &now);
    now.rlim_cur = bytes;
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &now), 0);
  }
  [[nodiscard]] uint64_t file_size() const {
    return std::filesystem::file_size(dir_.path() / "store" / "data.mdb");
  }
  Result<void> add(uint64_t n, size_t bytes) {
    return writer_->apply(
        [&](WriteTxn& txn) { return txn.put(Table::posts, key_of(n), std::string(bytes, 'x')); });
  }

  rlimit before_{};
};

TEST_F(FullDisk, ChangesAreRefusedReadsGoOnAndItRecoversByItself) {
  uint64_t n = 1;  // the next key
  ASSERT_TRUE(add(n++, 100).ok());
  for (const size_t bytes : {size_t{100}, size_t{60'000}, size_t{3'000'000}}) {
    for (const uint64_t more : {0U, 1U, 5'000U, 70'000U}) {
      allow(file_size() + more);
      Result<void> added;
      while (n < 100'000 && (added = add(n, bytes)).ok()) ++n;
      ASSERT_FALSE(added.ok()) << bytes << " " << more;
      EXPECT_EQ(added.error().code, Code::full) << added.error().what;
      EXPECT_EQ(add(n, bytes).error().code, Code::full) << "and again";
      EXPECT_TRUE(read().has(Table::posts, key_of(n - 1)));
      EXPECT_FALSE(read().has(Table::posts, key_of(n)));
      allow(before_.rlim_cur);
      EXPECT_TRUE(add(n, bytes).ok());
      EXPECT_TRUE(read().has(Table::posts, key_of(n++)));
    }
  }
  reopen();
  EXPECT_TRUE(read().has(Table::posts, key_of(uint64_t{1})));
}

TEST_F(StoreRows, TellsWhichCommitWroteATableLast) {
  constexpr std::array kRows = {Table::by_parent, Table::by_context};
  constexpr std::array kOthers = {Table::by_tag};
  const auto before = read();
  const auto made = before.commit_number();
  EXPECT_LE(before.last_written(kRows), made);
  write([](WriteTxn& txn) { return txn.put(Table::by_tag, key_of(Id{1}, Id{1}), {}); });
  EXPECT_LE(read().last_written(kRows), made) << "only others were written";
  EXPECT_GT(read().last_written(kOthers), made);
  write([](WriteTxn& txn) { return txn.erase(Table::by_context, key_of(Id{1}, Id{1})); });
  EXPECT_LE(read().last_written(kRows), made) << "there was nothing to erase";
  write(
      [](WriteTxn& txn) { return txn.erase(Table::by_parent, key_of(uint64_t{1}, uint64_t{10})); });
  const auto after = read();
  EXPECT_GT(after.last_written(kRows), made);
  EXPECT_LE(after.last_written(kRows), after.commit_number()) << "what is told of is seen";
  EXPECT_EQ(before.commit_number(), made) << "it sees what it saw";
  EXPECT_GT(before.last_written(kRows), before.commit_number()) << "which is not the last";
}

TEST_F(StoreRows, AChangeThatWasRepeatedApartIsToldOfToo) {
  const auto made = read().commit_number();
  constexpr std::array kRows = {Table::by_parent};
  std::vector<Result<void>> outcomes;
  const auto note = [&](Result<void> outcome) { outcomes.push_back(std::move(outcome)); };
  writer_->submit([](WriteTxn& txn) { return txn.put(Table::by_parent, key_of(Id{7}, Id{7}), {}); },
                  note, Writer::Haste::soon);
  writer_->submit(
      [](WriteTxn& txn) -> Result<void> {
        TRY(txn.put(Table::by_tag, key_of(Id{7}, Id{7}), {}));
        return fail(Code::invalid, "no");
      },
      note);
  writer_->drain();
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_TRUE(outcomes[0].ok() != outcomes[1].ok());
  EXPECT_GT(read().last_written(kRows), made);
}

}  // namespace
}  // namespace hallway
