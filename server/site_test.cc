#include "server/site.h"

#include <gmock/gmock.h>

#include "server/media_files.h"
#include "server/style.h"
#include "storage/values/crypto.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class SiteOfNode : public NodeTest {
 protected:
  void SetUp() override {
    config_.node.name = config_.node.domain.text();  // as load_config leaves it
    config_.node.description = "";
    NodeTest::SetUp();
  }
  std::string front_page() { return get("/", kBrowser).body; }
};

TEST_F(SiteOfNode, IsCalledAsItIsSetWhileTheNodeRuns) {
  EXPECT_EQ(site_of(*node_).name, node_->home().domain.text());
  ASSERT_TRUE(set_site(*node_, {.name = "Kiln & Glaze", .accent = "plum"}, "rhea").ok());
  EXPECT_THAT(front_page(), HasSubstr("Kiln &amp; Glaze"));
  EXPECT_THAT(front_page(), HasSubstr("data-accent=\"plum\""));
  const auto told = json(get("/api/v2/instance"));
  EXPECT_EQ(told["title"], "Kiln & Glaze");
  EXPECT_EQ(told["hallway"]["accent"], "plum");
  ASSERT_TRUE(set_site(*node_, {.name = ""}, "rhea").ok());
  EXPECT_EQ(site_of(*node_).name, node_->home().domain.text());
  EXPECT_EQ(site_of(*node_).accent, "plum") << "what was not said stays";
}

TEST_F(SiteOfNode, WhatTheConfigurationSaysStands) {
  ASSERT_TRUE(set_site(*node_, {.name = "Kiln"}, "").ok());
  config_.node.name = "Design";
  open(FederationMode::open);
  EXPECT_EQ(site_of(*node_).name, "Design");
  EXPECT_EQ(set_site(*node_, {.name = "Kiln"}, "").error().code, Code::conflict);
  EXPECT_TRUE(set_site(*node_, {.description = "Where it is hot"}, "").ok());
}

// A red dot, 1 × 1.
std::string red_dot() {
  return parse_base64(
             "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJR"
             "U"
             "5ErkJggg==")
      .value();
}

TEST_F(SiteOfNode, ShowsItsLogoWhereverItIsShown) {
  const auto before = json(get("/api/v2/instance"));
  EXPECT_TRUE(before["hallway"]["logo"].is_null());
  EXPECT_THAT(before["thumbnail"]["url"].dump(), HasSubstr("assets/header.svg"));
  const auto set = set_site(*node_, {.logo = red_dot()}, "rhea");
  ASSERT_TRUE(set.ok()) << set.error().what;
  EXPECT_FALSE(set->logo.empty());
  EXPECT_FALSE(set->logo_icon == set->logo);
  const auto told = json(get("/api/v2/instance"));
  EXPECT_EQ(told["hallway"]["logo"], set->logo.text());
  EXPECT_EQ(told["thumbnail"]["url"], set->logo.text());
  EXPECT_EQ(told["icon"][0]["src"], set->logo_icon.text());
  EXPECT_EQ(json(get("/api/v1/instance"))["thumbnail"], set->logo.text());
  EXPECT_THAT(front_page(), HasSubstr("class=\"logo\" src=\"" + set->logo.text()));
  const auto actor = json(get("/actor", {{"Accept", "application/activity+json"}}));
  EXPECT_EQ(actor["icon"]["url"], set->logo_icon.text());
  clock_.advance(hours(3));
  ASSERT_TRUE(sweep_media(*node_).ok());
  for (const auto& one : {set->logo, set->logo_icon}) {
    EXPECT_EQ(get(one.text().substr(node_->home().base.text().size() - 1)).status, 200)
        << one.text();
  }
  ASSERT_TRUE(set_site(*node_, {.logo = ""}, "rhea").ok());
  EXPECT_THAT(front_page(), ::testing::Not(HasSubstr("class=\"logo\"")));
  EXPECT_TRUE(json(get("/api/v2/instance"))["hallway"]["logo"].is_null());
}

TEST_F(SiteOfNode, SaysWhatItWantsOfPictures) {
  EXPECT_EQ(json(get("/api/v2/instance"))["hallway"]["alt_text"], "ask");
  EXPECT_EQ(set_site(*node_, {.alt_text = "maybe"}, "").error().code, Code::invalid);
  ASSERT_TRUE(set_site(*node_, {.alt_text = "require"}, "").ok());
  EXPECT_EQ(json(get("/api/v2/instance"))["hallway"]["alt_text"], "require");
}

TEST_F(SiteOfNode, HasNoColourThatTheStyleSheetLacks) {
  EXPECT_EQ(set_site(*node_, {.accent = "pink"}, "").error().code, Code::invalid);
  EXPECT_EQ(set_site(*node_, {.name = std::string(101, 'x')}, "").error().code, Code::invalid);
  for (const auto accent : accents()) {
    EXPECT_THAT(std::string(kStyle), HasSubstr("[data-accent=\"" + std::string(accent) + "\"]"));
  }
}

}  // namespace
}  // namespace hallway::test
