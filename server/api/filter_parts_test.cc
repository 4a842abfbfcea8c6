#include "server/api/filter_parts.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ApiFilterParts : public ApiTest {
 protected:
  void SetUp() override {
    ApiTest::SetUp();
    filter_ = done("POST", "/api/v2/filters", bob_,
                   {{"title", "Noise"}, {"context", Json::array({"home"})}})["id"]
                  .get<std::string>();
  }
  std::string filter_;
};

TEST_F(ApiFilterParts, KeywordsAreAddedChangedAndTakenAway) {
  const auto path = "/api/v2/filters/" + filter_ + "/keywords";
  const auto word = done("POST", path, bob_, {{"keyword", "din"}, {"whole_word", true}});
  const auto one = "/api/v2/filters/keywords/" + word["id"].get<std::string>();
  EXPECT_EQ(done("GET", one, bob_)["whole_word"], true);
  EXPECT_EQ(done("PUT", one, bob_, {{"keyword", "noise"}})["keyword"], "noise");
  EXPECT_EQ(done("GET", one, bob_)["whole_word"], true) << "what is not said stays";
  EXPECT_THAT(all(done("GET", path, bob_), "keyword"), ElementsAre("noise"));
  EXPECT_EQ(status("POST", path, bob_, {{"keyword", ""}}), 422);
  for (const auto* method : {"GET", "PUT", "DELETE"}) {
    EXPECT_EQ(status(method, one, alice_, {{"keyword", "x"}}), 404);
  }
  done("DELETE", one, bob_);
  EXPECT_EQ(status("GET", one, bob_), 404);
  EXPECT_THAT(done("GET", path, bob_), IsEmpty());
}

TEST_F(ApiFilterParts, ASinglePostIsHiddenByAFilter) {
  const auto id = post(alice_, {{"status", "calm"}});
  const auto path = "/api/v2/filters/" + filter_ + "/statuses";
  const auto made = done("POST", path, bob_, {{"status_id", id}});
  EXPECT_EQ(made["status_id"], id);
  EXPECT_EQ(done("GET", "/api/v1/statuses/" + id, bob_)["filtered"][0]["status_matches"],
            Json::array({id}));
  EXPECT_EQ(status("POST", path, bob_, {{"status_id", id}}), 422) << "twice";
  EXPECT_EQ(status("POST", path, bob_, {{"status_id", "9"}}), 404);
  const auto one = "/api/v2/filters/statuses/" + made["id"].get<std::string>();
  EXPECT_EQ(done("GET", one, bob_)["status_id"], id);
  done("DELETE", one, bob_);
  EXPECT_THAT(done("GET", path, bob_), IsEmpty());
  EXPECT_THAT(done("GET", "/api/v1/statuses/" + id, bob_)["filtered"], IsEmpty());
}

}  // namespace
}  // namespace hallway::test
