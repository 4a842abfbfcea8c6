#include "server/byte_range.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

using enum ByteRange::Asked;

TEST(ByteRange, IsWhatTheHeaderSaysWithinTheFile) {
  struct Case {
    const char* header;
    ByteRange::Asked asked;
    uint64_t first = 0, last = 0;
  };
  for (const auto& one :
       {Case{"bytes=0-4", part, 0, 4}, Case{"bytes=95-", part, 95, 99},
        Case{"bytes=90-1000", part, 90, 99}, Case{"bytes=-10", part, 90, 99},
        Case{"bytes=-1000", part, 0, 99}, Case{"Bytes = 1-2", whole},  // no space belongs there
        Case{"BYTES=1-2", part, 1, 2}, Case{"bytes=100-", none_there}, Case{"bytes=-0", none_there},
        Case{"bytes=5-4", whole}, Case{"bytes=a-b", whole}, Case{"bytes=-", whole},
        Case{"bytes=1", whole}, Case{"bytes=", whole}, Case{"", whole}, Case{"lines=1-2", whole},
        Case{"bytes=0-1,3-4", whole}, Case{"bytes=99999999999999999999-", whole}}) {
    const auto range = parse_byte_range(one.header, 100);
    EXPECT_EQ(range.asked, one.asked) << one.header;
    EXPECT_EQ(range.first, one.first) << one.header;
    EXPECT_EQ(range.last, one.last) << one.header;
  }
  EXPECT_EQ(parse_byte_range("bytes=0-", 0).asked, none_there);
  EXPECT_EQ(parse_byte_range("bytes=-5", 0).asked, none_there);
}

}  // namespace
}  // namespace hallway
