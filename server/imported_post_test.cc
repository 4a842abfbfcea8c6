#include "server/imported_post.h"

#include <gmock/gmock.h>

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const Time kReadAt = parse_rfc3339("2026-11-25T13:00:00Z").value();
const Iri kTagPages = Iri::parse("https://design.example/tags/").value();

Json line_with(std::string_view key, Json value) {
  Json line{{"author", "Jane Doe"}, {"date", "2019-03-25T19:59:20Z"}, {"text", "Mend the boiler"}};
  line[std::string(key)] = std::move(value);
  return line;
}

std::string refusal_of(const Json& line) {
  const auto read = read_imported(line, kReadAt);
  return read.ok() ? "" : read.error().what;
}

TEST(ImportedPost, IsReadFromWhatItNeedsAndNothingElse) {
  const auto post = read_imported(line_with("id", "p000000"), kReadAt);
  ASSERT_TRUE(post.ok()) << post.error().what;
  EXPECT_EQ(post->author, "Jane Doe");
  EXPECT_EQ(post->text, "Mend the boiler");
  EXPECT_EQ(to_rfc3339(post->at), "2019-03-25T19:59:20Z");
  const auto travelled = read_imported(to_json(*post), kReadAt);
  ASSERT_TRUE(travelled.ok());
  EXPECT_EQ(digest_of(*travelled), digest_of(*post));
  EXPECT_EQ(to_rfc3339(read_imported(line_with("date", "2019-03-25"), kReadAt)->at),
            "2019-03-25T00:00:00Z");
  EXPECT_EQ(to_rfc3339(read_imported(line_with("date", "2019-03-25T01:00:00+02:00"), kReadAt)->at),
            "2019-03-24T23:00:00Z");
}

TEST(ImportedPost, WhatIsWrongIsNamed) {
  const std::vector<std::tuple<std::string, Json, std::string>> cases{
      {"author", nullptr, "\"author\" is no text"},
      {"author", 7, "\"author\" is no text"},
      {"author", " \t", "\"author\" is empty"},
      {"author", std::string(201, 'a'), "\"author\" has more than 200 bytes"},
      {"author", "Jane\nDoe", "\"author\" has more than one line"},
      {"date", "yesterday", "\"date\" is no date like 2019-03-25T19:59:20Z: yesterday"},
      {"date", 1553543960, "\"date\" is no text"},
      {"date", "1969-12-31T23:59:59Z", "\"date\" lies before 1970"},
      {"date", "2026-11-25T13:00:01Z", "\"date\" lies ahead of the clock"},
      {"text", "\n \x01", "\"text\" is empty"},
      {"text", std::string(49'001, 'x'), "\"text\" has more than 49000 characters"}};
  for (const auto& [key, value, said] : cases) {
    EXPECT_THAT(refusal_of(line_with(key, value)), StartsWith(said)) << key;
  }
  for (const auto* key : {"author", "date", "text"}) {
    auto line = line_with("id", 1);
    line.erase(key);
    EXPECT_EQ(refusal_of(line), "\"" + std::string(key) + "\" is missing");
  }
  EXPECT_EQ(refusal_of(Json::array({1})), "this is no JSON object");
  EXPECT_EQ(refusal_of(line_with("date", "2026-11-25T13:00:00Z")), "");
}

TEST(ImportedPost, IsTheSameByAuthorTimeAndText) {
  const auto digest = [](const Json& line) {
    return digest_of(read_imported(line, kReadAt).value());
  };
  const auto one = digest(line_with("id", "p1"));
  EXPECT_EQ(digest(line_with("id", "p2")), one);
  EXPECT_EQ(digest(line_with("org", "Boilers")), one);
  EXPECT_EQ(digest(line_with("text", " Mend the boiler\n")), one);
  EXPECT_NE(digest(line_with("text", "Mend the boilers")), one);
  EXPECT_NE(digest(line_with("date", "2019-03-25T19:59:21Z")), one);
}

TEST(ImportedPost, WhatIsTooLongForAPostIsAnArticle) {
  const auto fresh_of = [](const std::string& text) {
    return new_post({.author = "Jane", .text = text, .at = {1'000}}, kTagPages);
  };
  const auto longest = fresh_of(std::string(5'000, 'x'));
  EXPECT_EQ(longest.type, "Note");
  EXPECT_EQ(longest.backdated, Time{1'000});
  EXPECT_FALSE(longest.written);

  const auto article = fresh_of("On boilers\n" + std::string(5'000, 'x') + " #steam");
  EXPECT_EQ(article.type, "Article");
  ASSERT_TRUE(article.written);
  EXPECT_EQ(article.written->title, "On boilers");
  EXPECT_THAT(article.written->html, StartsWith("<p>xxx"));
  EXPECT_THAT(article.written->html, HasSubstr("https://design.example/tags/steam"));
  EXPECT_THAT(article.written->tags, ElementsAre("steam"));

  const auto untitled = fresh_of(std::string(5'001, 'y'));
  EXPECT_EQ(untitled.written->title, std::string(200, 'y') + "…");
  EXPECT_THAT(untitled.written->html, HasSubstr(std::string(5'001, 'y')));
}

}  // namespace
}  // namespace hallway::test
