#include "server/blobs.h"

#include <gtest/gtest.h>

#include <fstream>

#include "server/folder_blobs.h"
#include "storage/values/crypto.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

TEST(Blobs, WhatIsMissingOrDamagedIsFound) {
  const TempDir dir;
  FolderBlobs blobs(dir.path() / "media");
  const auto put = [&](const std::string& bytes, const std::string& said) {
    auto name = hex(as_bytes_view(sha256(said))) + ".jpg";
    std::ofstream(dir.path() / "made") << bytes;
    EXPECT_TRUE(blobs.put(dir.path() / "made", name).ok());
    return name;
  };
  const auto good = put("good", "good"), damaged = put("damaged", "as it was");
  const auto missing = std::string(64, 'a') + ".mp4";
  EXPECT_EQ(find_damaged(blobs).value(), std::vector<std::string>{damaged});
  EXPECT_EQ(find_missing(blobs, {good, damaged, missing, "icon.svg"}).value(),
            std::vector<std::string>{missing});
}

}  // namespace
}  // namespace hallway::test
