#include "server/api/people.h"

#include <gmock/gmock.h>

#include "storage/follows.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
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
  // Path and query of the next page; empty at the end.
  static std::string next_in(const std::string& links) {
    const auto end = links.find(">; rel=\"next\"");
    const auto begin = links.find("/api/");
    return end == std::string::npos ? std::string() : links.substr(begin, end - begin);
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

TEST_F(ApiPeople, ListsOfPeopleArePagedThereAndBack) {
  const auto target = "/api/v1/accounts/" + id_of("alice") + "/followers";
  const std::vector<std::string> all{"bob", "cleo", "dan", "eve", "fay"};
  for (size_t i = 0; i < all.size(); ++i) {
    const auto token = i == 0 ? bob_ : person(all[i]);
    call("POST", "/api/v1/accounts/" + id_of("alice") + "/follow", token);
  }
  std::vector<std::string> seen, links;
  for (std::string at = target + "?limit=2"; !at.empty();) {
    const auto page = get(at);
    for (auto& name : names(json(page))) seen.push_back(name);
    links.push_back(header(page, "Link"));
    at = next_in(links.back());
  }
  EXPECT_EQ(seen, all);
  ASSERT_EQ(links.size(), 3U);
  EXPECT_THAT(links.back(), Not(HasSubstr("next"))) << "here it ends";
  const auto before = [&](const std::string& name) {
    return get(target + "?limit=2&min_id=" + id_of(name));
  };
  EXPECT_THAT(names(json(before("fay"))), ElementsAre("dan", "eve"));
  EXPECT_THAT(names(json(before("cleo"))), ElementsAre("bob"));
  EXPECT_THAT(header(before("cleo"), "Link"),
              HasSubstr("max_id=" + id_of("bob") + ">; rel=\"next"));
  EXPECT_EQ(json(before("bob")), Json::array());
  EXPECT_EQ(header(before("bob"), "Link"), "");
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
