#include "storage/values/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace hallway {
namespace {

TEST(Utf8, WellFormedCharactersHaveTheirLength) {
  EXPECT_EQ(utf8_length("a"), 1U);
  EXPECT_EQ(utf8_length("\xc3\xa9x"), 2U);
  EXPECT_EQ(utf8_length("\xe2\x82\xac"), 3U);
  EXPECT_EQ(utf8_length("\xf0\x9f\x98\x80"), 4U);
  EXPECT_EQ(utf8_length(std::string_view("\0", 1)), 1U);
  EXPECT_EQ(utf8_length(""), 0U);
  for (const char* text :
       {"", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(is_utf8(text)) << text;
  }
}

TEST(Utf8, WhatRfc3629ForbidsIsRefusedWhereverItStands) {
  const char* broken[] = {"\x80",         "\xbf",          "\xc0\x80",         "\xc1\xbf",
                          "\xc3",         "\xc3(",         "\xe0\x9f\xbf",     "\xed\xa0\x80",
                          "\xed\xbf\xbf", "\xe2\x82",      "\xe2(\xa1",        "\xf0\x8f\xbf\xbf",
                          "\xf0\x9f\x98", "\xf0\x9f(\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
                          "\xfe",         "\xff"};
  for (const char* text : broken) {
    for (size_t before = 0; before < 10; ++before) {
      EXPECT_FALSE(is_utf8(std::string(before, 'a') + text)) << before << text;
      EXPECT_FALSE(is_utf8(std::string(before, 'a') + text + "bbbbbbbbb")) << before << text;
    }
  }
}

}  // namespace
}  // namespace hallway
