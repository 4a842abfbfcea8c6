// Attack 34: script, wherever text stands, for a reader's browser.

#include <algorithm>
#include <cctype>
#include <regex>

#include "tests/attacks/markup.h"

namespace hallway::test {
namespace {

using testing::IsEmpty;

using Attack34 = MarkupAttack;

const std::vector<std::string>& scripts() {
  static const std::vector<std::string> all = {
      "<script>alert(1)</script>",
      "<img src=x onerror=alert(1)>",
      "\"><svg/onload=alert(1)>",
      "'><iframe srcdoc='<script>alert(1)</script>'>",
      "</title><script>alert(1)</script>",
      "</textarea><style>*{display:none}</style>",
      "javascript:alert(1)",
      "<a href=\"java\tscript:alert(1)\">x</a>",
      "<a href=\"&#106;avascript:alert(1)\">x</a>",
      "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
      "<p style=\"background:url(javascript:alert(1))\">x</p>",
      "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
      "<math><mtext></p><script>alert(1)</script>",
      "<form action=//evil.example><input type=submit>",
      "<base href=//evil.example/>",
      "<meta http-equiv=refresh content=0;url=//evil.example>",
      "<a href=\"https://a.example\" onclick=\"alert(1)\" id=\"main\">x</a>"};
  return all;
}

// The attributes of a start tag, as NAME=VALUE in lower case, from behind its name to its end.
std::vector<std::string> attributes_at(std::string_view html, size_t at) {
  std::vector<std::string> all;
  std::string one;
  char quote = 0;
  for (; at < html.size() && (quote || html[at] != '>'); ++at) {
    const char c = static_cast<char>(std::tolower(static_cast<unsigned char>(html[at])));
    if (quote ? c == quote : c == '"' || c == '\'') {
      quote = quote ? '\0' : c;
    } else if (!quote && (c == ' ' || c == '/' || c == '\n')) {
      all.push_back(std::exchange(one, {}));
    } else {
      one += c;
    }
  }
  all.push_back(one);
  return all;
}

bool is_active(const std::string& attribute) {
  const auto name = attribute.substr(0, attribute.find('='));
  const auto value = attribute.substr(std::min(attribute.size(), name.size() + 1));
  if (name == "alt" || name == "title") return false;  // text
  return name.starts_with("on") || name == "style" || name == "srcdoc" ||
         value.starts_with("javascript:") || value.starts_with("data:");
}

// What a browser would act upon in `html`: elements and attributes that have no place in text from
// elsewhere.
std::vector<std::string> active_parts(const std::string& html) {
  static const std::vector<std::string> bad = {"script", "iframe", "object", "embed", "base", "svg",
                                               "math",   "form",   "input",  "style", "meta"};
  std::vector<std::string> found;
  for (auto at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const auto end = html.find_first_of(" />\n", at);
    const auto name = html.substr(at + 1, end == std::string::npos ? end : end - at - 1);
    if (name.empty() || end == std::string::npos) continue;
    if (std::ranges::find(bad, name) != bad.end() ||
        std::ranges::any_of(attributes_at(html, end), is_active)) {
      found.push_back(html.substr(at, html.find('>', at) - at + 1));
    }
  }
  return found;
}

// Beyond what the page had before.
std::vector<std::string> added_to(const std::vector<std::string>& usual, const std::string& html) {
  auto parts = active_parts(html);
  std::erase_if(parts, [&](const std::string& part) {
    return std::ranges::find(usual, part) != usual.end();
  });
  return parts;
}

// The witness of the tests below sees what it is there for.
TEST_F(Attack34, WhatABrowserActsUponIsFound) {
  for (const auto* html :
       {"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>", "<a href=\"https://a.example\" onclick=\"x\">",
        "<iframe srcdoc='x'>", "<img alt=\"a > b\" onerror='x'>", "<base href=//evil.example/>",
        "<p style=\"x\">"}) {
    EXPECT_THAT(active_parts(html), testing::SizeIs(1)) << html;
  }
  EXPECT_THAT(active_parts("<p>&lt;script&gt; <a href=\"https://a.example\">online</a></p>"),
              IsEmpty());
  EXPECT_THAT(active_parts("<img src=\"/a\" alt=\"&lt;img onerror=x> onload=x\">"), IsEmpty());
}

TEST_F(Attack34, NoPartOfAPostBringsScriptOntoThePage) {
  const auto usual = active_parts(page());
  int number = 0;
  for (const auto& script : scripts()) {
    SCOPED_TRACE(script);
    const auto id = evil_.at("/notes/" + std::to_string(++number));
    const Json more = {
        {"content", "<p>Look: " + script + "</p>"},
        {"name", script},
        {"summary", script},
        {"url", script},
        {"attachment", Json::array({{{"type", "Image"}, {"url", script}, {"name", script}},
                                    {{"type", "Document"},
                                     {"mediaType", "image/png"},
                                     {"url", evil_.at("/a.png")},
                                     {"name", script}}})},
        {"tag", Json::array({{{"type", "Hashtag"}, {"name", "#" + script}, {"href", script}},
                             {{"type", "Mention"}, {"name", script}, {"href", victim_.alice()}}})}};
    taken(victim_.post(create_by(mallory_, answer(id, more)), mallory_));
    const auto html = page();
    EXPECT_EQ(html.find("href=\"javascript"), std::string::npos);
    EXPECT_THAT(added_to(usual, html), IsEmpty());
  }
}

// Posts of Mallory's to Alice of every other kind, with `script` wherever they hold text or an
// address; each text begins with a word by which it is found again.
std::vector<Json> kinds_with(const std::string& script, const Host& host) {
  const auto icon = [&](const std::string& name, const std::string& url) {
    return Json{{"type", "Emoji"}, {"name", name}, {"icon", {{"type", "Image"}, {"url", url}}}};
  };
  const auto option = [&](const std::string& title) { return Json{{"name", title + script}}; };
  return {{{"type", "Question"},
           {"content", "<p>Asked: " + script + "</p>"},
           {"oneOf", {option("Steel:"), option("Brass:")}}},
          {{"type", "Event"},
           {"name", "Invited:" + script},
           {"startTime", "2030-01-01T00:00:00Z"},
           {"location", {{"type", "Place"}, {"name", "Hall:" + script}, {"address", script}}}},
          {{"type", "Page"},
           {"name", "Story:" + script},
           {"attachment",
            {{{"type", "Link"}, {"href", host.at("/story")}, {"name", "Linked:" + script}},
             {{"type", "Link"}, {"href", script}, {"name", script}}}}},
          {{"content", "<p>Smiled: :cat: :" + script + ": " + script + "</p>"},
           {"tag",
            {icon(":cat:", script), icon(":" + script + ":", host.at("/cat.png")),
             icon(script, host.at("/cat.png\"onerror=alert(1)"))}}}};
}

TEST_F(Attack34, NoOtherKindOfPostBringsScriptOntoAPage) {
  int number = 0;
  const auto send = [&](const std::string& script) {
    for (auto more : kinds_with(script, evil_)) {
      const auto id = evil_.at("/notes/" + std::to_string(++number));
      more["tag"].push_back({{"type", "Mention"}, {"name", "@alice"}, {"href", victim_.alice()}});
      taken(victim_.post(create_by(mallory_, answer(id, more)), mallory_));
    }
  };
  // Her own page has forms below each post, which name it by its number.
  const auto mine = [&] {
    static const std::regex number_of("name=\"post\" value=\"[0-9]+\"");
    return std::regex_replace(victim_.page_of_alice().body, number_of, "name=\"post\"");
  };
  send("harmless");
  const auto usual = active_parts(page()), usual_of_alice = active_parts(mine());
  for (const auto& script : scripts()) {
    SCOPED_TRACE(script);
    send(script);
    const auto thread = page(), hers = mine();
    EXPECT_THAT(added_to(usual, thread), IsEmpty());
    EXPECT_THAT(added_to(usual_of_alice, hers), IsEmpty());
    EXPECT_EQ((thread + hers).find("href=\"javascript"), std::string::npos);
  }
  for (const auto* word :
       {"Asked:", "Steel:", "Brass:", "Invited:", "Hall:", "Story:", "Linked:", "Smiled:"}) {
    const auto thread = page();
    size_t times = 0;
    for (auto at = thread.find(word); at != std::string::npos; at = thread.find(word, at + 1)) {
      ++times;
    }
    EXPECT_EQ(times, 1 + scripts().size()) << word;
    EXPECT_NE(mine().find(word), std::string::npos) << word;
  }
}

TEST_F(Attack34, NoPartOfAnActorBringsScriptOntoThePage) {
  const auto usual = active_parts(page());
  int number = 0;
  for (const auto& script : scripts()) {
    SCOPED_TRACE(script);
    const auto path = "/users/m" + std::to_string(++number);
    const auto& key = test_key(KeyType::rsa, 4);
    auto document = person_json(evil_.at(path), "m" + std::to_string(number), key.public_key());
    document["name"] = script;
    document["summary"] = script;
    document["url"] = script;
    document["icon"] = {{"type", "Image"}, {"url", script}};
    document["attachment"] =
        Json::array({{{"type", "PropertyValue"}, {"name", script}, {"value", script}}});
    evil_.put(path, document);
    const Stranger stranger{evil_.at(path), {key_id_of(evil_.at(path)), key}};
    const auto note = note_by(stranger, evil_.at("/by" + path),
                              {{"inReplyTo", question_}, {"cc", Json::array({victim_.alice()})}});
    taken(victim_.post(create_by(stranger, note), stranger));
    const auto known = *victim_.find_actor(stranger.iri);
    EXPECT_THAT(active_parts(known.summary), IsEmpty());
    for (const auto& field : known.fields) EXPECT_THAT(active_parts(field.value), IsEmpty());
    EXPECT_THAT(added_to(usual, page()), IsEmpty());
    EXPECT_EQ(page().find("href=\"javascript"), std::string::npos);
  }
}

// Even if something came through: the page's policy runs no script at all.
TEST_F(Attack34, ThePagesPolicyRunsNoScript) {
  const auto shown = victim_.get(page_, kAcceptHtml);
  ASSERT_TRUE(shown.headers.contains("content-security-policy"));
  const auto& policy = shown.headers.at("content-security-policy");
  EXPECT_NE(policy.find("default-src 'none'"), std::string::npos) << policy;
  EXPECT_EQ(policy.find("unsafe"), std::string::npos) << policy;
}

}  // namespace
}  // namespace hallway::test
