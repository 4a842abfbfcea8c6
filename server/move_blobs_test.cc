#include "server/move_blobs.h"

#include <gtest/gtest.h>

#include <fstream>

#include "storage/folder_hold.h"
#include "tests/support/bucket.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

namespace fs = std::filesystem;

class MovingBlobs : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(dir_.path() / "media");
    for (const auto* what : {"one", "two", "three"}) {
      std::ofstream(dir_.path() / "media" / name_of(what)) << what;
    }
    std::ofstream(dir_.path() / "media" / "notes.txt") << "stays";
  }
  static std::string name_of(const std::string& bytes) {
    return hex(as_bytes_view(sha256(bytes))) + ".png";
  }
  size_t in_folder() const {
    size_t count = 0;
    for (const auto& entry : fs::directory_iterator(dir_.path() / "media")) {
      count += entry.path().extension() == ".png" ? 1 : 0;
    }
    return count;
  }
  Result<MovedBlobs> there() {
    return move_to_storage(dir_.path(), s3_, [&](uint64_t done, uint64_t all) {
      EXPECT_EQ(all, 11U);
      EXPECT_LT(done, all);
    });
  }
  Result<MovedBlobs> back() {
    return move_to_folder(dir_.path(), s3_, [](uint64_t, uint64_t) {});
  }

  TempDir dir_;
  ManualClock clock_{Time{1'790'000'000'000}};
  Bucket bucket_{clock_};
  S3 s3_{bucket_, bucket_config()};
};

TEST_F(MovingBlobs, ThereAndBackNothingIsLost) {
  const auto moved = there();
  ASSERT_TRUE(moved.ok()) << moved.error().what;
  EXPECT_EQ(moved->files, 3U);
  EXPECT_EQ(moved->bytes, 11U);
  EXPECT_EQ(in_folder(), 0U);
  EXPECT_EQ(bucket_.objects.at("hallway/" + name_of("three")).bytes, "three");
  EXPECT_TRUE(fs::exists(dir_.path() / "media" / "notes.txt"));
  bucket_.page = 2;
  const auto returned = back();
  ASSERT_TRUE(returned.ok()) << returned.error().what;
  EXPECT_EQ(returned->files, 3U);
  EXPECT_EQ(in_folder(), 3U);
  EXPECT_TRUE(bucket_.objects.empty());
}

TEST_F(MovingBlobs, OneThatIsInterruptedGoesOnWhereItWas) {
  int requests = 0;
  bucket_.before = [&](const std::string&) { bucket_.silent = ++requests > 3; };
  EXPECT_EQ(there().error().code, Code::unavailable);
  EXPECT_EQ(bucket_.objects.size(), 2U);
  EXPECT_EQ(in_folder(), 2U) << "nothing goes before it is known to be there";
  bucket_.before = nullptr;
  bucket_.silent = false;
  ASSERT_TRUE(move_to_storage(dir_.path(), s3_, [](uint64_t, uint64_t) {}).ok());
  EXPECT_EQ(bucket_.objects.size(), 3U);
  EXPECT_EQ(in_folder(), 0U);
}

TEST_F(MovingBlobs, WhatIsNotWhatItsNameSaysStaysWhereItIs) {
  std::ofstream(dir_.path() / "media" / name_of("one")) << "other";
  const auto outcome = move_to_storage(dir_.path(), s3_, [](uint64_t, uint64_t) {});
  EXPECT_EQ(outcome.error().code, Code::corrupt);
  EXPECT_TRUE(fs::exists(dir_.path() / "media" / name_of("one")));
  bucket_.objects.clear();
  bucket_.objects["hallway/" + name_of("four")] = {"damaged", clock_.now()};
  EXPECT_EQ(back().error().code, Code::corrupt);
  EXPECT_TRUE(bucket_.objects.contains("hallway/" + name_of("four")));
  EXPECT_FALSE(fs::exists(dir_.path() / "media" / name_of("four")));
  EXPECT_FALSE(fs::exists(dir_.path() / "media" / (name_of("four") + ".part")));
}

TEST_F(MovingBlobs, WhileABackupIsMadeNothingLeavesTheFolder) {
  const auto held = hold_files(dir_.path());
  ASSERT_TRUE(held.ok());
  EXPECT_EQ(there().error().code, Code::conflict);
  EXPECT_EQ(in_folder(), 3U);
}

}  // namespace
}  // namespace hallway::test
