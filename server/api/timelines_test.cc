#include "server/api/timelines.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ApiTimelines : public ApiTest {
 protected:
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

TEST_F(ApiTimelines, ThePublicTimelineAnswersAnybodyWithWhatIsForAnybody) {
  post(alice_, {{"status", "for all"}, {"visibility", "public"}});
  post(alice_, {{"status", "for followers"}, {"visibility", "private"}});
  EXPECT_THAT(texts(list("/api/v1/timelines/public")), ElementsAre(HasSubstr("for all")));
  EXPECT_THAT(texts(list("/api/v1/timelines/public?local=true", bob_)),
              ElementsAre(HasSubstr("for all")));
  EXPECT_THAT(list("/api/v1/timelines/public?remote=true", bob_), IsEmpty());
  EXPECT_THAT(list("/api/v1/timelines/public?only_media=true"), IsEmpty());
  EXPECT_EQ(get("/api/v1/timelines/public", bearer("wrong")).status, 401);
}

TEST_F(ApiTimelines, WhatIsKnownOfElsewhereIsToldToNobodyWithoutAToken) {
  const auto carol = stranger("carol", "other.example");
  const auto put = node_->writer().apply([&](WriteTxn& txn) {
    Post post{.iri = iri("https://other.example/p/1"),
              .author = carol.id,
              .content = "from elsewhere",
              .tags = {"tea"}};
    return add_post(txn, post, clock_.now());
  });
  ASSERT_TRUE(put.ok());
  for (const auto* path : {"/api/v1/timelines/public", "/api/v1/timelines/tag/tea"}) {
    EXPECT_THAT(list(path), IsEmpty()) << path;
    EXPECT_THAT(texts(list(path, bob_)), ElementsAre("from elsewhere")) << path;
    EXPECT_EQ(get(std::string(path) + "?remote=true").status, 401) << path;
    EXPECT_EQ(list(std::string(path) + "?remote=true", bob_).size(), 1U) << path;
  }
}

TEST_F(ApiTimelines, AHashtagIsFoundHoweverItIsWritten) {
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

TEST_F(ApiTimelines, WhatSomebodyLikedComesNewestLikeFirstAndInPages) {
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

TEST_F(ApiTimelines, OfALinkHoldsWhatLeadsThere) {
  const auto link = [](const std::string& query = "") {
    return "/api/v1/timelines/link?url=" + percent_encode("https://a.example/pumps#top") + query;
  };
  const auto say = [&](const std::string& text, const char* visibility) {
    return post(alice_, {{"status", text}, {"visibility", visibility}});
  };
  const auto first = say("See https://a.example/pumps", "public");
  const auto second = say("https://a.example/pumps#more is good", "public");
  say("https://a.example/valves", "public");
  say("https://a.example/pumps in secret", "direct");
  say("https://a.example/pumps quietly", "unlisted");
  EXPECT_THAT(all(list(link(), bob_), "id"), ElementsAre(second, first));
  EXPECT_THAT(all(list(link()), "id"), ElementsAre(second, first)) << "all was written here";
  EXPECT_THAT(all(list(link("&limit=1"), bob_), "id"), ElementsAre(second));
  EXPECT_THAT(all(list(link("&max_id=" + second), bob_), "id"), ElementsAre(first));
  EXPECT_THAT(all(list(link("&limit=1&min_id=" + first), bob_), "id"), ElementsAre(second));
  EXPECT_EQ(get("/api/v1/timelines/link", bearer(bob_)).status, 422);
  EXPECT_EQ(get("/api/v1/timelines/link?url=pumps", bearer(bob_)).status, 422);
  call("DELETE", "/api/v1/statuses/" + second, alice_);
  EXPECT_THAT(all(list(link(), bob_), "id"), ElementsAre(first));
}

}  // namespace
}  // namespace hallway::test
