#include "server/api/filters.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ApiFilters : public ApiTest {
 protected:
  Json make(const std::string& word, const Json& more = Json::object()) {
    Json body{{"title", "Noise"},
              {"context", Json::array({"home"})},
              {"keywords_attributes", Json::array({{{"keyword", word}, {"whole_word", true}}})}};
    body.update(more);
    return done("POST", "/api/v2/filters", bob_, body);
  }
};

TEST_F(ApiFilters, APostSaysByWhichOfItsReadersFiltersItIsMet) {
  const auto filter = make("noise", {{"filter_action", "hide"}});
  EXPECT_EQ(filter["filter_action"], "hide");
  EXPECT_EQ(filter["expires_at"], nullptr);
  EXPECT_EQ(filter["keywords"][0]["keyword"], "noise");
  const auto id = post(alice_, {{"status", "so much Noise!"}});
  const auto met = done("GET", "/api/v1/statuses/" + id, bob_)["filtered"];
  ASSERT_EQ(met.size(), 1U);
  EXPECT_EQ(met[0]["filter"]["id"], filter["id"]);
  EXPECT_FALSE(met[0]["filter"].contains("keywords"));
  EXPECT_EQ(met[0]["keyword_matches"], Json::array({"noise"}));
  EXPECT_EQ(met[0]["status_matches"], Json::array());
  EXPECT_THAT(done("GET", "/api/v1/statuses/" + id, alice_)["filtered"], IsEmpty());
  EXPECT_THAT(json(get("/api/v1/statuses/" + id))["filtered"], IsEmpty());
}

TEST_F(ApiFilters, OneIsChangedByItsParts) {
  const auto filter = make("noise");
  const auto path = "/api/v2/filters/" + filter["id"].get<std::string>();
  const auto word = filter["keywords"][0]["id"];
  auto changed = done("PUT", path, bob_,
                      {{"title", "Calm"},
                       {"expires_in", 60},
                       {"keywords_attributes",
                        Json::array({{{"id", word}, {"_destroy", true}}, {{"keyword", "din"}}})}});
  EXPECT_EQ(changed["title"], "Calm");
  EXPECT_TRUE(changed["expires_at"].is_string());
  EXPECT_EQ(changed["context"], Json::array({"home"})) << "what is not said stays";
  EXPECT_THAT(all(changed["keywords"], "keyword"), ElementsAre("din"));
  changed = done("PUT", path, bob_, {{"expires_in", ""}});
  EXPECT_EQ(changed["expires_at"], nullptr);
  EXPECT_EQ(status("PUT", path, alice_, {{"title", "mine"}}), 404);
  done("DELETE", path, bob_);
  EXPECT_EQ(status("GET", path, bob_), 404);
  EXPECT_EQ(status("DELETE", path, bob_), 404);
}

TEST_F(ApiFilters, WhatMakesNoSenseIsRefused) {
  const Json good{{"title", "x"}, {"context", Json::array({"home"})}};
  const std::pair<const char*, Json> wrong[] = {
      {"title", ""},
      {"title", std::string(300, 'x')},
      {"context", Json::array()},
      {"context", Json::array({"home", "nowhere"})},
      {"filter_action", "explode"},
      {"expires_in", "soon"},
      {"expires_in", -1},
      {"keywords_attributes", Json::array({{{"keyword", ""}}})},
  };
  for (const auto& [key, value] : wrong) {
    auto body = good;
    body[key] = value;
    EXPECT_EQ(status("POST", "/api/v2/filters", bob_, body), 422) << dump_json(body);
  }
  EXPECT_THAT(done("GET", "/api/v2/filters", bob_), IsEmpty());
}

TEST_F(ApiFilters, AFormMayWriteItsKeywordsOneAfterTheOther) {
  const std::string form =
      "title=Noise&context[]=home&context[]=thread&keywords_attributes[][keyword]=din&"
      "keywords_attributes[][whole_word]=true&keywords_attributes[][keyword]=noise";
  auto headers = bearer(bob_);
  headers.set("Content-Type", "application/x-www-form-urlencoded");
  const auto answer = node_->handle(request("POST", "/api/v2/filters", headers, form));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(all(json(answer)["keywords"], "keyword"), ElementsAre("din", "noise"));
  EXPECT_EQ(json(answer)["context"], Json::array({"home", "thread"}));
}

}  // namespace
}  // namespace hallway::test
