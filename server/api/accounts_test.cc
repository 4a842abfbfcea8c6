// People through the client API: how one follows them.
#include "server/api/accounts.h"

#include <gmock/gmock.h>

#include "storage/follows.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

class ApiAccounts : public ApiTest {};

TEST_F(ApiAccounts, HowSomebodyIsFollowedIsSaidAndTold) {
  const auto path = "/api/v1/accounts/" + id_of("bob") + "/follow";
  auto relation = done("POST", path, alice_);
  EXPECT_EQ(relation["showing_reblogs"], true);
  EXPECT_EQ(relation["notifying"], false);
  EXPECT_EQ(relation["languages"], nullptr);
  relation = done("POST", path, alice_,
                  {{"reblogs", false}, {"notify", true}, {"languages", Json::array({"de"})}});
  EXPECT_EQ(relation["showing_reblogs"], false);
  EXPECT_EQ(relation["notifying"], true);
  EXPECT_EQ(relation["languages"], Json::array({"de"}));
  relation = done("POST", path, alice_, {{"notify", false}});
  EXPECT_EQ(relation["showing_reblogs"], false) << "what is not said stays";
  EXPECT_EQ(relation["notifying"], false);
}

TEST_F(ApiAccounts, WhoIsWatchedIsToldOfAsAStatus) {
  done("POST", "/api/v1/accounts/" + id_of("bob") + "/follow", alice_, {{"notify", true}});
  const auto id = post(bob_, {{"status", "Hello"}});
  const auto told = done("GET", "/api/v1/notifications?types[]=status", alice_);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0]["status"]["id"], id);
}

TEST_F(ApiAccounts, ASearchFindsWhomOneFollowsWhereverTheyAre) {
  const auto eve = stranger("evelyn", "other.example");
  const auto find = [&](const std::string& query) {
    return all(done("GET", "/api/v1/accounts/search?q=" + query, alice_), "acct");
  };
  EXPECT_THAT(find("eve"), testing::IsEmpty());
  ASSERT_TRUE(node_->writer()
                  .apply([&](WriteTxn& txn) -> Result<void> {
                    Follow made{.follower = *parse_id(id_of("alice")),
                                .followee = eve.id,
                                .state = FollowState::accepted,
                                .at = clock_.now()};
                    return put_follow(txn, made);
                  })
                  .ok());
  EXPECT_THAT(find("eve"), testing::ElementsAre("evelyn@other.example"));
  EXPECT_THAT(find("bob"), testing::ElementsAre("bob"));
  EXPECT_THAT(find("bob&following=true"), testing::IsEmpty());
  EXPECT_THAT(find("eve&following=true"), testing::ElementsAre("evelyn@other.example"));
  EXPECT_THAT(find("alice&following=true"), testing::IsEmpty()) << "nobody follows themselves";
}

TEST_F(ApiAccounts, AHashtagInUseIsFoundWithoutItsSign) {
  post(bob_, {{"status", "green #tea"}});
  const auto find = [&](const std::string& query) {
    return all(done("GET", "/api/v2/search?q=" + query, alice_)["hashtags"], "name");
  };
  EXPECT_THAT(find("tea"), testing::ElementsAre("tea"));
  EXPECT_THAT(find("coffee"), testing::IsEmpty());
  EXPECT_THAT(find("%23coffee"), testing::ElementsAre("coffee"));
}

}  // namespace
}  // namespace hallway::test
