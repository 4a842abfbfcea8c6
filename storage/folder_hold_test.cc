#include "storage/folder_hold.h"

#include "tests/support/store.h"

namespace hallway {
namespace {

bool is_free(const std::filesystem::path& dir) {
  const auto claimed = claim_folder(dir);
  EXPECT_TRUE(claimed.ok());
  return claimed.ok() && claimed->has_value();
}

TEST(FolderHold, NobodyRemovesWhileAnybodyCopies) {
  const test::TempDir dir, other;
  auto first = hold_files(dir.path());
  ASSERT_TRUE(first.ok());
  {
    const auto second = hold_files(dir.path());
    ASSERT_TRUE(second.ok()) << "several may copy";
    EXPECT_FALSE(is_free(dir.path()));
    EXPECT_TRUE(is_free(other.path()));
  }
  EXPECT_FALSE(is_free(dir.path())) << "the first is at it still";
  { const Descriptor ended(std::move(*first)); }
  EXPECT_TRUE(is_free(dir.path()));
  EXPECT_TRUE(is_free(dir.path())) << "and what was claimed is free again";
}

TEST(FolderHold, OneRemovesAtATime) {
  const test::TempDir dir;
  const auto claimed = claim_folder(dir.path());
  ASSERT_TRUE(claimed.ok() && claimed->has_value());
  EXPECT_FALSE(is_free(dir.path()));
}

TEST(FolderHold, WhereThereIsNoFolderNothingIsHeld) {
  const test::TempDir dir;
  EXPECT_FALSE(hold_files(dir.path() / "none").ok());
  EXPECT_FALSE(claim_folder(dir.path() / "none").ok());
}

}  // namespace
}  // namespace hallway
