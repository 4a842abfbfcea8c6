#include "server/web_vtt.h"

#include <gmock/gmock.h>

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

TEST(WebVtt, StaysAsItIs) {
  for (const std::string file : {"WEBVTT", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello",
                                 "WEBVTT - made by hand\r\n\r\nNOTE x\r\n"}) {
    EXPECT_EQ(web_vtt_of(file).value_or("refused"), file);
    EXPECT_EQ(web_vtt_of("\xef\xbb\xbf" + file).value_or("refused"), file) << "without its mark";
  }
}

TEST(WebVtt, IsMadeOfSubRip) {
  const struct {
    const char *sub_rip, *web_vtt;
  } kCases[] = {
      {"1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Hello</i>\r\nall\r\n\r\n2\r\n00:00:03,000 --> "
       "00:00:04,000\r\n42\r\n",
       "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<i>Hello</i>\nall\n\n00:00:03.000 --> "
       "00:00:04.000\n42\n"},
      {"\n\n1\n0:00:01,5 --> 1:00:02,05 X1:40 X2:600\nHello\n",
       "WEBVTT\n\n00:00:01.500 --> 01:00:02.050\nHello\n"},
      {"00:00:01.000-->00:00:02.000\rOld\r\r7\r00:00:03,000 --> 00:00:04\rMac\r",
       "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nOld\n\n00:00:03.000 --> 00:00:04.000\nMac\n"},
  };
  for (const auto& c : kCases) EXPECT_EQ(web_vtt_of(c.sub_rip).value_or("refused"), c.web_vtt);
}

TEST(WebVtt, IsRefusedWhereItIsNone) {
  using namespace std::string_literals;
  const struct {
    std::string file;
    const char* says;
  } kCases[] = {
      {"", "no captions"},
      {"Hello", "no captions"},
      {"WEBVTTX\n", "no captions"},
      {"<html>-->", "no captions"},
      {"1\nsoon --> later\nHello", "no captions"},
      {"1\n00:00:01,0000 --> 00:00:02,000\nHello", "no captions"},
      {"1\n: :,1 --> ::,2\nHello", "no captions"},
      {"WEBVTT\n\n00:01.000 --> 00:02.000\nGr\xfc\xdf"s, "UTF-8"},
      {"WEBVTT\n\0\n"s, "UTF-8"},
      {"WEBVTT\n" + std::string(kMostWebVttBytes, '\n'), "1 MiB"},
  };
  for (const auto& c : kCases) {
    const auto made = web_vtt_of(c.file);
    ASSERT_FALSE(made.ok()) << c.file.substr(0, 100);
    EXPECT_THAT(made.error().what, HasSubstr(c.says));
  }
  EXPECT_EQ(web_vtt_of("WEBVTT\n" + std::string(kMostWebVttBytes - 7, '\n')).ok(), true);
}

}  // namespace
}  // namespace hallway::test
