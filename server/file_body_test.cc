#include "server/file_body.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/store.h"

namespace hallway::test {
namespace {

TEST(FileBody, IsReadInPiecesThatAreSmall) {
  const TempDir dir;
  const auto path = dir.path() / "file";
  std::string bytes(300'000, '\0');
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7 % 251);
  std::ofstream(path, std::ios::binary) << bytes;
  const auto body = FileBody::open(path, 1'000, 250'000);
  ASSERT_TRUE(body.ok());
  EXPECT_EQ((*body)->size(), 250'000U);
  std::string read;
  int pieces = 0;
  while (read.size() < 250'000) {
    const auto piece = (*body)->read();
    ASSERT_TRUE(piece.ok());
    ASSERT_FALSE(piece->empty());
    ASSERT_LE(piece->size(), Body::kMostInAPiece);
    read += *piece;
    ++pieces;
  }
  EXPECT_TRUE(read == bytes.substr(1'000, 250'000));
  EXPECT_GE(pieces, 4);
}

TEST(FileBody, IsReadToItsEndThoughTheFileIsRemoved) {
  const TempDir dir;
  std::ofstream(dir.path() / "file") << "what somebody reads";
  const auto body = FileBody::open(dir.path() / "file", 5, 14);
  ASSERT_TRUE(body.ok());
  std::filesystem::remove(dir.path() / "file");
  EXPECT_EQ(read_whole(**body).value(), "somebody reads");
}

TEST(FileBody, OfAFileThatIsNotThereOrIsShorterFails) {
  const TempDir dir;
  EXPECT_EQ(FileBody::open(dir.path() / "none", 0, 1).error().code, Code::not_found);
  std::ofstream(dir.path() / "short") << "four";
  const auto body = FileBody::open(dir.path() / "short", 0, 10);
  ASSERT_TRUE(body.ok());
  EXPECT_EQ(read_whole(**body).error().code, Code::unavailable);
}

}  // namespace
}  // namespace hallway::test
