#include "server/post_view.h"

#include <gmock/gmock.h>

#include "tests/support/node.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PostViewTest : public test::NodeTest {
 protected:
  void SetUp() override {
    test::NodeTest::SetUp();
    person("alice");
    alice_ = find_actor_by_handle(*node_->read(), "alice", "design.example").value_or(Actor{});
    carol_ = stranger("carol", "other.example");
    post_.id = Id{7};
    post_.iri = test::iri("https://other.example/notes/7");
    post_.author = carol_.id;
    post_.content = "<p>Hello</p>";
    post_.published = clock_.now();
  }
  std::string written(const Actor& author) {
    Html html;
    const auto txn = node_->read();
    write_post(html, *txn, node_->home(), {.post = post_, .author = author});
    return html.take();
  }
  Actor alice_, carol_;
  Post post_;
};

TEST_F(PostViewTest, EverybodysPageIsWhereTheyAreAtHome) {
  const auto& home = node_->home();
  EXPECT_EQ(page_of(alice_, home), "https://design.example/@alice");
  EXPECT_EQ(page_of(carol_, home), "https://other.example/@carol");
  carol_.url = Iri();
  EXPECT_EQ(page_of(carol_, home), carol_.iri.text());
  EXPECT_EQ(short_handle(alice_), "@alice");
  EXPECT_EQ(short_handle(carol_), "@carol@other.example");
}

TEST_F(PostViewTest, APostsPageIsWhereItsAuthorIsAtHome) {
  const auto& home = node_->home();
  EXPECT_EQ(page_of(post_, carol_, home), post_.iri.text());
  post_.url = test::iri("https://other.example/@carol/7");
  EXPECT_EQ(page_of(post_, carol_, home), post_.url.text());
  post_.local = true;
  EXPECT_EQ(page_of(post_, alice_, home), "https://design.example/@alice/7");
}

TEST_F(PostViewTest, WhatStrangersSayIsEscaped) {
  carol_.display_name = "<b>Carol</b>";
  carol_.icon = test::iri("https://other.example/a.png?\"onload=x");
  post_.title = "<i>title</i>";
  post_.language = "en\"><script>";
  post_.attachments = {
      {.type = "Image", .url = test::iri("https://other.example/1.png"), .name = "\"><script>"}};
  const auto html = written(carol_);
  EXPECT_THAT(html, Not(HasSubstr("<b>")));
  EXPECT_THAT(html, Not(HasSubstr("<i>")));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("\"onload")));
  EXPECT_THAT(html, HasSubstr("<p>Hello</p>")) << "sanitized HTML stays as it is";
}

TEST_F(PostViewTest, AWarningStandsBeforeTheText) {
  post_.summary = "careful";
  const auto html = written(carol_);
  EXPECT_LT(html.find("<details>"), html.find("careful"));
  EXPECT_LT(html.find("careful"), html.find("<p>Hello</p>"));
}

TEST_F(PostViewTest, EachFileIsShownAsWhatItIs) {
  const struct {
    std::string type, media_type, tag;
  } kCases[] = {
      {"Image", "", "<img "},
      {"Document", "image/png", "<img "},
      {"Video", "", "<video "},
      {"Document", "video/mp4", "<video "},
      {"Audio", "", "<audio "},
      {"Document", "audio/ogg", "<audio "},
      {"Document", "application/pdf", "<a href=\"https://other.example/file\""},
  };
  for (const auto& c : kCases) {
    post_.attachments = {{.type = c.type,
                          .media_type = c.media_type,
                          .url = test::iri("https://other.example/file"),
                          .name = "A lathe"}};
    const auto html = written(carol_);
    EXPECT_THAT(html.substr(html.find("<figure>")), HasSubstr(c.tag)) << c.type << c.media_type;
    EXPECT_THAT(html, HasSubstr("A lathe"));
  }
}

TEST_F(PostViewTest, OfADeletedPostNothingIsShown) {
  post_.gone = true;
  const auto html = written(carol_);
  EXPECT_THAT(html, HasSubstr("This post was deleted."));
  EXPECT_THAT(html, Not(HasSubstr("Hello")));
  EXPECT_THAT(html, Not(HasSubstr("carol")));
}

TEST_F(PostViewTest, AnExcerptIsOneLineCutBetweenCharacters) {
  post_.content = "<p>Hello</p><p>world</p>";
  EXPECT_THAT(excerpt_of(post_, 100), Not(HasSubstr("\n")));
  post_.content = "<p>aüü</p>";
  EXPECT_EQ(excerpt_of(post_, 5), "aüü");
  EXPECT_EQ(excerpt_of(post_, 4), "aü…");
  EXPECT_EQ(excerpt_of(post_, 2), "a…");
  post_.summary = "careful";
  EXPECT_EQ(excerpt_of(post_, 100), "careful") << "the warning hides the text here, too";
}

}  // namespace
}  // namespace hallway
