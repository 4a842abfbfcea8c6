#include "server/tag_page.h"

#include <gmock/gmock.h>

#include "tests/support/talking.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class TagPage : public TalkTest {
 protected:
  std::string page(const std::string& path) {
    talk();
    const auto response = get(path, kBrowser);
    EXPECT_EQ(response.status, 200) << path;
    return response.body;
  }
  static Post about(std::vector<std::string> tags, const std::string& text) {
    return {.content = "<p>" + text + "</p>", .tags = std::move(tags)};
  }
};

TEST_F(TagPage, ShowsPostsRelatedTopicsAndWhoWrites) {
  const auto ada = here("ada", [](Actor& actor) { actor.display_name = "Ada L"; });
  const auto shy = here("shy", [](Actor& actor) { actor.discoverable = false; });
  say(ada, about({"kiln", "glaze"}, "The first firing"));
  say(shy, about({"kiln", "glaze"}, "The second firing"));
  const auto text = page("/tags/Kiln");
  EXPECT_THAT(text, HasSubstr("The first firing"));
  EXPECT_THAT(text, HasSubstr("href=\"https://design.example/tags/glaze\""));
  const auto writers = text.substr(text.find("Who writes about it"));
  const auto listed = writers.substr(0, writers.find("</section>"));
  EXPECT_THAT(listed, HasSubstr("Ada L"));
  EXPECT_THAT(listed, Not(HasSubstr("@shy")));
}

TEST_F(TagPage, TellsNothingOfPostsAndPeopleElsewhereNorOfWhatIsNotForAnybody) {
  for (const auto* name : {"eve", "fay"}) say(elsewhere(name), about({"kiln", "distant"}, "Afar"));
  EXPECT_EQ(get("/tags/kiln", kBrowser).status, 404);
  const auto ada = here("ada"), ben = here("ben");
  auto inside = about({"kiln", "secret"}, "Within these walls");
  inside.label = Label::department;
  for (const auto person : {ada, ben}) say(person, inside);
  EXPECT_EQ(get("/tags/kiln", kBrowser).status, 404);
  say(ada, about({"kiln"}, "For anybody"));
  const auto text = page("/tags/kiln");
  for (const auto* hidden : {"Afar", "distant", "eve", "Within", "secret", "@ben"}) {
    EXPECT_THAT(text, Not(HasSubstr(hidden))) << hidden;
  }
}

TEST_F(TagPage, OlderPostsAreAPageAway) {
  const auto ada = here("ada");
  for (int i = 0; i < 25; ++i) say(ada, about({"kiln"}, "firing " + std::to_string(i) + "."));
  const auto first = page("/tags/kiln");
  EXPECT_THAT(first, HasSubstr("firing 24."));
  EXPECT_THAT(first, Not(HasSubstr("firing 4.")));
  const auto at = first.find("?before=");
  ASSERT_NE(at, std::string::npos);
  const auto second = page("/tags/kiln" + first.substr(at, first.find('"', at) - at));
  EXPECT_THAT(second, HasSubstr("firing 4."));
  EXPECT_THAT(second, Not(HasSubstr("firing 24.")));
  EXPECT_THAT(second, Not(HasSubstr("?before=")));
}

TEST_F(TagPage, WhatIsNoHashtagOrHasNoPostIsNotFound) {
  for (const auto* path : {"/tags/", "/tags/nobody", "/tags/%20", "/tags/a%20b", "/tags/%00"}) {
    EXPECT_EQ(get(path, kBrowser).status, 404) << path;
  }
}

}  // namespace
}  // namespace hallway::test
