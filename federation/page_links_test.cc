#include "federation/page_links.h"

#include <gmock/gmock.h>

#include "federation/html.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PageLinks, APageIsKnownWithoutWhatComesAfterTheHash) {
  EXPECT_EQ(page_address("https://a.example/pumps?x=1#top"), "https://a.example/pumps?x=1");
  EXPECT_EQ(page_address("HTTPS://A.example/pumps"), page_address("https://a.example/pumps"));
  for (const auto* text : {"", "pumps", "mailto:a@b.example", "/pumps"}) {
    EXPECT_EQ(page_address(text), std::nullopt) << text;
  }
}

class PageLinksOf : public ActsTest {};

TEST_F(PageLinksOf, WhatIsWrittenHereLeadsToPagesButNotToPeopleAndTags) {
  const NewPost fresh{.text =
                          "See https://a.example/pumps#top and again "
                          "https://a.example/pumps, @bob #pumps"};
  const auto made = post(alice_, fresh);
  EXPECT_THAT(made.links, ElementsAre("https://a.example/pumps"));
  EXPECT_THAT(post_at(made.iri.text()).links, ElementsAre("https://a.example/pumps"));
}

TEST_F(PageLinksOf, WhatArrivesLeadsToItsPagesAndToWhatItIsAbout) {
  befriend(alice_, eve_);
  auto said = note(eve_,
                   "<p><a href=\"https://a.example/x\">x</a> "
                   "<a class=\"u-url mention\" href=\"https://b.example/@y\">@y</a> "
                   "<a class=\"mention hashtag\" href=\"https://b.example/tags/z\">#z</a></p>");
  said["type"] = "Page";  // as Lemmy has it
  said["attachment"] = Json::array({{{"type", "Link"}, {"href", "https://c.example/page"}}});
  ASSERT_EQ(outcome(eve_, activity(eve_, "Create", said)), Outcome::taken);
  EXPECT_THAT(post_at(std::string(*find_string(said, "id"))).links,
              ElementsAre("https://c.example/page", "https://a.example/x"));
  said["content"] = "<p>nothing</p>";
  said["attachment"] = Json::array();
  said["updated"] = to_rfc3339(clock_.now() + minutes(1));
  ASSERT_EQ(outcome(eve_, activity(eve_, "Update", said)), Outcome::taken);
  EXPECT_THAT(post_at(std::string(*find_string(said, "id"))).links, IsEmpty());
}

TEST(PageLinks, AddressesAreReadAsTheyWereMeant) {
  Post post;
  post.content = sanitize_html(
      "<p class='h-card'>a <b>b</b> <a title='href=\"no\"' href='https://a.example/?x=1&y=2'>x</a>"
      "<a class=\"u-url\" href=\"https://a.example/%3E&quot;\">not an address</a>"
      "<a href='https://a.example/a(b)&#39;c'>y</a><a>nowhere</a></p>");
  EXPECT_THAT(page_links(post),
              ElementsAre("https://a.example/?x=1&y=2", "https://a.example/a(b)'c"));
}

TEST(PageLinks, AreNoMoreThanSome) {
  Post post;
  for (int i = 0; i < 100; ++i) {
    post.content += "<a href=\"https://a.example/" + std::to_string(i) + "\">x</a>";
  }
  EXPECT_EQ(page_links(post).size(), kMostPageLinks);
}

}  // namespace
}  // namespace hallway::test
