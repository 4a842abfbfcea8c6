#include "server/post_view.h"

#include <gmock/gmock.h>

#include "storage/reactions.h"
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
    write_post(html, *txn, node_->home(), {.post = post_, .author = author, .now = clock_.now()});
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

TEST_F(PostViewTest, AnEventSaysWhenAndWhere) {
  post_.type = "Event";
  post_.title = "Open day";
  post_.starts = clock_.now();
  post_.ends = clock_.now() + hours(2);
  post_.place = "Hall <1>";
  const auto html = written(carol_);
  EXPECT_THAT(html, HasSubstr("<h3>Open day</h3>"));
  EXPECT_THAT(html, HasSubstr(time_for_people(post_.starts)));
  EXPECT_THAT(html, HasSubstr(time_for_people(post_.ends)));
  EXPECT_THAT(html, HasSubstr("Hall &lt;1&gt;"));
}

TEST_F(PostViewTest, APageThatAPostIsAboutIsALinkWithItsPicture) {
  post_.type = "Page";
  post_.attachments = {{.type = "Link",
                        .url = test::iri("https://news.example/story"),
                        .preview = test::iri("https://other.example/thumb.png")}};
  const auto html = written(carol_);
  EXPECT_THAT(html, HasSubstr("<a href=\"https://news.example/story\">"));
  EXPECT_THAT(html, HasSubstr("src=\"https://design.example/media/posts/"));
}

TEST_F(PostViewTest, AVideoShowsItsPictureBeforeItPlays) {
  post_.type = "Video";
  post_.attachments = {{.type = "Video",
                        .media_type = "application/x-mpegURL",
                        .url = test::iri("https://v.example/list.m3u8"),
                        .preview = test::iri("https://v.example/l.jpg")}};
  EXPECT_THAT(written(carol_), HasSubstr("poster=\"https://design.example/media/posts/"));
}

TEST_F(PostViewTest, WhatIsSaidInAVideoOrASoundIsShownWhereItPlays) {
  for (const auto* type : {"video/mp4", "audio/mpeg"}) {
    post_.attachments = {{.media_type = type, .url = test::iri("https://v.example/1")}};
    post_.attachments[0].captions = {{"de", "<Deutsch>", test::iri("https://v.example/1.vtt")}};
    const auto html = written(carol_);
    EXPECT_THAT(html, HasSubstr("<video ")) << "no browser shows them in an <audio>";
    EXPECT_THAT(html, HasSubstr("<track kind=\"captions\" src=\"https://design.example/media/"));
    EXPECT_THAT(html, HasSubstr("srclang=\"de\" label=\"&lt;Deutsch"));
  }
}

TEST_F(PostViewTest, APostForAGroupNamesIt) {
  Actor group = stranger("lathes", "other.example");
  group.type = "Group";
  group.display_name = "All about lathes";
  ASSERT_TRUE(node_->writer()
                  .apply([&](WriteTxn& txn) { return put_actor(txn, group, clock_.now()); })
                  .ok());
  post_.to = {std::string(kPublic)};
  post_.cc = {group.iri.text()};
  EXPECT_THAT(written(carol_), Not(HasSubstr("All about lathes"))) << "a note mentions";
  post_.type = "Page";
  EXPECT_THAT(written(carol_), HasSubstr("All about lathes"));
  relate("other.example", Relation::blocked);
  EXPECT_THAT(written(carol_), Not(HasSubstr("All about lathes")));
}

TEST_F(PostViewTest, EmojisAreShownWhereTheirNamesStand) {
  const std::vector<Emoji> cat = {{"cat", test::iri("https://other.example/cat.png")}};
  post_.content = "<p>Hello :cat:</p>";
  post_.emojis = cat;
  EXPECT_THAT(written(carol_), HasSubstr("<p>Hello <img class=\"emoji\" "
                                         "src=\"https://design.example/media/posts/"));
  post_.content.clear();
  carol_.display_name = "Carol :cat:";
  EXPECT_THAT(written(carol_), Not(HasSubstr("class=\"emoji\"")));
  carol_.emojis = cat;
  EXPECT_THAT(written(carol_), HasSubstr("Carol <img class=\"emoji\""));
}

TEST_F(PostViewTest, ReactionsWithEmojisAreCountedApart) {
  for (const auto& [name, content, picture] :
       {std::tuple("dan", "", ""), std::tuple("eve", "🎉", ""),
        std::tuple("eve", ":cat:", "https://other.example/cat.png")}) {
    Reaction reaction{.iri = test::iri("https://x.example/" + std::string(name) + content),
                      .actor = stranger(name, "x.example").id,
                      .post = post_.id,
                      .content = content,
                      .at = clock_.now(),
                      .emoji = test::iri(picture)};
    ASSERT_TRUE(node_->writer()
                    .apply([&](WriteTxn& txn) { return add_reaction(txn, reaction, clock_.now()); })
                    .ok());
  }
  const auto html = written(carol_);
  EXPECT_THAT(html, HasSubstr("1 like<"));
  EXPECT_THAT(html, HasSubstr("🎉 1"));
  EXPECT_THAT(html, HasSubstr("/reaction-cat/"));
  EXPECT_THAT(html, Not(HasSubstr("https://other.example/cat.png"))) << "it comes through us";
}

TEST_F(PostViewTest, ReactionsOfWhoMayNotBeShownAreNotCounted) {
  for (const auto& [name, at] : {std::pair("dan", "x.example"), std::pair("eve", "y.example")}) {
    const auto picture = "https://" + std::string(at) + "/cat.png";
    Reaction reaction{.iri = test::iri("https://" + std::string(at) + "/r"),
                      .actor = stranger(name, at).id,
                      .post = post_.id,
                      .content = ":" + std::string(name) + ":",
                      .at = clock_.now(),
                      .emoji = test::iri(picture)};
    ASSERT_TRUE(node_->writer()
                    .apply([&](WriteTxn& txn) { return add_reaction(txn, reaction, clock_.now()); })
                    .ok());
  }
  EXPECT_THAT(written(carol_), HasSubstr("/reaction-dan/"));
  relate("x.example", Relation::blocked);
  EXPECT_THAT(written(carol_), Not(HasSubstr("/reaction-dan/")));
  EXPECT_THAT(written(carol_), HasSubstr("/reaction-eve/"));
}

TEST_F(PostViewTest, APollHasEndedWhenItsTimeIsOverWhoeverSaysSo) {
  post_.type = "Question";
  post_.poll = Poll{.options = {{"Steel", 0}, {"Brass", 0}}, .ends = clock_.now() + hours(1)};
  EXPECT_THAT(written(carol_), HasSubstr(", until "));
  clock_.advance(hours(1));
  EXPECT_THAT(written(carol_), HasSubstr(", ended"));
  EXPECT_THAT(written(carol_), Not(HasSubstr(", until ")));
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
