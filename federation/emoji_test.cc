#include "federation/emoji.h"

#include <gmock/gmock.h>

namespace hallway::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

Json emoji(const Json& name, const Json& icon) {
  return {{"type", "Emoji"}, {"name", name}, {"icon", icon}};
}
const Json kPicture = {{"type", "Image"}, {"url", "https://r.example/1.png"}};

TEST(Emojis, Attack35OnlySafeNamesAreNames) {
  for (const auto* name : {"a", "blob_cat", "blob-cat", "+1", "Cat2"}) {
    EXPECT_TRUE(is_emoji_name(name)) << name;
  }
  for (const auto& name :
       {std::string(), std::string(".."), std::string("../etc/passwd"), std::string("a/b"),
        std::string("a\\b"), std::string("a b"), std::string("a:b"), std::string("a<b>"),
        std::string("a\"b"), std::string("a.png"), std::string("größe"), std::string("a\0b", 3),
        std::string(65, 'a')}) {
    EXPECT_FALSE(is_emoji_name(name)) << name;
    EXPECT_THAT(find_emojis({{"tag", {emoji(":" + name + ":", kPicture)}}}), IsEmpty()) << name;
  }
}

TEST(Emojis, AreReadInEveryFormInWhichTheyAreSent) {
  const Json forms[] = {
      emoji(":cat:", kPicture),
      emoji("cat", kPicture),
      emoji(":cat:", Json::array({kPicture})),
      emoji(":cat:", {{"url", Json::array({{{"href", "https://r.example/1.png"}}})}}),
      emoji(":cat:", "https://r.example/1.png"),
  };
  for (const auto& form : forms) {
    for (const auto& tag : {form, Json::array({form, form})}) {
      const auto found = find_emojis({{"tag", tag}});
      ASSERT_THAT(found, SizeIs(1)) << tag;
      EXPECT_EQ(found[0].name, "cat");
      EXPECT_EQ(found[0].url.text(), "https://r.example/1.png");
    }
  }
}

TEST(Emojis, WithoutAPictureThatCanBeFetchedThereIsNone) {
  for (const Json& icon : {Json(), Json(7), Json("x.png"), Json{{"url", "data:image/png,x"}},
                           Json{{"url", "javascript:alert(1)"}}, Json::object(), Json::array()}) {
    EXPECT_THAT(find_emojis({{"tag", {emoji(":cat:", icon)}}}), IsEmpty()) << icon;
  }
  EXPECT_THAT(find_emojis({{"tag", "cat"}}), IsEmpty());
}

TEST(Emojis, Attack29OfThousandsTheFirstCount) {
  Json tags = Json::array();
  for (int i = 0; i < 3'000; ++i) tags.push_back(emoji(":cat" + std::to_string(i) + ":", kPicture));
  EXPECT_THAT(find_emojis({{"tag", tags}}), SizeIs(64));
}

TEST(EmojiReactions, AreOneEmojiOfUnicodeOrOneWithAPicture) {
  for (const auto* content : {"👍", "❤️", "👍🏽", "👩‍💻", "🇩🇪", "1️⃣",
                              "🏴󠁧󠁢󠁥󠁮󠁧󠁿"}) {
    const auto found = find_emoji_reaction({{"content", content}});
    ASSERT_TRUE(found) << content;
    EXPECT_EQ(found->content, content);
    EXPECT_TRUE(found->picture.empty());
  }
  const auto custom =
      find_emoji_reaction({{"content", ":cat:"}, {"tag", {emoji(":cat:", kPicture)}}});
  ASSERT_TRUE(custom);
  EXPECT_EQ(custom->content, ":cat:");
  EXPECT_EQ(custom->picture.text(), "https://r.example/1.png");
}

TEST(EmojiReactions, OneEmojiMayBeMadeOfManySigns) {
  for (const auto* one : {"👍", "👍🏽", "❤️", "👩‍🔧", "🇩🇪", "5️⃣"})
    EXPECT_TRUE(is_one_emoji(one)) << one;
  for (const auto* other :
       {"", "👍👍", "a", "5", "👍 ", " 👍", ":cat:", "\xF0\x9F\x91", "\u200D", "\uFE0F", "5\uFE0F"}) {
    EXPECT_FALSE(is_one_emoji(other)) << other;
  }
}

TEST(EmojiReactions, TextIsNone) {
  std::string many;
  for (int i = 0; i < 40; ++i) many += "👍";
  for (const Json& content :
       {Json(""), Json("1"), Json("great"), Json("日本"), Json("👍 yes"), Json("<b>"), Json(7),
        Json(":cat:"), Json(":dog:"), Json("cat"), Json(many), Json("\xF0\x9F")}) {
    const Json tags = {emoji(":other:", kPicture), emoji("cat", kPicture)};
    if (content == ":cat:") continue;
    EXPECT_FALSE(find_emoji_reaction({{"content", content}, {"tag", tags}})) << content;
  }
}

}  // namespace
}  // namespace hallway::test
