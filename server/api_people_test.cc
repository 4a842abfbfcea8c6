#include "server/api_people.h"

#include <gmock/gmock.h>

#include "storage/follows.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class ApiPeople : public ApiTest {
 protected:
  static std::vector<std::string> names(const Json& list) {
    std::vector<std::string> out;
    for (const auto& one : list) {
      out.emplace_back(find_string(one, "username").value_or(""));
    }
    return out;
  }
  Json list(const std::string& target, const std::string& token = {}) {
    const auto answer = get(target, token.empty() ? Headers{} : bearer(token));
    EXPECT_EQ(answer.status, 200) << target << answer.body;
    return json(answer);
  }
  void do_to(const std::string& token, const std::string& id, const std::string& what) {
    EXPECT_EQ(call("POST", "/api/v1/statuses/" + id + "/" + what, token).status, 200);
  }
};

TEST_F(ApiPeople, WhoFollowsWhomIsTold) {
  const auto alice = id_of("alice"), bob = id_of("bob");
  call("POST", "/api/v1/accounts/" + alice + "/follow", bob_);
  EXPECT_THAT(names(list("/api/v1/accounts/" + alice + "/followers")), ElementsAre("bob"));
  EXPECT_THAT(names(list("/api/v1/accounts/" + bob + "/following")), ElementsAre("alice"));
  EXPECT_THAT(list("/api/v1/accounts/" + alice + "/following"), IsEmpty());
  EXPECT_EQ(get("/api/v1/accounts/1/followers").status, 404);
  EXPECT_EQ(get("/api/v1/accounts/x/followers").status, 404);
}

TEST_F(ApiPeople, WhoLikedAndBoostedIsToldToWhoMaySeeThePost) {
  const auto open = post(alice_, {{"status", "open"}});
  do_to(bob_, open, "favourite");
  do_to(bob_, open, "reblog");
  const auto path = "/api/v1/statuses/" + open;
  EXPECT_THAT(names(list(path + "/favourited_by")), ElementsAre("bob"));
  EXPECT_THAT(names(list(path + "/reblogged_by")), ElementsAre("bob"));
  const auto hidden = post(alice_, {{"status", "hidden"}, {"visibility", "private"}});
  EXPECT_EQ(get("/api/v1/statuses/" + hidden + "/favourited_by").status, 404);
  EXPECT_EQ(get("/api/v1/statuses/" + hidden + "/favourited_by", bearer(bob_)).status, 404);
  EXPECT_THAT(list("/api/v1/statuses/" + hidden + "/favourited_by", alice_), IsEmpty());
}

TEST_F(ApiPeople, WhoIsElsewhereIsToldToNobodyWithoutAToken) {
  const auto carol = stranger("carol", "other.example");
  const auto alice = id_of("alice"), post = this->post(alice_, {{"status", "open"}});
  call("POST", "/api/v1/accounts/" + alice + "/follow", bob_);
  const auto put = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
    Follow follow{.follower = carol.id,
                  .followee = *parse_id(alice),
                  .state = FollowState::accepted,
                  .at = clock_.now()};
    TRY(put_follow(txn, follow));
    Reaction like{.actor = carol.id, .post = *parse_id(post), .at = clock_.now()};
    TRY(add_reaction(txn, like, clock_.now()));
    return {};
  });
  ASSERT_TRUE(put.ok());
  const auto followers = "/api/v1/accounts/" + alice + "/followers";
  const auto liking = "/api/v1/statuses/" + post + "/favourited_by";
  EXPECT_THAT(names(list(followers)), ElementsAre("bob"));
  EXPECT_THAT(names(list(followers, bob_)), UnorderedElementsAre("bob", "carol"));
  EXPECT_THAT(list(liking), IsEmpty());
  EXPECT_THAT(names(list(liking, bob_)), ElementsAre("carol"));
  const auto theirs = "/api/v1/accounts/" + to_string(carol.id) + "/following";
  EXPECT_EQ(get(theirs).status, 404);
  EXPECT_THAT(names(list(theirs, bob_)), ElementsAre("alice"));
}

}  // namespace
}  // namespace hallway::test
