#include "server/page_files.h"

#include <gmock/gmock.h>

namespace hallway {
namespace {

using ::testing::StartsWith;

constexpr std::string_view kHelloGzip(
    "\037\213\010\000\000\000\000\000\002\003\313\110\315\311\311\327\121\050\110\114\117\005\000"
    "\230\161\122\162\013\000\000\000",
    31);
constexpr PageFile kHello{"hello.txt", "text/plain", "as if by brotli", kHelloGzip};

TEST(PageFiles, AreSentAsTheirReaderUnderstandsThem) {
  const struct {
    const char* accepted;
    const char* coding;
  } kCases[] = {{"gzip, deflate, br", "br"},
                {"br;q=0, gzip;q=0.5", "gzip"},
                {"GZIP", "gzip"},
                {"brotli, x-gzip2", ""},
                {"gzip;q=0", ""},
                {"identity", ""},
                {"", ""}};
  for (const auto& c : kCases) {
    const auto coded = coded_for(kHello, c.accepted);
    EXPECT_EQ(coded.coding, c.coding) << c.accepted;
    if (!coded.coding.empty()) continue;
    EXPECT_EQ(coded.body, "hello, page") << c.accepted;
  }
  EXPECT_EQ(coded_for(kHello, "br").body, "as if by brotli");
  EXPECT_EQ(coded_for(kHello, "gzip").body, kHelloGzip);
}

TEST(PageFiles, AreWholeWhereThePageWasBuilt) {
  for (const auto& file : page_files()) {
    EXPECT_FALSE(file.brotli.empty()) << file.path;
    EXPECT_FALSE(coded_for(file, "").body.empty()) << file.path;
    EXPECT_EQ(find_page_file(file.path), &file);
  }
  EXPECT_EQ(find_page_file("../server/main.cc"), nullptr);
  if (page_files().empty()) return;
  const auto* const index = find_page_file("index.html");
  ASSERT_TRUE(index);
  EXPECT_THAT(coded_for(*index, "").body, StartsWith("<!doctype html>"));
}

}  // namespace
}  // namespace hallway
