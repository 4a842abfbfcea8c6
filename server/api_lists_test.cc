#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Lists that a client pages through: of posts and of people.
class ApiLists : public ApiTest {
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
  // The path and query of the next page.
  std::string next_of(const Response& answer) {
    const auto link = header(answer, "Link");
    const auto from = link.find("design.example") + 14;
    return link.substr(from, link.find('>') - from);
  }
  void do_to(const std::string& token, const std::string& id, const std::string& what) {
    EXPECT_EQ(call("POST", "/api/v1/statuses/" + id + "/" + what, token).status, 200);
  }
};

TEST_F(ApiLists, ThePublicTimelineAnswersAnybodyWithWhatIsForAnybody) {
  post(alice_, {{"status", "for all"}, {"visibility", "public"}});
  post(alice_, {{"status", "for followers"}, {"visibility", "private"}});
  EXPECT_THAT(texts(list("/api/v1/timelines/public")), ElementsAre(HasSubstr("for all")));
  EXPECT_THAT(texts(list("/api/v1/timelines/public?local=true", bob_)),
              ElementsAre(HasSubstr("for all")));
  EXPECT_THAT(list("/api/v1/timelines/public?remote=true"), IsEmpty());
  EXPECT_THAT(list("/api/v1/timelines/public?only_media=true"), IsEmpty());
  EXPECT_EQ(get("/api/v1/timelines/public", bearer("wrong")).status, 401);
}

TEST_F(ApiLists, AHashtagIsFoundHoweverItIsWritten) {
  post(alice_, {{"status", "one #Tea"}});
  post(bob_, {{"status", "two #tea #milk"}});
  EXPECT_EQ(list("/api/v1/timelines/tag/TEA").size(), 2U);
  EXPECT_EQ(list("/api/v1/timelines/tag/%23tea").size(), 2U);
  EXPECT_EQ(list("/api/v1/timelines/tag/tea?all[]=milk").size(), 1U);
  EXPECT_EQ(list("/api/v1/timelines/tag/coffee?any[]=milk").size(), 1U);
  EXPECT_EQ(list("/api/v1/timelines/tag/tea?none[]=milk").size(), 1U);
  const auto first = get("/api/v1/timelines/tag/tea?limit=1");
  EXPECT_THAT(texts(json(first)), ElementsAre(HasSubstr("two")));
  EXPECT_THAT(texts(list(next_of(first))), ElementsAre(HasSubstr("one")));
}

TEST_F(ApiLists, WhatSomebodyLikedComesNewestLikeFirstAndInPages) {
  const auto one = post(alice_, {{"status", "one"}}), two = post(alice_, {{"status", "two"}});
  do_to(bob_, two, "favourite");
  clock_.advance(seconds(1));
  do_to(bob_, one, "favourite");
  EXPECT_THAT(texts(list("/api/v1/favourites", bob_)),
              ElementsAre(HasSubstr("one"), HasSubstr("two")));
  const auto first = get("/api/v1/favourites?limit=1", bearer(bob_));
  EXPECT_THAT(texts(json(first)), ElementsAre(HasSubstr("one")));
  EXPECT_THAT(texts(list(next_of(first), bob_)), ElementsAre(HasSubstr("two")));
  do_to(bob_, one, "unfavourite");
  EXPECT_THAT(texts(list("/api/v1/favourites", bob_)), ElementsAre(HasSubstr("two")));
  EXPECT_THAT(list("/api/v1/favourites", alice_), IsEmpty());
  EXPECT_EQ(get("/api/v1/favourites").status, 401);
}

TEST_F(ApiLists, WhoFollowsWhomIsTold) {
  const auto alice = id_of("alice"), bob = id_of("bob");
  call("POST", "/api/v1/accounts/" + alice + "/follow", bob_);
  EXPECT_THAT(names(list("/api/v1/accounts/" + alice + "/followers")), ElementsAre("bob"));
  EXPECT_THAT(names(list("/api/v1/accounts/" + bob + "/following")), ElementsAre("alice"));
  EXPECT_THAT(list("/api/v1/accounts/" + alice + "/following"), IsEmpty());
  EXPECT_EQ(get("/api/v1/accounts/1/followers").status, 404);
  EXPECT_EQ(get("/api/v1/accounts/x/followers").status, 404);
}

TEST_F(ApiLists, WhoLikedAndBoostedIsToldToWhoMaySeeThePost) {
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

}  // namespace
}  // namespace hallway::test
