#include "server/social/read_post.h"

#include "tests/support/social.h"

namespace hallway::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class PostsOfPrograms : public SocialTest {};

TEST_F(PostsOfPrograms, AnObjectAloneIsCreatedForThoseItIsFor) {
  const auto answer = submit("alice", alice_, note("Hello @bob, see #tea at https://a.example"));
  ASSERT_EQ(answer.status, 201) << answer.body;
  const auto create = json(answer);
  EXPECT_EQ(create["type"], "Create");
  EXPECT_EQ(create["id"], header(answer, "Location"));
  EXPECT_THAT(create["object"]["id"].get<std::string>(), StartsWith(self("alice") + "/statuses/"));
  EXPECT_EQ(create["object"]["tag"].size(), 2U) << "text without markup is read as typed";
  EXPECT_THAT(create["object"]["content"].get<std::string>(), HasSubstr("<a href=\"https://a.ex"));
  EXPECT_THAT(create["object"]["cc"], Contains(self("bob"))) << "who is named hears of it";
  EXPECT_EQ(done("GET", "/api/v1/notifications", bob_).size(), 1U);
  EXPECT_EQ(status_for(header(answer, "Location"), ""), 200);
}

TEST_F(PostsOfPrograms, HtmlIsKeptAsFarAsItIsSafeWithItsTags) {
  auto wish = note("<p>Hello <b>all</b><script>x()</script></p>");
  wish["tag"] = Json::array({{{"type", "Hashtag"}, {"name", "#Tea"}},
                             {{"type", "Mention"}, {"href", self("bob")}, {"name", "@bob"}}});
  wish["summary"] = "Greetings";
  wish["contentMap"] = {{"en", wish["content"]}};
  const auto posted = read_as(object_of(as_alice(wish), alice_), alice_);
  EXPECT_EQ(posted["content"], "<p>Hello <b>all</b></p>");
  EXPECT_EQ(posted["source"]["content"], "Hello all");
  EXPECT_EQ(posted["summary"], "Greetings");
  EXPECT_EQ(posted["tag"].size(), 2U);
  EXPECT_TRUE(posted["sensitive"]);
}

TEST_F(PostsOfPrograms, AnArticleHasATitleAndMayBeLong) {
  Json article{{"type", "Article"},
               {"name", "On bearings"},
               {"content", "<p>" + std::string(20'000, 'a') + "</p>"},
               {"to", Json::array({kEverybody})}};
  const auto posted = read_as(object_of(as_alice(article), alice_), bob_);
  EXPECT_EQ(posted["type"], "Article");
  EXPECT_EQ(posted["name"], "On bearings");
  article["content"] = std::string(60'000, 'a');
  EXPECT_EQ(refusal_of(article), 400);
  EXPECT_EQ(refusal_of(note(std::string(6'000, 'a'))), 400);
}

TEST_F(PostsOfPrograms, AnswersStandBelowWhatTheyAnswer) {
  const auto first = object_of(as_alice(note("First")), alice_);
  auto answer = note("Second");
  answer["inReplyTo"] = first;
  const auto second = read_as(object_of(as_bob(answer), bob_), bob_);
  EXPECT_EQ(second["inReplyTo"], first);
  answer["inReplyTo"] = self("alice") + "/statuses/7";
  EXPECT_EQ(submit("bob", bob_, answer).status, 404);
}

}  // namespace
}  // namespace hallway::test
