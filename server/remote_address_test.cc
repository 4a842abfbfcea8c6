#include "server/remote_address.h"

#include <gmock/gmock.h>

#include "tests/support/store.h"

namespace hallway::test {
namespace {

using ::testing::StartsWith;

Home with_key() {
  auto home = Home::of("a.example", true, Mode::open).value_or(Home());
  home.media_key = std::string(32, 'k');
  return home;
}

Post with_file(bool local, const char* type, const char* media_type) {
  Post post{.iri = iri("https://b.example/1")};
  post.id = Id{17};
  post.local = local;
  post.attachments = {{.type = type, .media_type = media_type, .url = iri("https://b.example/f")}};
  return post;
}

TEST(RemoteAddress, IsOursForWhatOthersHaveAndTheirOwnForAllElse) {
  const auto home = with_key();
  const auto remote = with_file(false, "Document", "image/png");
  EXPECT_THAT(shown_file(home, remote, 0), StartsWith("https://a.example/media/posts/17/0/"));
  EXPECT_THAT(shown_preview(home, remote, 0),
              StartsWith("https://a.example/media/posts/17/0-small/"));
  for (const auto& post :
       {with_file(true, "Image", "image/png"), with_file(false, "Document", "application/pdf"),
        with_file(false, "Link", "text/html")}) {
    EXPECT_EQ(shown_file(home, post, 0), "https://b.example/f");
  }
  EXPECT_EQ(shown_file(Home(), remote, 0), "https://b.example/f") << "without a secret";
  EXPECT_EQ(shown_preview(home, with_file(false, "Video", "video/mp4"), 0), "");
}

TEST(RemoteAddress, IsAnotherForAnotherFileAndForAnotherSecret) {
  const auto home = with_key();
  auto other = home;
  other.media_key = std::string(32, 'x');
  auto post = with_file(false, "Image", "image/png");
  const auto first = shown_file(home, post, 0);
  EXPECT_NE(first, shown_file(other, post, 0));
  post.attachments[0].url = iri("https://b.example/g");
  EXPECT_NE(first, shown_file(home, post, 0));
}

TEST(RemoteAddress, IsOursForPicturesThatStandInTexts) {
  const auto home = with_key();
  auto post = with_file(false, "Image", "image/png");
  post.emojis = {{"cat", iri("https://c.example/cat.png")},
                 {"ours", iri("https://a.example/o.png")}};
  const auto shown = shown_emojis(home, post);
  ASSERT_EQ(shown.size(), 2U);
  EXPECT_EQ(shown[0].name, "cat");
  EXPECT_THAT(shown[0].url.text(), StartsWith("https://a.example/media/posts/17/emoji-cat/"));
  EXPECT_EQ(shown[1].url.text(), "https://a.example/o.png");
  Actor actor;
  actor.id = Id{18};
  actor.emojis = post.emojis;
  EXPECT_THAT(shown_emojis(home, actor)[0].url.text(),
              StartsWith("https://a.example/media/people/18/emoji-cat/"));
  const EmojiCount custom{":cat:", iri("https://c.example/cat.png"), 1}, plain{"🎉", {}, 1};
  EXPECT_THAT(shown_reaction(home, post, custom).text(),
              StartsWith("https://a.example/media/posts/17/reaction-cat/"));
  EXPECT_TRUE(shown_reaction(home, post, plain).empty());
}

TEST(RemoteAddress, IsOursForTheCaptionsOfOthers) {
  const auto home = with_key();
  for (const bool local : {false, true}) {
    auto post = with_file(local, "Video", "video/mp4");
    post.attachments[0].captions = {{"pt-BR", "Português", iri("https://b.example/pt.vtt")},
                                    {"en", "English", iri("https://a.example/media/en.vtt")}};
    const auto shown = shown_captions(home, post, 0);
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_EQ(shown[0].label, "Português");
    EXPECT_THAT(shown[0].url.text(),
                StartsWith("https://a.example/media/posts/17/0-captions-pt-BR/"));
    EXPECT_EQ(shown[1].url.text(), "https://a.example/media/en.vtt");
  }
}

}  // namespace
}  // namespace hallway::test
