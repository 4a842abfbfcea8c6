#include "server/api/preferences.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Preferences : public ApiTest {};

TEST_F(Preferences, WhatIsSetIsToldAndObeyed) {
  auto told = done("GET", "/api/v1/preferences", alice_);
  EXPECT_EQ(told["posting:default:visibility"], "public");
  EXPECT_EQ(told["posting:default:language"], nullptr);
  const auto mine = done("PATCH", "/api/v1/accounts/update_credentials", alice_,
                         {{"source",
                           {{"privacy", "private"},
                            {"sensitive", true},
                            {"language", "de"},
                            {"quote_policy", "nobody"}}}});
  EXPECT_EQ(mine["source"]["privacy"], "private");
  told = done("GET", "/api/v1/preferences", alice_);
  EXPECT_EQ(told["posting:default:visibility"], "private");
  EXPECT_EQ(told["posting:default:sensitive"], true);
  EXPECT_EQ(told["posting:default:language"], "de");
  EXPECT_EQ(told["posting:default:quote_policy"], "nobody");
  const auto made = done("POST", "/api/v1/statuses", alice_, {{"status", "Hallo"}});
  EXPECT_EQ(made["visibility"], "private");
  EXPECT_EQ(made["sensitive"], true);
  EXPECT_EQ(made["language"], "de");
  const auto other =
      done("POST", "/api/v1/statuses", alice_,
           {{"status", "Hi"}, {"visibility", "public"}, {"sensitive", false}, {"language", "en"}});
  EXPECT_EQ(other["visibility"], "public") << "what is said comes first";
  EXPECT_EQ(other["sensitive"], false);
  EXPECT_EQ(other["language"], "en");
}

TEST_F(Preferences, NonsenseChangesNothing) {
  for (const auto& [key, value] :
       {std::pair("privacy", "direct"), std::pair("privacy", "everybody"),
        std::pair("language", "<b>"), std::pair("quote_policy", "some")}) {
    const Json body{{"display_name", "X"}, {"source", {{key, value}}}};
    EXPECT_EQ(status("PATCH", "/api/v1/accounts/update_credentials", alice_, body), 422) << value;
  }
  const auto mine = done("GET", "/api/v1/accounts/verify_credentials", alice_);
  EXPECT_EQ(mine["source"]["privacy"], "public");
  EXPECT_NE(mine["display_name"], "X");
}

TEST_F(Preferences, TheNodeHasNoEmojisOfItsOwn) {
  EXPECT_THAT(json(get("/api/v1/custom_emojis")), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
