#include "storage/descriptor.h"

#include <gmock/gmock.h>

#include <cerrno>

namespace hallway {
namespace {

TEST(Descriptor, AnErrorOfAFileNamesItAndSaysWhetherRoomWouldHelp) {
  const std::pair<int, Code> cases[] = {{ENOSPC, Code::full},
                                        {EDQUOT, Code::full},
                                        {EFBIG, Code::full},
                                        {ENOENT, Code::unavailable},
                                        {EIO, Code::unavailable}};
  for (const auto& [error, code] : cases) {
    errno = error;
    const auto said = file_error("/a/b");
    EXPECT_EQ(said.code, code) << said.what;
    EXPECT_THAT(said.what, ::testing::StartsWith("/a/b: "));
  }
}

}  // namespace
}  // namespace hallway
