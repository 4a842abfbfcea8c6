#include "server/html_page.h"

#include <gmock/gmock.h>

#include "tests/support/node.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(HtmlWriter, EscapesTextAndAttributesAndRefusesOddLinks) {
  Html html;
  html.open("p", {{"class", "a\"b"}, {"", "left out"}}).text("1 < 2 & 3").close();
  html.link("javascript:alert(1)", "x<y").link("//evil.example", "z").link("/ok", "fine");
  html.open("ul").open("li");
  EXPECT_EQ(html.take(),
            "<p class=\"a&quot;b\">1 &lt; 2 &amp; 3</p>x&lt;yz<a href=\"/ok\">fine</a>"
            "<ul><li></li></ul>");
}

TEST(HtmlWriter, WritesTimesForPeopleAndMachines) {
  Html html;
  html.time(Time{1'795'612'315'000});
  EXPECT_EQ(html.take(),
            "<time datetime=\"2026-11-25T13:11:55Z\">25 November 2026, 13:11 UTC</time>");
}

TEST(HtmlWriter, ClosesWhatIsOpenAndNothingElse) {
  Html html;
  html.close().open("p").close().close().text("x");
  EXPECT_EQ(html.take(), "<p></p>x");
}

TEST(HtmlWriter, AnEmptyValueIsWrittenAloneExceptWhereItMeansSomething) {
  Html html;
  html.empty("input", {{"hidden", ""}, {"value", ""}}).empty("img", {{"alt", ""}});
  EXPECT_EQ(html.take(), "<input hidden value=\"\"><img alt=\"\">");
}

TEST(HtmlWriter, OnlyAddressesOfPagesBecomeLinks) {
  const struct {
    std::string href;
    bool linked;
  } kCases[] = {
      {"https://a.example/", true},
      {"http://a.example/", true},
      {"/me", true},
      {"//a.example/", false},
      {"javascript:alert(1)", false},
      {"data:text/html,x", false},
      {"", false},
      {"me", false},
      {" https://a.example/", false},
  };
  for (const auto& c : kCases) {
    Html html;
    html.link(c.href, "x");
    EXPECT_EQ(html.take() != "x", c.linked) << c.href;
  }
}

class HtmlPage : public test::NodeTest {};

TEST_F(HtmlPage, WhateverIsSaidInItsFrameIsEscaped) {
  const PageFrame frame{.title = "<b>\"x\"</b>",
                        .description = "\"><script>",
                        .canonical = "https://design.example/\"x",
                        .image = "https://design.example/\"y"};
  const auto page = page_answer(*node_, frame, "<p>main</p>");
  EXPECT_THAT(page.body, HasSubstr("<p>main</p>"));
  EXPECT_THAT(page.body, HasSubstr("Design &amp; Co"));
  EXPECT_THAT(page.body, Not(HasSubstr("<script")));
  EXPECT_THAT(page.body, Not(HasSubstr("<b>")));
  EXPECT_THAT(page.body, Not(HasSubstr("/\"x")));
  EXPECT_THAT(page.body, Not(HasSubstr("/\"y")));
}

TEST_F(HtmlPage, AllowsItsStyleAndImagesAndNothingElse) {
  const auto policy = header(page_answer(*node_, {}, ""), "Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("img-src 'self' https://design.example;"))
      << "pictures of others come through us";
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("form-action 'none'"));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("script-src")));
  const auto forms = page_answer(*node_, {.form_action = "'self'"}, "");
  EXPECT_THAT(header(forms, "Content-Security-Policy"), HasSubstr("form-action 'self'"));
  EXPECT_EQ(header(forms, "Referrer-Policy"), "no-referrer");
}

TEST_F(HtmlPage, SearchEnginesAreAskedAwayWhereToldSo) {
  EXPECT_THAT(page_answer(*node_, {.index = false}, "").body, HasSubstr("noindex"));
  EXPECT_THAT(page_answer(*node_, {.index = true}, "").body, Not(HasSubstr("noindex")));
}

TEST_F(HtmlPage, AFailureIsSaidInWordsAndTellsNoSecret) {
  const struct {
    Code code;
    int status;
    bool says_what;
  } kCases[] = {
      {Code::invalid, 400, true},          {Code::conflict, 409, true},
      {Code::unauthenticated, 401, false}, {Code::forbidden, 403, false},
      {Code::not_found, 404, false},       {Code::gone, 410, false},
      {Code::too_large, 413, false},       {Code::limited, 429, false},
      {Code::unavailable, 503, false},     {Code::corrupt, 500, false},
      {Code::internal, 500, false},
  };
  for (const auto& c : kCases) {
    const auto page = error_page(*node_, fail(c.code, "table 7 <row>"));
    EXPECT_EQ(page.status, c.status);
    EXPECT_EQ(page.body.find("table 7") != std::string::npos, c.says_what) << c.status;
    EXPECT_THAT(page.body, Not(HasSubstr("<row>")));
  }
}

}  // namespace
}  // namespace hallway
