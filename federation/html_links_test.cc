#include "federation/html_links.h"

#include <gmock/gmock.h>

#include <chrono>

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> hrefs(std::string_view html, size_t most = 100) {
  std::vector<std::string> out;
  for (const auto& link : links_in_html(html, most)) out.push_back(link.href);
  return out;
}

TEST(HtmlLinks, AreThoseOfAnchorsAndOfTheHead) {
  const auto found = links_in_html(
      "<!doctype html><html><head><link rel='me' href='https://a.example/@x'></head><body>"
      "<p><a class=\"u-url mention\" rel=\"ME noopener\" href=\"/y?a=1&amp;b=2\">y</a>"
      "<a name=nothing>z</a><img src=q></p>",
      100);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].href, "https://a.example/@x");
  EXPECT_EQ(found[0].rel, "me");
  EXPECT_EQ(found[1].href, "/y?a=1&b=2");
  EXPECT_EQ(found[1].css_class, "u-url mention");
}

TEST(HtmlLinks, AWordIsHeldWhole) {
  EXPECT_TRUE(HtmlLink::holds("ME noopener", "me"));
  EXPECT_TRUE(HtmlLink::holds("nofollow\n me", "me"));
  EXPECT_FALSE(HtmlLink::holds("home", "me"));
  EXPECT_FALSE(HtmlLink::holds("", "me"));
}

TEST(HtmlLinks, WhatIsNoMarkupLeadsNowhere) {
  for (const auto* html : {"", "words", "<!-- <a href='x'>y</a> -->",
                           "<script>'<a href=\"x\">'</script>", "<a href=''>x</a>"}) {
    EXPECT_THAT(hrefs(html), IsEmpty()) << html;
  }
}

TEST(HtmlLinks, StopAtEnoughOrWhereItIsNestedTooDeep) {
  std::string many, deep;
  for (int i = 0; i < 10; ++i) many += "<a href=x" + std::to_string(i) + ">x</a>";
  EXPECT_THAT(hrefs(many, 2), ElementsAre("x0", "x1"));
  for (int i = 0; i < 200'000; ++i) deep += "<b>";
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(hrefs(deep + "<a href=x>x</a>"), IsEmpty());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

}  // namespace
}  // namespace hallway
