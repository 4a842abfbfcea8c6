#include "federation/compose.h"

#include <gtest/gtest.h>

#include "federation/hashtag.h"
#include "federation/html.h"
#include "tests/support/links.h"

namespace hallway {
namespace {

// Everybody called bob is known, here and elsewhere.
ComposeLinks links() {
  return {.page_of = [](const Handle& handle) -> std::optional<Iri> {
            if (handle.name != "bob") return std::nullopt;
            const std::string host = handle.domain.empty() ? "here.example" : handle.domain.text();
            return Iri::parse("https://" + host + "/@bob").value();
          },
          .tags = Iri::parse("https://here.example/tags/").value()};
}

struct ComposeCase {
  std::string text, html;
};

void expect_all(const std::vector<ComposeCase>& cases) {
  for (const auto& [text, html] : cases) {
    const std::string out = compose(text, links()).html;
    EXPECT_EQ(out, test::with_rel(html)) << text;
    EXPECT_EQ(sanitize_html(out), out) << text;
  }
}

TEST(Compose, LinesBecomeParagraphsAndBreaks) {
  expect_all({
      {"", ""},
      {"\n \n\t\n", ""},
      {"one", "<p>one</p>"},
      {"one\ntwo", "<p>one<br>two</p>"},
      {"one\n\ntwo", "<p>one</p><p>two</p>"},
      {"\n\none \r\ntwo\r\n\r\n \n\nthree\n", "<p>one<br>two</p><p>three</p>"},
      {"a < b && \"c\" > 'd'", "<p>a &lt; b &amp;&amp; \"c\" &gt; 'd'</p>"},
      {"<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"},
      {"&lt;b&gt; &amp;", "<p>&amp;lt;b&amp;gt; &amp;amp;</p>"},
      {"a\xFF\x01z", "<p>a\uFFFDz</p>"},
  });
}

TEST(Compose, LinksAreShortenedForTheEyeOnly) {
  expect_all({
      {"see https://a.example/x.",
       R"(<p>see <a href="https://a.example/x"@REL translate="no"><span class="invisible">https://</span><span>a.example/x</span></a>.</p>)"},
      {"http://www.a.example/1234567890123456789012345",
       R"(<p><a href="http://www.a.example/1234567890123456789012345"@REL translate="no"><span class="invisible">http://www.</span><span class="ellipsis">a.example/12345678901234567890</span><span class="invisible">12345</span></a></p>)"},
      {"https://a.example/?a=1&b=\"x\"",
       R"(<p><a href="https://a.example/?a=1&amp;b="@REL translate="no"><span class="invisible">https://</span><span>a.example/?a=1&amp;b=</span></a>"x"</p>)"},
  });
}

TEST(Compose, LinksEndWhereAReaderWouldEndThem) {
  struct Link {
    std::string text, href;  // empty: none
  };
  const std::vector<Link> cases = {
      {"(https://a.example/x_(y))", "https://a.example/x_(y)"},
      {"(https://a.example/x)", "https://a.example/x"},
      {"https://a.example/x), y", "https://a.example/x"},
      {"[https://a.example/[1]]", "https://a.example/[1]"},
      {"https://a.example/x?!…", "https://a.example/x"},
      {"https://a.example/x\u3002次", "https://a.example/x"},
      {"\u300Chttps://a.example/x\u300D", "https://a.example/x"},
      {"\u201Ehttps://a.example/x\u201C", "https://a.example/x"},
      {"<https://a.example/x>", "https://a.example/x"},
      {"https://a.example/\u65E5\u672C", "https://a.example/\u65E5\u672C"},
      {"HTTPS://A.example/", "HTTPS://A.example/"},
      {"http://127.0.0.4:8080/x", "http://127.0.0.4:8080/x"},
      {"https://a.example/@bob#bob", "https://a.example/@bob#bob"},
      {"https://", ""},
      {"https://.", ""},
      {"https://user:secret@a.example/", ""},
      {"xhttps://a.example", ""},
      {"javascript:alert(1) data:x ftp://a.example //a.example a.example", ""},
      {"https://a.example/" + std::string(3000, 'x'), ""},
  };
  for (const auto& [text, href] : cases) {
    const std::string html = compose(text, links()).html;
    const std::string begin = "<a href=\"";
    const size_t at = html.find(begin);
    const size_t from = at + begin.size();
    EXPECT_EQ(at == std::string::npos ? "" : html.substr(from, html.find('"', from) - from), href)
        << text;
    EXPECT_EQ(text_of_html(html), text) << "no character may be lost";
  }
}

TEST(Compose, ResolvedMentionsBecomeLinksOthersStayText) {
  expect_all({
      {"@bob hi",
       R"(<p><span class="h-card" translate="no"><a href="https://here.example/@bob" class="u-url mention"@REL>@<span>bob</span></a></span> hi</p>)"},
      {"(@bob@There.example)",
       R"(<p>(<span class="h-card" translate="no"><a href="https://there.example/@bob" class="u-url mention"@REL>@<span>bob</span></a></span>)</p>)"},
      {"@carol and @carol@there.example", "<p>@carol and @carol@there.example</p>"},
  });
}

TEST(Compose, MentionsAreFoundAsWrittenAndOnce) {
  struct Found {
    std::string text;
    std::vector<std::string> mentions;
  };
  const std::vector<Found> cases = {
      {"@alice", {"@alice"}},
      {"@alice, @Alice @bob.", {"@alice", "@bob"}},
      {"@alice@a.example @alice", {"@alice@a.example", "@alice"}},
      {"cc:@a.b-c@d-e.example.", {"@a.b-c@d-e.example"}},
      {"@a@design.localhost:8081: hi", {"@a@design.localhost:8081"}},
      {"@a@127.0.0.4:80", {"@a@127.0.0.4:80"}},
      {"@a@b\u00FCcher.example", {"@a@xn--bcher-kva.example"}},
      {"\u3042@alice@a.example", {}},
      {"\uFF08@alice@a.example\uFF09", {"@alice@a.example"}},
      {"line\n@alice\n\n@bob", {"@alice", "@bob"}},
      {"alice@a.example", {}},
      {"https://a.example/@alice", {}},
      {"x=@alice /@alice @@alice", {}},
      {"@alice@ @alice@@ @ @. @-", {}},
      {"@alice@a..example", {}},
      {"@admin @inbox", {}},
      {"@alice's @alice\u2019s", {"@alice"}},
      {"@" + std::string(5000, 'a'), {}},
      {"@a@" + std::string(5000, 'a'), {}},
  };
  for (const auto& [text, mentions] : cases) {
    std::vector<std::string> found;
    for (const Handle& each : mentions_in(text)) found.push_back(written_mention(each));
    EXPECT_EQ(found, mentions) << text;
    EXPECT_EQ(compose(text, links()).mentions, mentions_in(text)) << text;
  }
}

TEST(Compose, HashtagsOfAnyScriptAreLinkedAndNormalized) {
  expect_all({
      {"#Hello",
       R"(<p><a href="https://here.example/tags/hello" class="mention hashtag"@REL>#<span>Hello</span></a></p>)"},
      {"\uFF03\u65E5\u672C!",
       R"(<p><a href="https://here.example/tags/%E6%97%A5%E6%9C%AC" class="mention hashtag"@REL>#<span>日本</span></a>!</p>)"},
  });
  struct Found {
    std::string text;
    std::vector<std::string> tags;
  };
  const std::vector<Found> cases = {
      {"#One #one #TWO.", {"one", "two"}},
      {"#Stra\u00DFe #\u00C4RGER #\u041F\u0440\u0438\u0432\u0435\u0442 "
       "#\u0395\u03BB\u03BB\u03AC\u03B4\u03B1",
       {"stra\u00DFe", "\u00E4rger", "\u043F\u0440\u0438\u0432\u0435\u0442",
        "\u03B5\u03BB\u03BB\u03AC\u03B4\u03B1"}},
      {"#\u0939\u093F\u0928\u094D\u0926\u0940 #\u0E44\u0E17\u0E22\u0E35\u0E48",
       {"\u0939\u093F\u0928\u094D\u0926\u0940", "\u0E44\u0E17\u0E22\u0E35\u0E48"}},
      {"#c3po #3d #_a_ #a_b", {"c3po", "3d", "_a_", "a_b"}},
      {"#123 #_ #1_2 # ## #- #!", {}},
      {"#a-b #a.b #a/b", {"a"}},
      {"#paral\u00B7lel #a\u00B7 #a\u00B7\u00B7b", {"paral\u00B7lel", "a"}},
      {"#\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
       {"\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"}},
      {"#\uFE0F\u20E3 #\U0001F600", {}},
      {"#\uFF26\uFF55\uFF4C\uFF4C", {"full"}},
      {"x#a /#a &#39; =#a ##a )#a https://a.example/#a", {}},
      {"(#a) \u300C#b\u300D", {"a", "b"}},
      {"#" + std::string(100, 'a'), {std::string(100, 'a')}},
      {"#" + std::string(101, 'a'), {}},
  };
  for (const auto& [text, tags] : cases) {
    const Composed out = compose(text, links());
    EXPECT_EQ(out.hashtags, tags) << text;
    EXPECT_EQ(sanitize_html(out.html), out.html) << text;
  }
}

TEST(Hashtag, NormalFormIsTheSameHoweverItIsWritten) {
  EXPECT_EQ(normalize_hashtag("#Caf\u00E9"), normalize_hashtag("cafe\u0301"));
  EXPECT_EQ(normalize_hashtag("\uFF03\uFF21\uFF22"), "ab");
  EXPECT_EQ(normalize_hashtag("\uFF76\uFF9E"), "\u30AC");
  for (const std::string tag : {"a", "caf\u00E9", "\u30AC", "stra\u00DFe", "\u0130x"}) {
    const std::string once = normalize_hashtag(tag);
    EXPECT_FALSE(once.empty()) << tag;
    EXPECT_EQ(normalize_hashtag(once), once) << tag;
  }
  for (const std::string none : {"", "#", "a b", "a\n", "a\u00A0b", "\xFF", "a\u0085"}) {
    EXPECT_EQ(normalize_hashtag(none), "") << none;
  }
  EXPECT_EQ(normalize_hashtag(std::string(101, 'a')), "");
}

TEST(Compose, AThousandMentionsAndHashtagsAreNotAllTaken) {
  std::string text;
  for (int i = 0; i < 1000; ++i)
    text += "@p" + std::to_string(i) + " #t" + std::to_string(i) + "\n";
  const Composed out = compose(text, links());
  EXPECT_EQ(out.mentions.size(), 200u);
  EXPECT_EQ(out.hashtags.size(), 200u);
  EXPECT_EQ(mentions_in(text), out.mentions);
  EXPECT_EQ(text_of_html(out.html) + "\n", text);
}

TEST(Compose, ItIsQuickWhateverIsWritten) {
  for (const std::string piece :
       {"http://", "https://a.example/( ", "@a@", "#a\u00B7", "@a ", "(", "\n\n", "#\uFF03"}) {
    std::string text;
    while (text.size() < 30'000) text += piece;
    EXPECT_LE(compose(text, links()).html.size(), 500u * 1024) << piece;
  }
}

}  // namespace
}  // namespace hallway
