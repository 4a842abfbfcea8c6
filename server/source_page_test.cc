#include "server/source_page.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SourcePage : public ApiTest {
 protected:
  std::string said_by_api() { return json(get("/api/v2/instance"))["source_url"]; }
  Json nodeinfo_software() { return json(get("/nodeinfo/2.1"))["software"]; }
};

TEST_F(SourcePage, NamesWhomToAskWhereNoAddressIsKnown) {
  EXPECT_EQ(said_by_api(), "https://design.example/source");
  EXPECT_THAT(get("/source").body, HasSubstr("those who run this node"));
  EXPECT_FALSE(nodeinfo_software().contains("repository"));
  EXPECT_THAT(get("/").body, HasSubstr("href=\"/source\"")) << "each page leads there";
  config_.about.contact_account = "alice";
  open(FederationMode::open);
  EXPECT_THAT(get("/source").body, HasSubstr("href=\"/@alice\""));
  config_.about.contact_email = "ask@design.example";
  open(FederationMode::open);
  EXPECT_THAT(get("/source").body, HasSubstr("ask@design.example"));
}

TEST_F(SourcePage, LeadsToTheAddressThatWasConfigured) {
  config_.about.source = "https://code.example/hallway?a=1&b=2";
  open(FederationMode::open);
  EXPECT_EQ(said_by_api(), config_.about.source);
  EXPECT_EQ(nodeinfo_software()["repository"], config_.about.source);
  const auto page = get("/source");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("href=\"https://code.example/hallway?a=1&amp;b=2\""));
  EXPECT_THAT(page.body, Not(HasSubstr("Ask")));
}

}  // namespace
}  // namespace hallway::test
