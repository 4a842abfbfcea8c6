#include "storage/room.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "tests/support/store.h"

namespace hallway {
namespace {

constexpr uint64_t kKib = 1024;
constexpr uint64_t kMib = 1024 * kKib;

class RoomTest : public testing::Test {
 protected:
  ~RoomTest() override { ::close(file_); }

  void use(const std::string& text) {
    ASSERT_EQ(::write(file_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  [[nodiscard]] std::string content() const {
    std::stringstream all;
    all << std::ifstream(path_).rdbuf();
    return all.str();
  }

  const test::TempDir dir_;
  const std::filesystem::path path_ = dir_.path() / "file";
  const int file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
};

TEST_F(RoomTest, IsMadeBehindWhatIsUsedAndLeavesThatAsItIs) {
  use("used");
  Room room(file_);
  room.make(4);
  const auto all = content();
  EXPECT_EQ(all.size(), room.ready());
  EXPECT_EQ(all.substr(0, 4), "used");
  EXPECT_EQ(all.find_first_not_of('\0', 4), std::string::npos);
}

TEST_F(RoomTest, IsMadeOnlyWhereLittleIsLeft) {
  Room room(file_);
  room.make(0);
  const auto ready = room.ready();
  ASSERT_EQ(ready, 64 * kKib);
  room.make(32 * kKib);
  EXPECT_EQ(room.ready(), ready);
  room.make(33 * kKib);
  EXPECT_EQ(room.ready(), 2 * ready);
}

TEST_F(RoomTest, GrowsWithTheFileToAMegabyteAtATime) {
  Room room(file_);
  room.make(kMib);
  EXPECT_EQ(room.ready(), kMib + 256 * kKib);
  room.make(64 * kMib);
  EXPECT_EQ(room.ready(), 65 * kMib);
}

TEST_F(RoomTest, WhatAnEarlierProcessMadeIsReady) {
  Room(file_).make(0);
  Room room(file_);
  EXPECT_EQ(room.ready(), 64 * kKib);
}

TEST(RoomOnAFullDisk, IsNotMadeAndIsNoError) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  Room room(full);
  room.make(0);
  EXPECT_EQ(room.ready(), 0U);
  ::close(full);
}

}  // namespace
}  // namespace hallway
