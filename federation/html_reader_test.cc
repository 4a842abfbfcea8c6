// Whatever a stranger's markup is: what comes out is harmless, bounded, and costs linear time.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <regex>
#include <set>

#include "federation/html.h"
#include "storage/values/json.h"
#include "tests/support/shared.h"

namespace hallway {
namespace {

std::string repeat(const std::string& piece, size_t bytes) {
  std::string out;
  while (out.size() + piece.size() <= bytes) out += piece;
  return out;
}

TEST(Html, NestingBeyondTheLimitIsFlattened) {
  const std::string out = sanitize_html(repeat("<b>", 3 * 1000) + "deep");
  EXPECT_EQ(out, repeat("<b>", 3 * 64) + "deep" + repeat("</b>", 4 * 64));
}

TEST(Html, HugeInputIsCutAndStaysWithinTheLimit) {
  constexpr size_t kLimit = 500 * 1024;
  for (const std::string piece :
       {"<", "&", "ä", "<p>x</p>", "<a href=\"https://a.example\">x", "\xFF",
        "<a href=\"https://a.example\"><span class=\"invisible\">h", "<td>", "<ul><li>"}) {
    const std::string out = sanitize_html(repeat(piece, kLimit + kLimit / 5));
    EXPECT_LE(out.size(), kLimit) << piece;
    EXPECT_TRUE(sanitize_html(out) == out) << piece;
  }
}

// Attack 33. Each of these takes seconds where something is quadratic; the bound is generous
// because the build may be unoptimized, sanitized and on a busy machine.
TEST(Html, TimeIsLinearInTheInput) {
  std::string attributes = "<a ";
  for (int i = 0; i < 60'000; ++i) attributes += "a" + std::to_string(i) + " ";
  std::vector<std::string> inputs = {repeat("<b>", 250'000) + repeat("</i>", 250'000),
                                     attributes + ">", "<script>" + repeat("</scrip", 500'000)};
  for (const auto* piece : {"<b></i>", "<ul><li><p>", "<svg>", "<svg></svg>", "<!--", "<!-- --!",
                            "&", "&amp;", "<a href='", "<table><tr><td>", "<x><li>", "</script"}) {
    inputs.push_back(repeat(piece, 500'000));
  }
  for (const std::string& input : inputs) {
    const auto begin = std::chrono::steady_clock::now();
    const std::string out = sanitize_html(input);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5))
        << input.substr(0, 20);
    EXPECT_LE(out.size(), 500u * 1024) << input.substr(0, 20);
  }
}

// Every string that other software sent, HTML or not.
void for_each_string(const Json& value, const std::function<void(const std::string&)>& act) {
  if (const auto text = as_string(value)) return act(std::string(*text));
  for (const auto& each : value) {
    if (each.is_structured() || each.is_string()) for_each_string(each, act);
  }
}

// Only tags as Writer writes them, each with known attributes and addresses.
void expect_harmless(const std::string& html) {
  static const std::regex kTag(
      R"re(</?[a-z0-9]+( (href="(https?://|mailto:|xmpp:|matrix:)[^"]*"|class="[-a-z A-Z0-9_]*")re"
      R"re(|rel="nofollow noopener noreferrer"|target="_blank"|translate="no"|lang="[-A-Za-z0-9]*")re"
      R"re(|dir="(ltr|rtl|auto)"|(start|value|colspan|rowspan)="[0-9]*"))*>)re",
      std::regex::icase | std::regex::optimize);
  static const std::set<std::string> kNever = {"script", "style", "svg", "math", "iframe", "img"};
  for (size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const std::string tag = html.substr(at, html.find('>', at) - at + 1);
    EXPECT_TRUE(std::regex_match(tag, kTag)) << tag;
    EXPECT_FALSE(kNever.contains(tag.substr(1, tag.find_first_of(" >") - 1))) << tag;
  }
}

TEST(Html, CapturedDocumentsComeOutHarmlessAndStable) {
  size_t strings = 0, tags = 0;
  for (const std::string folder : {"corpus/lemmy-assets", "corpus/fedify-fixtures"}) {
    const auto root = test::shared(folder);
    if (!root) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*root)) {
      if (!entry.is_regular_file()) continue;
      const std::string bytes = test::read_file(entry.path());
      const auto check = [&](const std::string& text) {
        const std::string once = sanitize_html(text);
        EXPECT_EQ(sanitize_html(once), once) << entry.path();
        expect_harmless(once);
        ++strings;
        if (once.find("</") != std::string::npos) ++tags;
      };
      check(bytes);  // also as a whole: JSON and others read as HTML
      if (const auto json = parse_json(bytes); json.ok()) for_each_string(*json, check);
    }
  }
  if (test::shared("corpus/lemmy-assets")) {
    EXPECT_GT(strings, 1000u);
    EXPECT_GT(tags, 50u);
  }
}

TEST(Html, MutilatedMarkupComesOutHarmlessAndStable) {
  const std::string seed =
      "<p>a<a href=\"https://x.example/?a&amp;b\" class='u-url mention'>@<span "
      "class=invisible>b</span></a><ul><li>c<br/>"
      "<table><tr><td>d</table><!-- e --><script>f</script><h1>g<div>h</h1>&#60;&lt;</p>";
  uint32_t state = 1;
  const auto next = [&](size_t below) {
    return (state = state * 1664525u + 1013904223u) / 65536u % below;
  };
  for (int round = 0; round < 5000; ++round) {
    std::string text = seed;
    for (int i = 0; i < 6; ++i) {
      const size_t at = next(text.size());
      switch (next(4)) {
        case 0: text.erase(at, next(12)); break;
        case 1: text.insert(at, text.substr(next(text.size()), next(30))); break;
        case 2: text[at] = "<>\"'&/=! \n\0x"[next(12)]; break;
        default: std::swap(text[at], text[next(text.size())]);
      }
    }
    const std::string once = sanitize_html(text);
    ASSERT_EQ(sanitize_html(once), once) << text;
    expect_harmless(once);
  }
}

}  // namespace
}  // namespace hallway
