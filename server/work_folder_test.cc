#include "server/work_folder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "tests/support/node.h"

namespace hallway::test {
namespace {

namespace fs = std::filesystem;

class WorkFolders : public NodeTest {
 protected:
  static void make_old(const fs::path& path) {
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(2));
  }
};

TEST_F(WorkFolders, HoldTheFileAndGoWithTheirJob) {
  fs::path path;
  {
    const auto folder = WorkFolder::make(*node_, "bytes");
    ASSERT_TRUE(folder.ok());
    path = folder->path();
    std::ifstream input(path / "input");
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(input), {}), "bytes");
    EXPECT_EQ(fs::status(path.parent_path()).permissions(), fs::perms::owner_all);
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(WorkFolders, ThatAreLetGoStayAndGoOnlyWhenTheyAreOldAndNobodyWantsThem) {
  std::string wanted, left, fresh;
  for (auto* name : {&wanted, &left, &fresh}) {
    auto folder = WorkFolder::make(*node_, "bytes");
    ASSERT_TRUE(folder.ok());
    *name = folder->name();
    folder->let_go();
  }
  make_old(work_path(*node_, wanted));
  make_old(work_path(*node_, left));
  remove_old_work(*node_, {wanted});
  EXPECT_TRUE(fs::exists(work_path(*node_, wanted)));
  EXPECT_FALSE(fs::exists(work_path(*node_, left)));
  EXPECT_TRUE(fs::exists(work_path(*node_, fresh)));
}

TEST_F(WorkFolders, ThatCannotBeMadeSayWhy) {
  std::ofstream(dir_.path() / "work") << "in the way";
  const auto folder = WorkFolder::make(*node_, "bytes");
  ASSERT_FALSE(folder.ok());
  EXPECT_EQ(folder.error().code, Code::unavailable);
}

}  // namespace
}  // namespace hallway::test
