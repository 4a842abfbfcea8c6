#include "storage/backup.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "storage/backup_blocks.h"
#include "storage/descriptor.h"
#include "tests/support/sanitizer.h"
#include "tests/support/store.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr Time kMade{1'795'612'315'000};

std::string bytes_of_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

void write_file(const fs::path& path, std::string_view bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

unsigned mode_of(const fs::path& path) {
  struct stat seen {};
  return ::stat(path.c_str(), &seen) == 0 ? seen.st_mode & 07777U : 0;
}

class Backup : public test::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    fill(300);
    write_file(dir_.path() / "hallway.toml", "[node]\ndomain = \"a.example\"\n");
    write_file(dir_.path() / "media" / "cat.png", std::string(2'500'000, 'c'));
    write_file(dir_.path() / "media" / "empty.png", "");
    write_file(dir_.path() / "tls" / "key.pem", "secret");
    close();
  }

  void fill(uint64_t rows) {
    write([&](WriteTxn& txn) -> Result<void> {
      for (uint64_t n = 0; n < rows; ++n) {
        TRY(txn.put(Table::posts, key_of(n), std::string(n * 11 % 900, 'p')));
      }
      return {};
    });
  }

  Result<BackupFigures> back_up(bool replace = false) const {
    return make_backup(dir_.path(), file(), {.made = kMade, .replace = replace});
  }
  [[nodiscard]] Result<BackupFigures> restore() const { return restore_backup(file(), target()); }
  [[nodiscard]] fs::path file() const { return outside_.path() / "node.backup"; }
  [[nodiscard]] fs::path target() const { return outside_.path() / "restored"; }

  // Restoring must be refused and leave nothing.
  void expect_refused(Code code, std::string_view what) const {
    const auto restored = restore();
    ASSERT_FALSE(restored.ok()) << what;
    EXPECT_EQ(restored.error().code, code) << what << ": " << restored.error().what;
    EXPECT_THAT(restored.error().what, HasSubstr(file().string()));
    EXPECT_FALSE(fs::exists(target())) << what;
  }

  test::TempDir outside_;
};

TEST_F(Backup, HoldsTheFolderAndGivesItBackForItsOwnerOnly) {
  const auto made = back_up();
  ASSERT_TRUE(made.ok()) << made.error().what;
  EXPECT_EQ(made->files, 5U);
  EXPECT_EQ(made->bytes, fs::file_size(file()));
  EXPECT_EQ(mode_of(file()), 0600U);
  EXPECT_FALSE(fs::exists(file().string() + ".part"));

  const auto restored = restore();
  ASSERT_TRUE(restored.ok()) << restored.error().what;
  EXPECT_EQ(restored->made, kMade);
  EXPECT_EQ(restored->files, 5U);
  for (const auto* name : {"hallway.toml", "media/cat.png", "media/empty.png", "tls/key.pem"}) {
    EXPECT_EQ(bytes_of_file(target() / name), bytes_of_file(dir_.path() / name)) << name;
    EXPECT_EQ(mode_of(target() / name), 0600U) << name;
  }
  EXPECT_EQ(mode_of(target()), 0700U);

  const auto store = Store::open(target());
  ASSERT_TRUE(store.ok()) << store.error().what;
  open();
  const auto there = (*store)->read().value();
  EXPECT_EQ(there.count(Table::posts), 300U);
  read().scan(Table::posts, {}, [&](std::string_view key, std::string_view value) {
    EXPECT_EQ(there.get(Table::posts, key), value);
    return true;
  });
}

TEST_F(Backup, IsOfOneMomentWhileTheStoreIsOpenAndGoesOn) {
  if (test::kThreadSanitizer) return;  // which takes no thread begun after a fork from several
  open();
  ASSERT_TRUE(back_up().ok());
  fill(400);
  ASSERT_TRUE(restore().ok());
  EXPECT_EQ(Store::open(target()).value()->read()->count(Table::posts), 300U);
  EXPECT_EQ(read().count(Table::posts), 400U);
}

TEST_F(Backup, LeavesOutWhatIsMadeAnewHalvesAndOtherBackups) {
  write_file(dir_.path() / "control.sock", "");
  write_file(dir_.path() / "media" / "dog.png.part", "half");
  const auto within = dir_.path() / "backups" / "monday.backup";
  fs::create_directories(within.parent_path());
  ASSERT_TRUE(make_backup(dir_.path(), within, {.made = kMade}).ok());
  const auto made = back_up();
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->files, 5U);
  ASSERT_TRUE(restore().ok());
  for (const auto* name : {"control.sock", "media/dog.png.part", "backups"}) {
    EXPECT_FALSE(fs::exists(target() / name)) << name;
  }
}

TEST_F(Backup, APictureThatComesWhileTheStoreIsCopiedIsInIt) {
  const auto late = fs::path("media") / "late.png";
  BackupOptions options{.made = kMade};
  options.progress = [&](uint64_t, uint64_t) {
    if (!fs::exists(dir_.path() / late)) write_file(dir_.path() / late, "late");
  };
  ASSERT_TRUE(make_backup(dir_.path(), file(), options).ok());
  ASSERT_TRUE(restore().ok());
  EXPECT_EQ(bytes_of_file(target() / late), "late");
}

TEST_F(Backup, AFolderThatIsALinkCountsOnceHoweverItLoops) {
  const test::TempDir disk;
  write_file(disk.path() / "big.png", "big");
  fs::create_directory_symlink(disk.path(), dir_.path() / "media" / "disk");
  fs::create_directory_symlink(dir_.path(), disk.path() / "loop");
  ASSERT_TRUE(back_up().ok());
  ASSERT_TRUE(restore().ok());
  EXPECT_EQ(bytes_of_file(target() / "media" / "disk" / "big.png"), "big");
  EXPECT_FALSE(fs::is_symlink(target() / "media" / "disk"));
  EXPECT_FALSE(fs::exists(target() / "media" / "disk" / "loop"));
}

TEST_F(Backup, ReplacesAFileOnlyWhenTold) {
  write_file(file(), "mine");
  const auto refused = back_up();
  EXPECT_EQ(refused.error().code, Code::conflict);
  EXPECT_EQ(bytes_of_file(file()), "mine");
  fs::permissions(file(), fs::perms::all);
  ASSERT_TRUE(back_up(/*replace=*/true).ok());
  EXPECT_EQ(mode_of(file()), 0600U);
  EXPECT_TRUE(restore().ok());
  EXPECT_EQ(make_backup(dir_.path(), outside_.path(), {.replace = true}).error().code,
            Code::conflict)
      << "a folder is no file";
}

TEST_F(Backup, OfAFolderWithoutAStoreIsRefusedAndLeavesNothing) {
  const test::TempDir empty;
  EXPECT_EQ(make_backup(empty.path(), file(), {}).error().code, Code::not_found);
  EXPECT_TRUE(fs::is_empty(outside_.path()));
}

TEST_F(Backup, OfAStoreThatEndsTheReaderSaysSoAndLeavesNothing) {
  const auto data = dir_.path() / "store" / "data.mdb";
  fs::resize_file(data, 3 * 4096);  // pages that are mapped but not there: SIGBUS
  const auto made = back_up();
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, Code::corrupt);
  EXPECT_THAT(made.error().what, HasSubstr("hallway verify " + dir_.path().string()));
  EXPECT_TRUE(fs::is_empty(outside_.path()));
}

// One page more than there are, in both of LMDB's meta pages: it is neither free nor used.
TEST_F(Backup, OfAStoreThatHasLostAPageIsMadeAllTheSame) {
  const auto data = dir_.path() / "store" / "data.mdb";
  constexpr uint64_t kPage = 4096, kLastPageAt = 136;
  std::fstream file(data, std::ios::binary | std::ios::in | std::ios::out);
  for (const uint64_t meta : {uint64_t{0}, kPage}) {
    uint64_t last = 0;
    file.seekg(static_cast<std::streamoff>(meta + kLastPageAt));
    file.read(reinterpret_cast<char*>(&last), sizeof last);
    ++last;
    file.seekp(static_cast<std::streamoff>(meta + kLastPageAt));
    file.write(reinterpret_cast<const char*>(&last), sizeof last);
  }
  file.close();
  const auto made = back_up();
  ASSERT_TRUE(made.ok()) << made.error().what;
  ASSERT_TRUE(restore().ok());
  EXPECT_EQ(Store::open(target()).value()->read()->count(Table::posts), 300U);
}

// What a process may write to a file stands in for a disk's size.
TEST_F(Backup, ThatADiskHasNoRoomForLeavesNothingAndSaysSo) {
  ASSERT_TRUE(back_up().ok());
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit before{}, less{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  less = before;
  less.rlim_cur = 1'500'000;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &less), 0);
  const auto another = outside_.path() / "another.backup";
  const auto made = make_backup(dir_.path(), another, {.made = kMade});
  const auto restored = restore();
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_EQ(made.error().code, Code::full) << made.error().what;
  EXPECT_THAT(made.error().what, HasSubstr(another.string()));
  EXPECT_FALSE(fs::exists(another));
  EXPECT_FALSE(fs::exists(another.string() + ".part"));
  EXPECT_EQ(restored.error().code, Code::full) << restored.error().what;
  EXPECT_FALSE(fs::exists(target()));
  EXPECT_TRUE(restore().ok());
}

TEST_F(Backup, IsOnlyRestoredIntoANewOrEmptyFolder) {
  ASSERT_TRUE(back_up().ok());
  fs::create_directory(target());
  write_file(target() / "thesis.txt", "mine");
  EXPECT_EQ(restore().error().code, Code::conflict);
  EXPECT_EQ(bytes_of_file(target() / "thesis.txt"), "mine");
  EXPECT_EQ(restore_backup(file(), dir_.path()).error().code, Code::conflict) << "a node's folder";
  fs::remove(target() / "thesis.txt");
  EXPECT_TRUE(restore().ok());
}

// The name of the folder is as long as a name may be, so that no lock can be made in it.
TEST_F(Backup, AFolderThatCannotBeLockedGoesAgainWithThoseAboveIt) {
  constexpr size_t kLongest = 4'095;  // PATH_MAX, less its end
  ASSERT_TRUE(back_up().ok());
  const auto first = outside_.path() / "new";
  auto deep = first;
  while (kLongest - deep.native().size() > 300) deep /= std::string(200, 'x');
  const size_t left = kLongest - deep.native().size() - 4;
  deep /= std::string(left / 2, 'y');
  deep /= std::string(left - left / 2, 'z');
  ASSERT_GT(deep.native().size() + 5, kLongest);
  ASSERT_LE(deep.native().size(), kLongest);
  EXPECT_EQ(restore_backup(file(), deep).error().code, Code::unavailable);
  EXPECT_FALSE(fs::exists(first));
  EXPECT_TRUE(restore_backup(file(), first / "a" / "b" / "").ok());
  EXPECT_TRUE(fs::exists(first / "a" / "b" / "store" / "data.mdb"));
}

TEST_F(Backup, ThatIsNoneIsRefused) {
  EXPECT_EQ(restore().error().code, Code::not_found);
  for (const auto* text :
       {"", "hallway backup", "PK\x03\x04 some other file that is long enough"}) {
    write_file(file(), text);
    expect_refused(Code::invalid, text);
  }
  write_file(file(), "hallway backup 2 and what came later");
  expect_refused(Code::invalid, "a later form");
  EXPECT_THAT(restore().error().what, HasSubstr("newer"));
}

class SmallBackup : public Backup {
 protected:
  void SetUp() override {
    StoreTest::SetUp();  // NOLINT(bugprone-parent-virtual-call): with less than Backup puts in
    fill(3);
    close();
    write_file(dir_.path() / "hallway.toml", "[node]\ndomain = \"a.example\"\n");
    ASSERT_TRUE(back_up().ok());
    whole_ = bytes_of_file(file());
  }
  std::string whole_;
};

TEST_F(SmallBackup, CutOffAnywhereItIsRefused) {
  for (size_t size = kBackupMagic.size(); size < whole_.size(); size += size < 400 ? 1 : 997) {
    write_file(file(), whole_.substr(0, size));
    expect_refused(Code::corrupt, std::to_string(size));
  }
  write_file(file(), whole_ + '\0');
  expect_refused(Code::corrupt, "something follows");
}

TEST_F(SmallBackup, AnyChangedByteIsFound) {
  const size_t near_end = whole_.size() - 200;
  for (size_t at = 0; at < whole_.size(); at += at < 200 || at >= near_end ? 1 : 499) {
    auto bad = whole_;
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    write_file(file(), bad);
    expect_refused(at < kBackupMagic.size() ? Code::invalid : Code::corrupt, std::to_string(at));
  }
}

class ForgedBackup : public Backup {
 protected:
  using Parts = std::vector<std::pair<BlockKind, std::string>>;
  static std::string number(uint64_t n) { return std::string(view(value_of(n))); }
  // Chained as it should be, whatever it says.
  void forge(const Parts& parts) const {
    const Descriptor out(::open(file().c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600));
    BlockWriter blocks(out.get());
    ASSERT_TRUE(blocks.begin().ok());
    for (const auto& [kind, bytes] : parts) ASSERT_TRUE(blocks.write(kind, bytes).ok());
  }
};

TEST_F(ForgedBackup, NamesNothingOutsideTheFolder) {
  using namespace std::string_literals;
  for (const auto& name : {"../stolen"s, "/tmp/stolen"s, "a/../../stolen"s, ".."s, "."s, "./a"s,
                           "a/"s, ""s, "a\0b"s}) {
    forge({{BlockKind::made, number(1)},
           {BlockKind::file, name},
           {BlockKind::bytes, "x"},
           {BlockKind::end, number(1)}});
    expect_refused(Code::corrupt, name);
    EXPECT_FALSE(fs::exists(outside_.path() / "stolen")) << name;
  }
}

TEST_F(ForgedBackup, KeepsItsOrder) {
  const Parts made{{BlockKind::made, number(1)}};
  const std::vector<std::pair<const char*, Parts>> cases{
      {"nothing", {}},
      {"no moment", {{BlockKind::file, "a"}, {BlockKind::end, number(1)}}},
      {"bytes of no file", {made[0], {BlockKind::bytes, "x"}, {BlockKind::end, number(0)}}},
      {"a wrong number of files", {made[0], {BlockKind::file, "a"}, {BlockKind::end, number(2)}}},
      {"no end", {made[0], {BlockKind::file, "a"}}},
      {"an unknown kind", {made[0], {static_cast<BlockKind>(9), ""}, {BlockKind::end, number(0)}}},
      {"after the end", {made[0], {BlockKind::end, number(0)}, {BlockKind::end, number(0)}}}};
  for (const auto& [what, parts] : cases) {
    forge(parts);
    expect_refused(Code::corrupt, what);
  }
}

// The first reading cannot see this; the second undoes what it did.
TEST_F(ForgedBackup, AFileNamedTwiceLeavesNothing) {
  forge({{BlockKind::made, number(1)},
         {BlockKind::file, "a/b"},
         {BlockKind::file, "a/b"},
         {BlockKind::end, number(2)}});
  EXPECT_FALSE(restore().ok());
  EXPECT_FALSE(fs::exists(target()));
}

}  // namespace
}  // namespace hallway
