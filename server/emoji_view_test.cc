#include "server/emoji_view.h"

#include <gmock/gmock.h>

#include "tests/support/store.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<Emoji> kCat = {{"cat", test::iri("https://r.example/cat.png?a=1&c")}};
const std::string kPicture =
    "<img class=\"emoji\" src=\"https://r.example/cat.png?a=1&amp;c\" alt=\":cat:\" "
    "title=\":cat:\" loading=\"lazy\">";

TEST(EmojiView, ANameInTextBecomesItsPicture) {
  const std::pair<std::string, std::string> kCases[] = {
      {"<p>:cat:</p>", "<p>" + kPicture + "</p>"},
      {"a :cat::cat: b", "a " + kPicture + kPicture + " b"},
      {"12:30:cat:", "12:30" + kPicture},
      {":cat: :dog:", kPicture + " :dog:"},
      {":cat", ":cat"},
      {"cat:", "cat:"},
      {":", ":"},
      {"::", "::"},
      {"::cat:", ":" + kPicture},
      {"", ""},
  };
  for (const auto& [text, shown] : kCases) EXPECT_EQ(show_emojis(text, kCat), shown) << text;
}

TEST(EmojiView, ANameInATagIsLeftAlone) {
  const std::string link = "<a href=\"https://r.example/:cat:\" title=\":cat:\">";
  EXPECT_EQ(show_emojis(link + "x</a>", kCat), link + "x</a>");
  EXPECT_EQ(show_emojis("<a :cat:", kCat), "<a :cat:") << "a tag without end";
}

TEST(EmojiView, PlainTextIsEscapedFirst) {
  const auto shown = show_emojis_in_text("<script>:cat:</script>&", kCat);
  EXPECT_THAT(shown, Not(HasSubstr("<script")));
  EXPECT_THAT(shown, HasSubstr(kPicture));
  EXPECT_EQ(show_emojis_in_text("<b>", {}), "&lt;b&gt;");
}

}  // namespace
}  // namespace hallway
