#include "server/last_backup.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/store.h"

namespace hallway {
namespace {

TEST(LastBackup, IsKnownByItsNote) {
  const test::TempDir dir;
  EXPECT_EQ(last_backup(dir.path()), Time{});
  const Time made = *parse_rfc3339("2026-11-30T08:00:00Z");
  ASSERT_TRUE(note_backup(dir.path(), made - days(1)).ok());
  ASSERT_TRUE(note_backup(dir.path(), made).ok());
  EXPECT_EQ(last_backup(dir.path()), made);
}

TEST(LastBackup, ANoteThatSaysNothingIsNone) {
  const test::TempDir dir;
  std::ofstream(dir.path() / "last-backup") << "yesterday";
  EXPECT_EQ(last_backup(dir.path()), Time{});
  EXPECT_EQ(note_backup(dir.path() / "nowhere", Time{1}).error().code, Code::unavailable);
}

}  // namespace
}  // namespace hallway
