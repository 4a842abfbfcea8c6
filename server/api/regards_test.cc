#include "server/api/regards.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ApiRegards : public ApiTest {
 protected:
  std::string about(const std::string& name, const std::string& what) {
    return "/api/v1/accounts/" + id_of(name) + "/" + what;
  }
};

TEST_F(ApiRegards, ANoteIsReadByWhoWroteItAlone) {
  EXPECT_EQ(done("POST", about("bob", "note"), alice_, {{"comment", "met at the fair"}})["note"],
            "met at the fair");
  const auto id = id_of("bob");
  EXPECT_EQ(done("GET", "/api/v1/accounts/relationships?id[]=" + id, alice_)[0]["note"],
            "met at the fair");
  EXPECT_EQ(done("GET", "/api/v1/accounts/relationships?id[]=" + id, bob_)[0]["note"], "");
  EXPECT_EQ(done("POST", about("bob", "note"), alice_, {{"comment", ""}})["note"], "");
  EXPECT_EQ(status("POST", about("bob", "note"), alice_, {{"comment", std::string(9'000, 'x')}}),
            422);
}

TEST_F(ApiRegards, WhoIsFollowedCanBeRecommended) {
  EXPECT_EQ(status("POST", about("bob", "endorse"), alice_), 422);
  done("POST", about("bob", "follow"), alice_);
  EXPECT_EQ(done("POST", about("bob", "endorse"), alice_)["endorsed"], true);
  EXPECT_THAT(all(done("GET", "/api/v1/endorsements", alice_), "acct"), ElementsAre("bob"));
  EXPECT_THAT(all(json(get(about("alice", "endorsements"))), "acct"), ElementsAre("bob"))
      << "anybody may see it";
  EXPECT_EQ(done("POST", about("bob", "unpin"), alice_)["endorsed"], false);
  EXPECT_EQ(done("POST", about("bob", "pin"), alice_)["endorsed"], true);
  done("POST", about("bob", "unfollow"), alice_);
  EXPECT_THAT(done("GET", "/api/v1/endorsements", alice_), IsEmpty());
}

TEST_F(ApiRegards, AFollowerCanBeSentAway) {
  done("POST", about("alice", "follow"), bob_);
  EXPECT_EQ(done("POST", about("bob", "remove_from_followers"), alice_)["followed_by"], false);
  EXPECT_THAT(done("GET", about("alice", "followers"), alice_), IsEmpty());
  EXPECT_EQ(status("POST", about("bob", "remove_from_followers"), alice_), 200) << "again";
  EXPECT_EQ(status("POST", about("alice", "remove_from_followers"), alice_), 422);
}

TEST_F(ApiRegards, FamiliarFollowersAreThoseWhomOneFollowsToo) {
  const auto carol = person("carol"), dave = person("dave");
  done("POST", about("carol", "follow"), alice_);
  for (const auto& token : {carol, dave}) done("POST", about("bob", "follow"), token);
  const auto found =
      done("GET", "/api/v1/accounts/familiar_followers?id[]=" + id_of("bob") + "&id[]=9", alice_);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]["id"], id_of("bob"));
  EXPECT_THAT(all(found[0]["accounts"], "acct"), ElementsAre("carol"));
}

}  // namespace
}  // namespace hallway::test
