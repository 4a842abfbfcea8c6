#include "server/folder_blobs.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "storage/values/crypto.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

namespace fs = std::filesystem;

class FolderOfBlobs : public ::testing::Test {
 protected:
  std::string put(const std::string& bytes) {
    std::ofstream(dir_.path() / "made") << bytes;
    auto name = hex(as_bytes_view(sha256(bytes))) + ".png";
    EXPECT_TRUE(blobs_.put(dir_.path() / "made", name).ok());
    return name;
  }
  void make_old(const std::string& name) {
    fs::last_write_time(blobs_.folder() / name,
                        fs::file_time_type::clock::now() - std::chrono::hours(2));
  }
  TempDir dir_;
  FolderBlobs blobs_{dir_.path() / "media"};
};

TEST_F(FolderOfBlobs, KeepsAFileOnceAndAsFreshAsItCameLast) {
  const auto name = put("picture");
  EXPECT_FALSE(fs::exists(dir_.path() / "made")) << "it was moved";
  make_old(name);
  EXPECT_EQ(put("picture"), name);
  EXPECT_FALSE(blobs_.sweep({})) << "it came just now";
  make_old(name);
  EXPECT_TRUE(blobs_.sweep({name}));
  EXPECT_EQ(blobs_.size_of(name).value(), 7U);
  EXPECT_TRUE(blobs_.sweep({}));
  EXPECT_EQ(blobs_.size_of(name).error().code, Code::not_found);
}

TEST_F(FolderOfBlobs, ReadsAPart) {
  const auto name = put("0123456789");
  const auto body = blobs_.open(name, 2, 5);
  ASSERT_TRUE(body.ok());
  EXPECT_EQ(read_whole(**body).value(), "23456");
  EXPECT_EQ(blobs_.open("none.png", 0, 1).error().code, Code::not_found);
}

TEST_F(FolderOfBlobs, ThatIsNotThereHasNothing) {
  int told = 0;
  EXPECT_TRUE(blobs_.list([&](const Blob&) { ++told; }).ok());
  EXPECT_EQ(told, 0);
  EXPECT_TRUE(blobs_.sweep({}));
}

TEST_F(FolderOfBlobs, TellsOnlyWhatHasANameOfOurs) {
  const auto name = put("picture");
  std::ofstream(blobs_.folder() / "notes.txt") << "x";
  std::ofstream(blobs_.folder() / (name + ".part")) << "x";
  std::vector<std::string> told;
  ASSERT_TRUE(blobs_.list([&](const Blob& blob) { told.push_back(blob.name); }).ok());
  EXPECT_EQ(told, std::vector<std::string>{name});
}

}  // namespace
}  // namespace hallway::test
