#include "server/api/filters_v1.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ApiFiltersV1 : public ApiTest {};

TEST_F(ApiFiltersV1, AWordIsAFilterAsProgramsOnceKnewThem) {
  const auto made = done(
      "POST", "/api/v1/filters", bob_,
      {{"phrase", "noise"}, {"context", Json::array({"home", "public"})}, {"irreversible", true}});
  EXPECT_EQ(made["phrase"], "noise");
  EXPECT_EQ(made["whole_word"], true);
  EXPECT_EQ(made["irreversible"], true);
  EXPECT_EQ(made["context"], Json::array({"home", "public"}));
  EXPECT_EQ(done("GET", "/api/v2/filters", bob_)[0]["filter_action"], "hide");
  const auto path = "/api/v1/filters/" + made["id"].get<std::string>();
  const auto changed = done("PUT", path, bob_, {{"phrase", "din"}, {"irreversible", false}});
  EXPECT_EQ(changed["phrase"], "din");
  EXPECT_EQ(changed["irreversible"], false);
  EXPECT_EQ(changed["id"], made["id"]);
  EXPECT_EQ(status("GET", path, alice_), 404);
  done("DELETE", path, bob_);
  EXPECT_THAT(done("GET", "/api/v1/filters", bob_), IsEmpty());
  EXPECT_THAT(done("GET", "/api/v2/filters", bob_), IsEmpty()) << "nothing was left of it";
}

TEST_F(ApiFiltersV1, EachWordOfAFilterIsOne) {
  done("POST", "/api/v2/filters", bob_,
       {{"title", "Noise"},
        {"context", Json::array({"home"})},
        {"keywords_attributes", Json::array({{{"keyword", "din"}}, {{"keyword", "noise"}}})}});
  const auto list = done("GET", "/api/v1/filters", bob_);
  EXPECT_THAT(all(list, "phrase"), ElementsAre("din", "noise"));
  done("DELETE", "/api/v1/filters/" + list[0]["id"].get<std::string>(), bob_);
  EXPECT_THAT(all(done("GET", "/api/v1/filters", bob_), "phrase"), ElementsAre("noise"));
  EXPECT_EQ(status("POST", "/api/v1/filters", bob_, {{"phrase", "x"}}), 422) << "no context";
}

}  // namespace
}  // namespace hallway::test
