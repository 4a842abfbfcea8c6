#include "server/about_text.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/store.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;

class AboutTexts : public ::testing::Test {
 protected:
  std::filesystem::path file(const std::string& name, const std::string& text) {
    auto path = dir_.path() / name;
    std::ofstream(path) << text;
    return path;
  }
  std::vector<std::string> dates() {
    std::vector<std::string> out;
    for (const auto& one : list_terms(dir_.path())) out.push_back(one.date);
    return out;
  }
  TempDir dir_;
};

TEST_F(AboutTexts, PlainTextBecomesParagraphs) {
  const auto text = read_about(file("a.txt", "One <b>\nstill one\r\n\r\n\n  Two\n\n"));
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text->html, "<p>One &lt;b&gt;\nstill one</p><p>Two</p>");
  EXPECT_GT(text->changed, Time{1'700'000'000'000});
}

TEST_F(AboutTexts, HtmlIsMadeHarmless) {
  const auto text = read_about(file("a.html", "<p onclick='x()'>Hi<script>x()</script></p>"));
  EXPECT_EQ(text->html, "<p>Hi</p>");
}

TEST_F(AboutTexts, WhatIsNotThereOrTooMuchIsAnError) {
  EXPECT_EQ(read_about("").error().code, Code::not_found);
  EXPECT_EQ(read_about(dir_.path() / "none.txt").error().code, Code::not_found);
  EXPECT_EQ(read_about(dir_.path()).error().code, Code::not_found) << "a folder";
  EXPECT_EQ(read_about(file("a.txt", std::string(1024 * 1024 + 1, 'x'))).error().code,
            Code::too_large);
}

TEST_F(AboutTexts, LinesThatSayNothingAreLeftOut) {
  EXPECT_THAT(read_lines(file("r.txt", " Be kind, please. \n\n\tSay who you are.\r\n")),
              ElementsAre("Be kind, please.", "Say who you are."));
  EXPECT_TRUE(read_lines("").empty());
  EXPECT_TRUE(read_lines(dir_.path()).empty());
}

TEST_F(AboutTexts, TermsAreTheFilesNamedForADay) {
  for (const auto* name : {"2026-11-01.txt", "2025-01-01.html", "notes.txt", "2026-13-01.txt"}) {
    file(name, "x");
  }
  EXPECT_THAT(dates(), ElementsAre("2025-01-01", "2026-11-01"));
  EXPECT_TRUE(list_terms("").empty());
  EXPECT_TRUE(list_terms(dir_.path() / "none").empty());
}

TEST_F(AboutTexts, TheTermsThatHoldAreTheLastThatBegan) {
  file("2025-01-01.txt", "x");
  file("2026-11-01.txt", "x");
  const auto all = list_terms(dir_.path());
  const auto on = [&](const char* day) {
    return present_terms(all, *parse_rfc3339(std::string(day) + "T12:00:00Z"))->date;
  };
  EXPECT_EQ(on("2024-01-01"), "2025-01-01") << "the ones to come";
  EXPECT_EQ(on("2026-10-31"), "2025-01-01");
  EXPECT_EQ(on("2026-11-01"), "2026-11-01");
  EXPECT_FALSE(present_terms({}, Time{}));
}

}  // namespace
}  // namespace hallway::test
