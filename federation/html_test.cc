#include "federation/html.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/links.h"

namespace hallway {
namespace {

struct HtmlCase {
  std::string in, out;
};

void expect_html(const std::vector<HtmlCase>& cases) {
  for (const auto& [in, out] : cases) {
    const std::string once = sanitize_html(in);
    EXPECT_EQ(once, test::with_rel(out)) << "from " << in;
    EXPECT_EQ(sanitize_html(once), once) << "from " << in;
  }
}

TEST(Html, KeepsWhatOthersFormatTextWith) {
  expect_html({
      {"", ""},
      {"plain", "plain"},
      {"<p>one<br>two</p><p>three</p>", "<p>one<br>two</p><p>three</p>"},
      {"<p>one<br />two<br/>three</p>", "<p>one<br>two<br>three</p>"},
      {"<P>Upper <STRONG>Case</Strong></P>", "<p>Upper <strong>Case</strong></p>"},
      {"<b>b</b><i>i</i><em>e</em><u>u</u><s>s</s><del>d</del><code>c</code>",
       "<b>b</b><i>i</i><em>e</em><u>u</u><s>s</s><del>d</del><code>c</code>"},
      {"<pre><code>a\n  b</code></pre>", "<pre><code>a\n  b</code></pre>"},
      {"<blockquote><p>q</p></blockquote>", "<blockquote><p>q</p></blockquote>"},
      {"<ol start=\"3\"><li value=\"4\">a</li></ol>",
       "<ol start=\"3\"><li value=\"4\">a</li></ol>"},
      {"<h1>t</h1><h6>u</h6><hr>", "<h1>t</h1><h6>u</h6><hr>"},
      {"<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
       "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>"},
      {"<table><thead><tr><th "
       "colspan=\"2\">h</th></tr></thead><tbody><tr><td>d</td></tr></tbody></table>",
       "<table><thead><tr><th "
       "colspan=\"2\">h</th></tr></thead><tbody><tr><td>d</td></tr></tbody></table>"},
      {"<p lang=\"de\" dir=\"rtl\">x</p>", "<p lang=\"de\" dir=\"rtl\">x</p>"},
      {"<p>a &amp; b &lt;c&gt; \"d\" 'e'</p>", "<p>a &amp; b &lt;c&gt; \"d\" 'e'</p>"},
  });
}

TEST(Html, KeepsMentionsHashtagsAndShortenedLinks) {
  expect_html({
      {R"(<span class="h-card" translate="no"><a href="https://a.example/@b" class="u-url mention">@<span>b</span></a></span>)",
       R"(<span class="h-card" translate="no"><a href="https://a.example/@b" class="u-url mention"@REL>@<span>b</span></a></span>)"},
      {R"(<a href="https://a.example/tags/x" class="mention hashtag evil" rel="tag">#<span>x</span></a>)",
       R"(<a href="https://a.example/tags/x" class="mention hashtag"@REL>#<span>x</span></a>)"},
      {R"(<a href="https://a.example/long"><span class="invisible">https://</span><span class="ellipsis">a.example</span><span class="invisible">/long</span></a>)",
       R"(<a href="https://a.example/long"@REL><span class="invisible">https://</span><span class="ellipsis">a.example</span><span class="invisible">/long</span></a>)"},
      {R"(<p class="quote-inline">RE: x</p><p class="evil">y</p>)",
       R"(<p class="quote-inline">RE: x</p><p>y</p>)"},
      {R"(<a href="mailto:a@b.example">m</a><a href="xmpp:a@b">x</a><a href="matrix:r/a:b">y</a>)",
       R"(<a href="mailto:a@b.example"@REL>m</a><a href="xmpp:a@b"@REL>x</a><a href="matrix:r/a:b"@REL>y</a>)"},
  });
}

// Attack 34, CVE-2023-36462: a link that looks as if it led elsewhere.
TEST(Html, LinkTextIsHiddenOnlyIfItIsTheAddress) {
  expect_html({
      {R"(<a href="https://evil.example/"><span class="invisible">https://evil.example/?</span>good.example<span class="invisible">x</span></a>)",
       R"(<a href="https://evil.example/"@REL><span>https://evil.example/?</span>good.example<span>x</span></a>)"},
      {R"(<span class="invisible">whispered</span>)", "<span>whispered</span>"},
      {R"(<a class="invisible" href="https://a.example">x</a>)",
       R"(<a href="https://a.example"@REL>x</a>)"},
      {R"(<a href="https://a.example"><span class="invisible">https://</span>a.example/</a>)",
       R"(<a href="https://a.example"@REL><span class="invisible">https://</span>a.example/</a>)"},
  });
}

TEST(Html, LinksLeadOnlyToAllowedSchemes) {
  for (const std::string href : {
           "javascript:alert(1)",
           "JaVaScRiPt:alert(1)",
           " javascript:alert(1)",
           "java\tscript:alert(1)",
           "java\nscript:alert(1)",
           "java\r\nscript:alert(1)",
           "&#106;avascript:alert(1)",
           "&#x6A;avascript:alert(1)",
           "&#106avascript:alert(1)",
           "&#0000106;avascript:alert(1)",
           "javascript&colon;alert(1)",
           "javascript&#58;alert(1)",
           "java&Tab;script:alert(1)",
           "java&#9;script:alert(1)",
           "java&#x0A;script:alert(1)",
           "&#1;javascript:alert(1)",
           "\x01javascript:alert(1)",
           "data:text/html,<script>alert(1)</script>",
           "DATA:text/html;base64,PHN2Zz4=",
           "vbscript:msgbox(1)",
           "file:///etc/passwd",
           "blob:https://a.example/x",
           "about:blank",
           "//evil.example",
           "/relative",
           "relative",
           "#fragment",
           "?query",
           "",
           "http:",
           "https:",
           "http:evil",
           "http:/evil",
           "https:\\\\evil",
           "http:///evil",
           "https://",
           "https://?x",
           "\u00A0https://a.example",
           "ht tps://a.example",
           "feed:javascript:x",
           "https&colon;//a.example",
           "view-source:https://a.example",
           "intent://x",
           "tel:1",
       }) {
    const std::string out = sanitize_html("<p><a href=\"" + href + "\">x</a></p>");
    EXPECT_EQ(out, "<p>x</p>") << href;
  }
  expect_html({
      {"<a href=\"  HTTPS://A.example/ \">x</a>", "<a href=\"HTTPS://A.example/\"@REL>x</a>"},
      {"<a href='https://a.example/\"onclick=\"'>x</a>",
       "<a href=\"https://a.example/&quot;onclick=&quot;\"@REL>x</a>"},
      {"<a href=https://a.example/?a&b>x</a>", "<a href=\"https://a.example/?a&amp;b\"@REL>x</a>"},
      {"<a href=\"https://a.example/a b\">x</a>", "<a href=\"https://a.example/a%20b\"@REL>x</a>"},
      {"<a href=\"https://a.ex\nample/\">x</a>", "<a href=\"https://a.example/\"@REL>x</a>"},
      {"<a href=\"https://a.example/é\">x</a>", "<a href=\"https://a.example/é\"@REL>x</a>"},
      {"<a name=x>y</a><a>z</a>", "yz"},
      {"<a href=\"javascript:x\" href=\"https://a.example\">y</a>", "y"},
  });
}

TEST(Html, NothingThatRunsGetsThrough) {
  expect_html({
      {"a<script>alert(1)</script>b", "ab"},
      {"a<SCRIPT SRC=//evil.example>x</SCRIPT >b", "ab"},
      {"a<script>if (1<2) '</p>'</script>b", "ab"},
      {"a<script>x", "a"},
      {"a<scr<script>x</script>ipt>b", "axipt&gt;b"},
      {"a<style>p{background:url(javascript:x)}</style>b", "ab"},
      {"<p style=\"position:fixed\" onclick=\"x\" onMouseOver=x id=\"y\" data-x>t</p>", "<p>t</p>"},
      {"<p/onclick=alert(1)>t</p>", "<p>t</p>"},
      {"<img src=x onerror=alert(1)>", ""},
      {"hi <img class=\"emoji\" src=\"https://a.example/b.png\" alt=\":blob:\">!", "hi :blob:!"},
      {"<img alt=\"<script>x</script>\">", "&lt;script&gt;x&lt;/script&gt;"},
      {"a<svg onload=x><script>y</script><a xlink:href=\"javascript:z\">t</a></svg>b", "ab"},
      {"a<svg/onload=x>b", "a"},
      {"a<svg/>b", "ab"},
      {"a<math><mtext><style><img src onerror=x></style></mtext></math>b", "ab"},
      {"a<iframe srcdoc=\"<script>x</script>\">t</iframe>b", "ab"},
      {"a<object data=x>t</object>b<embed src=x>c", "abc"},
      {"a<template><p>x</p></template>b", "ab"},
      {"a<form action=javascript:x><input value=y><button formaction=z>t</button></form>b",
       "a<br>t<br>b"},
      {"a<noscript><p title=\"</noscript><img src=x onerror=y>\">t</p></noscript>", "a<p>t</p>"},
      {"<title>t</title><meta http-equiv=refresh content=0><base href=//evil><link rel=stylesheet "
       "href=x>a",
       "a"},
      {"a<plaintext>b</plaintext><script>", "a"},
      {"a<textarea>b</textarea>", "ab"},
      {"a<video src=x onerror=y>t</video>b", "ab"},
      {"<marquee onstart=x>a</marquee><details ontoggle=x open>b</details>", "a<br>b"},
  });
}

TEST(Html, CommentsAndOtherMarkupVanish) {
  expect_html({
      {"a<!-- x -->b", "ab"},
      {"a<!-- x --!>b", "ab"},
      {"a<!-->b-->", "ab--&gt;"},
      {"a<!--->b", "ab"},
      {"a<!-- <script>x</script>", "a"},
      {"a<!-- -- > --->b", "ab"},
      {"a<![CDATA[<b>x</b>]]>c", "ax]]&gt;c"},
      {"a<!DOCTYPE html [<!ENTITY x \"y\">]>b&x;", "a]&gt;b&amp;x;"},
      {"a<?php echo 1 ?>b", "ab"},
      {"a</>b</ x>c", "abc"},
      {"1 < 2 && 3 > 2 <3 <", "1 &lt; 2 &amp;&amp; 3 &gt; 2 &lt;3 &lt;"},
      {"a<b", "a"},
      {"a<a href=\"https://x.example", "a"},
      {"a<p", "a"},
  });
}

TEST(Html, WhatIsOpenIsClosedAndWhatIsMisnestedIsMended) {
  expect_html({
      {"<p>one<p>two", "<p>one</p><p>two</p>"},
      {"<b><i>x</b>y</i>", "<b><i>x</i></b>y"},
      {"<p><b>x</p>y", "<p><b>x</b></p>y"},
      {"</p></b></a></ul>x", "x"},
      {"<ul><li>one<li>two</ul>", "<ul><li>one</li><li>two</li></ul>"},
      {"<ul><li>one<ul><li>sub</ul><li>two</ul>",
       "<ul><li>one<ul><li>sub</li></ul></li><li>two</li></ul>"},
      {"<li>loose</li>x", "loose<br>x"},
      {"<p>a<ul><li>b</ul>c", "<p>a</p><ul><li>b</li></ul>c"},
      {"<b><ul><li>x</b>y</ul>", "<b><ul><li>xy</li></ul></b>"},
      {"<table><tr><td>a<td>b<tr><td>c</table>",
       "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"},
      {"<td>x</td><tr><td>y</td></tr>z", "x<br>y<br>z"},
      {"<table><tr><td><div>x</table>", "<table><tr><td>x</td></tr></table>"},
      {"<div><table><tr><td></div>x</td></tr></table>", "<table><tr><td>x</td></tr></table>"},
      {"<a href=https://a.example>x<a href=https://b.example>y</a>",
       "<a href=\"https://a.example\"@REL>x</a><a href=\"https://b.example\"@REL>y</a>"},
      {"<h1>a<h2>b</h2>", "<h1>a</h1><h2>b</h2>"},
      {"<h1>a<p>b</p>c</h1>", "<h1>a<br>b<br>c</h1>"},
      {"<p><span><p>x</p></span></p>", "<p><span></span></p><p>x</p>"},
      {"<div>a</div><div>b</div>", "a<br>b"},
      {"<div><div>a</div></div>\n<div>b<p>c</p></div>d", "a\n<br>b<p>c</p>d"},
      {"<dl><dt>t<dd>d</dl>x", "t<br>d<br>x"},
      {"<x-unknown a=b>text</x-unknown>", "text"},
      {"<html><head></head><body><p>x</p></body></html>", "<p>x</p>"},
  });
}

TEST(Html, CharacterReferencesAreDecodedOnce) {
  expect_html({
      {"&amp;lt;script&amp;gt;", "&amp;lt;script&amp;gt;"},
      {"&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;"},
      {"&#60;b&#62; &#x3c;b&#X3E;", "&lt;b&gt; &lt;b&gt;"},
      // As windows-1252, which browsers make of them; never a control character.
      {"&#145;a&#x92; &#150; &#x80;", "\u2018a\u2019 \u2013 \u20AC"},
      {"a&#x81;b&#157;", "a\uFFFDb\uFFFD"},
      {"&quot;&apos;&#39;&nbsp;&hellip;&auml;&euro;&thetasym;", "\"''\u00A0…ä€ϑ"},
      {"&amp &lt &ltx &bogus; &; & &# &#; &#x; &#xZ;",
       "&amp; &lt; &amp;ltx &amp;bogus; &amp;; &amp; &amp;# &amp;#; &amp;#x; &amp;#xZ;"},
      {"&#0;&#13;&#xD800;&#x110000;&#99999999999999999999;&#xFFFF;",
       "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"},
  });
}

TEST(Html, TextThatIsNotUtf8IsMended) {
  expect_html({
      {"a\xFFz", "a\uFFFDz"},
      {std::string("a\0b", 3), "ab"},
      {"<scr\x01ipt>x</scr\x01ipt>", ""},
      {std::string("<scr\0ipt>x</script>", 19), ""},
      {"a\xC0\xBCscript\xC0\xBE", "a\uFFFD\uFFFDscript\uFFFD\uFFFD"},
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
      {"a\xE2\x82", "a\uFFFD"},
      {"a\r\nb\rc", "a\nb\nc"},
      {"<p\xC2\xA0onclick=x>t", "t"},
  });
}

TEST(Html, TextHasLineBreaksAndNoMarkup) {
  const std::vector<HtmlCase> cases = {
      {"<p>one<br>two</p><p>three</p>", "one\ntwo\nthree"},
      {"<ul><li>a</li><li>b</li></ul>c", "a\nb\nc"},
      {"<p>a &lt;b&gt; &amp;amp; \"c\"</p>", "a <b> &amp; \"c\""},
      {"<p>  much \n\n space </p>\n<p>x</p>", "much space\nx"},
      {"<pre>a\n  b</pre>", "a\n  b"},
      {"<script>x</script>", ""},
      {"a<br><br>b", "a\n\nb"},
      {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
      {"<p><a href=\"https://a.example\">@<span>b</span></a>, hi</p>", "@b, hi"},
      {"<div>a</div><div>b</div>", "a\nb"},
  };
  for (const auto& [in, out] : cases) EXPECT_EQ(text_of_html(in), out) << in;
}

TEST(Html, EscapedTextIsTheTextAgain) {
  EXPECT_EQ(escape_html("<a href=\"x\">&'</a>"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;");
  for (const std::string text : {"a", "<b>&amp;</b>", "\"'", "日本 & <>"})
    EXPECT_EQ(text_of_html(escape_html(text)), text);
}

}  // namespace
}  // namespace hallway
