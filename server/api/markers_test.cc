#include "server/api/markers.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Markers : public ApiTest {};

TEST_F(Markers, TellHowFarATimelineWasRead) {
  EXPECT_EQ(done("GET", "/api/v1/markers?timeline[]=home", alice_), Json::object());
  const auto set =
      done("POST", "/api/v1/markers", alice_,
           {{"home", {{"last_read_id", "7"}}}, {"notifications", {{"last_read_id", "3"}}}});
  EXPECT_EQ(set["home"]["last_read_id"], "7");
  EXPECT_EQ(set["home"]["version"], 1);
  EXPECT_EQ(done("POST", "/api/v1/markers?home[last_read_id]=9", alice_)["home"]["version"], 2);
  const auto both = done("GET", "/api/v1/markers?timeline[]=home&timeline[]=notifications", alice_);
  EXPECT_EQ(both["home"]["last_read_id"], "9");
  EXPECT_EQ(both["notifications"]["last_read_id"], "3");
  EXPECT_TRUE(both["home"]["updated_at"].is_string());
  EXPECT_EQ(done("GET", "/api/v1/markers?timeline[]=home", bob_), Json::object());
}

TEST_F(Markers, WhatIsNoIdChangesNothing) {
  const Json wrong{{"home", {{"last_read_id", "7"}}}, {"notifications", {{"last_read_id", "x"}}}};
  EXPECT_EQ(status("POST", "/api/v1/markers", alice_, wrong), 422);
  EXPECT_EQ(done("GET", "/api/v1/markers?timeline[]=home", alice_), Json::object());
}

}  // namespace
}  // namespace hallway::test
