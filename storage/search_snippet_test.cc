#include "storage/search_snippet.h"

#include <gtest/gtest.h>

#include "tests/support/indexed.h"

namespace hallway {
namespace {

class SnippetTest : public test::IndexTest {
 protected:
  std::string snippet(const std::string& wanted, const std::string& in,
                      std::string_view language = "en") {
    std::string out;
    for (const auto& part : Snippets(*index_, {{wanted}}).of(in, language)) {
      out += part.hit ? "[" + part.text + "]" : part.text;
    }
    return out;
  }
};

TEST_F(SnippetTest, MarksWhatIsLookedForInWhateverForm) {
  put(1, "bridges", "en");
  EXPECT_EQ(snippet("bridge", "Two Bridges, over <it>."), "Two [Bridges], over <it>.");
  EXPECT_EQ(snippet("green tea", "Fresh green tea!"), "Fresh [green tea]!");
  EXPECT_EQ(snippet("eleve", "Un élève lit.", "fr"), "Un [élève] lit.");
  EXPECT_EQ(snippet("大阪", "来週は大阪へ", "ja"), "来週は[大阪]へ");
  EXPECT_EQ(snippet("nothing", "Fresh tea", "en"), "Fresh tea");
  EXPECT_EQ(snippet("nothing", "", "en"), "");
}

TEST_F(SnippetTest, ShowsThePieceOfALongTextThatHasMost) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += i == 120 ? "green tea " : i == 20 ? "tea " : "word ";
  const auto shown = snippet("green tea", text);
  EXPECT_TRUE(shown.starts_with("…word ")) << shown;
  EXPECT_NE(shown.find("[green tea]"), std::string::npos) << shown;
  EXPECT_TRUE(shown.ends_with("…")) << shown;
  EXPECT_LT(shown.size(), 250U);
}

}  // namespace
}  // namespace hallway
