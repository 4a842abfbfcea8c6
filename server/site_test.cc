#include "server/site.h"

#include <gmock/gmock.h>

#include "server/style.h"
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

TEST_F(SiteOfNode, HasNoColourThatTheStyleSheetLacks) {
  EXPECT_EQ(set_site(*node_, {.accent = "pink"}, "").error().code, Code::invalid);
  EXPECT_EQ(set_site(*node_, {.name = std::string(101, 'x')}, "").error().code, Code::invalid);
  for (const auto accent : accents()) {
    EXPECT_THAT(std::string(kStyle), HasSubstr("[data-accent=\"" + std::string(accent) + "\"]"));
  }
}

}  // namespace
}  // namespace hallway::test
