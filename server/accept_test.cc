#include "server/accept.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

struct AcceptCase {
  const char* accept;
  std::optional<Form> at_users, at_page;
};

TEST(Accept, BrowsersGetPagesAndNodesGetActivities) {
  const AcceptCase cases[] = {
      {"", Form::activity, Form::page},
      {"*/*", Form::activity, Form::page},
      {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Form::page, Form::page},
      {"application/activity+json", Form::activity, Form::activity},
      {"application/activity+json, application/ld+json", Form::activity, Form::activity},
      {"application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", Form::linked_data,
       Form::linked_data},
      {"application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\", "
       "application/activity+json;q=0.9, */*;q=0.1",
       Form::linked_data, Form::linked_data},
      {"application/json", Form::activity, Form::activity},
      {"APPLICATION/Activity+JSON", Form::activity, Form::activity},
      {"application/activity+json, text/html;q=0.1", Form::activity, Form::activity},
      {"text/html, application/activity+json;q=0.9", Form::page, Form::page},
      {"text/html;q=0, */*", Form::activity, Form::activity},
      {"text/*", Form::page, Form::page},
      {"image/png", std::nullopt, std::nullopt},
      {"application/activity+json;q=0", std::nullopt, std::nullopt},
      {"application/activity+json;q=0.nonsense", std::nullopt, std::nullopt},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(negotiate(c.accept, Form::activity), c.at_users) << c.accept;
    EXPECT_EQ(negotiate(c.accept, Form::page), c.at_page) << c.accept;
  }
  EXPECT_EQ(negotiate(std::nullopt, Form::page), Form::page);
}

TEST(Accept, InboxesTakeActivityTypesOnly) {
  EXPECT_TRUE(is_activity_type("application/activity+json"));
  EXPECT_TRUE(is_activity_type("application/activity+json; charset=utf-8"));
  EXPECT_TRUE(
      is_activity_type("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""));
  EXPECT_TRUE(
      is_activity_type("application/ld+json;profile=\"https://w3id.org/security/v1 "
                       "https://www.w3.org/ns/activitystreams\""));
  EXPECT_FALSE(is_activity_type("application/ld+json"));
  EXPECT_FALSE(is_activity_type("application/ld+json; profile=\"https://a.example/\""));
  EXPECT_FALSE(is_activity_type("application/json"));
  EXPECT_FALSE(is_activity_type("text/html"));
  EXPECT_FALSE(is_activity_type(""));
}

}  // namespace
}  // namespace hallway
