#include "server/embed.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class Embeds : public ApiTest {
 protected:
  std::string status_url(const std::string& visibility) {
    const auto id = post(alice_, {{"status", "look at this"}, {"visibility", visibility}});
    return "https://design.example/@alice/" + id;
  }
  Response oembed(const std::string& query) { return get("/api/oembed?" + query); }
};

TEST_F(Embeds, APublicPostIsDescribedWithAFrameThatShowsIt) {
  const auto url = status_url("public");
  const auto told = json(oembed("url=" + percent_encode(url)));
  EXPECT_EQ(told["type"], "rich");
  EXPECT_EQ(told["version"], "1.0");
  EXPECT_EQ(told["author_url"], "https://design.example/@alice");
  EXPECT_EQ(told["provider_url"], "https://design.example/");
  EXPECT_EQ(told["width"], 400);
  EXPECT_EQ(told["height"], nullptr);
  EXPECT_THAT(told["html"].get<std::string>(), HasSubstr("src=\"" + url + "/embed\""));
  const auto small = json(oembed("maxwidth=300&maxheight=200&url=" + percent_encode(url)));
  EXPECT_EQ(small["width"], 300);
  EXPECT_EQ(small["height"], 200);
  const auto id = url.substr(url.rfind('/') + 1);
  EXPECT_EQ(
      oembed("url=" + percent_encode("https://design.example/users/alice/statuses/" + id)).status,
      200);
}

TEST_F(Embeds, ThePageMayStandInFramesAndNothingElseMay) {
  const auto url = status_url("public");
  const auto path = url.substr(std::string("https://design.example").size());
  const auto framed = get(path + "/embed", kBrowser);
  EXPECT_EQ(framed.status, 200);
  EXPECT_THAT(framed.body, HasSubstr("look at this"));
  EXPECT_THAT(header(framed, "Content-Security-Policy"), HasSubstr("frame-ancestors *"));
  EXPECT_EQ(header(framed, "X-Frame-Options"), "");
  const auto page = get(path, kBrowser);
  EXPECT_THAT(header(page, "Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
  EXPECT_EQ(header(page, "X-Frame-Options"), "DENY");
  EXPECT_THAT(page.body, HasSubstr("application/json+oembed"));
}

TEST_F(Embeds, WhatIsNotForEverybodyIsNowhere) {
  for (const auto* visibility : {"private", "direct", "local"}) {
    const auto url = status_url(visibility);
    EXPECT_EQ(oembed("url=" + percent_encode(url)).status, 404) << visibility;
    EXPECT_EQ(get(url.substr(22) + "/embed", kBrowser).status, 404) << visibility;
  }
  const auto good = status_url("public");
  for (const auto& url :
       {std::string(), std::string("nonsense"), std::string("https://other.example/@alice/1"),
        std::string("https://design.example/@alice"),
        std::string("https://design.example/@bob/") + good.substr(good.rfind('/') + 1)}) {
    EXPECT_EQ(oembed("url=" + percent_encode(url)).status, 404) << url;
  }
  EXPECT_EQ(oembed("format=xml&url=" + percent_encode(good)).status, 501);
}

TEST_F(Embeds, HealthIsToldInOneWord) {
  const auto answer = get("/health");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "OK");
}

}  // namespace
}  // namespace hallway::test
