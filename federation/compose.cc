#include "federation/compose.h"

#include <unicode/utf8.h>

#include <algorithm>

#include "federation/hashtag.h"
#include "federation/html.h"
#include "federation/plain_text.h"
#include "storage/values/ascii.h"

namespace hallway {
namespace {

constexpr size_t kLongestLink = 2048;
constexpr size_t kLongestMention = 512;
constexpr size_t kMostMentionsOrHashtags = 200;
constexpr size_t kShownOfLink = 30;  // code points, as Mastodon shortens

struct Token {
  size_t size = 0;  // 0: none begins here
  std::optional<Handle> mention;
  std::string hashtag;
  std::string link;
};

bool begins_with(std::string_view text, std::string_view lower_prefix) {
  return text.size() >= lower_prefix.size() &&
         std::ranges::equal(text.substr(0, lower_prefix.size()), lower_prefix, {}, lower);
}

// The code point at `at`, which moves past it.
int next_code(std::string_view text, size_t& at) {
  int32_t offset = static_cast<int32_t>(at);
  UChar32 code = 0;
  U8_NEXT(text.data(), offset, static_cast<int32_t>(text.size()), code);
  at = static_cast<size_t>(offset);
  return code;
}

// How much of `text` is words with `inner` characters within, but not at the end.
size_t words_length(std::string_view text, std::string_view inner) {
  size_t end = 0;
  for (size_t at = 0; at < text.size() && at < kLongestMention;) {
    const int code = next_code(text, at);
    if (is_word_code(code)) {
      end = at;
    } else if (end == 0 || code > 0x7F ||
               inner.find(static_cast<char>(code)) == std::string_view::npos) {
      break;
    }
  }
  return end;
}

size_t port_length(std::string_view text) {
  if (!text.starts_with(':')) return 0;
  size_t size = 1;
  while (size < text.size() && size <= 5 && is_digit(text[size])) ++size;
  return size > 1 ? size : 0;
}

// "@bob", "@bob@design.example", "@bob@127.0.0.4:8080".
Token mention_at(std::string_view text) {
  const size_t name = words_length(text.substr(1), ".-");
  if (name == 0) return {};
  const auto rest = text.substr(1 + name);
  if (!rest.starts_with('@')) {
    const std::string local(text.substr(1, name));
    if (!valid_local_name(local)) return {};
    return {.size = 1 + name, .mention = Handle{local, {}}, .hashtag = {}, .link = {}};
  }
  size_t host = words_length(rest.substr(1), ".-");
  if (host > 0) host += port_length(rest.substr(1 + host));
  const size_t size = 1 + name + 1 + host;
  auto handle = Handle::parse(text.substr(0, size));
  if (!handle) return {};
  return {.size = size, .mention = *std::move(handle), .hashtag = {}, .link = {}};
}

// Ends a link that stands in running text of any script.
bool ends_link(int code) {
  const bool quote = (code >= 0x2018 && code <= 0x201F) || code == 0xAB || code == 0xBB;
  const bool cjk_mark = code >= 0x3000 && code <= 0x303F;
  const bool wide_mark = (code >= 0xFF01 && code <= 0xFF0F) || (code >= 0xFF1A && code <= 0xFF20) ||
                         (code >= 0xFF3B && code <= 0xFF40) || (code >= 0xFF5B && code <= 0xFF65);
  const bool space = code <= ' ' || code == 0xA0 || (code >= 0x2000 && code <= 0x200B) ||
                     code == 0x2028 || code == 0x2029;
  return space || quote || cjk_mark || wide_mark || code == '<' || code == '>' || code == '"' ||
         code == '`';
}

// "(see https://a.example/x_(y))." links https://a.example/x_(y).
std::string_view without_trailing_marks(std::string_view link) {
  constexpr std::string_view kMarks = ".,;:!?'*~|";
  constexpr std::string_view kEllipsis = "…";
  while (!link.empty()) {
    const char last = link.back();
    const char opening = last == ')' ? '(' : last == ']' ? '[' : last == '}' ? '{' : '\0';
    if (opening != '\0') {
      if (std::ranges::count(link, opening) >= std::ranges::count(link, last)) break;
    } else if (link.ends_with(kEllipsis)) {
      link.remove_suffix(kEllipsis.size());
      continue;
    } else if (kMarks.find(last) == std::string_view::npos) {
      break;
    }
    link.remove_suffix(1);
  }
  return link;
}

Token link_at(std::string_view text) {
  if (!begins_with(text, "https://") && !begins_with(text, "http://")) return {};
  size_t end = 0;
  for (size_t at = 0; at < text.size() && at <= kLongestLink;) {
    if (ends_link(next_code(text, at))) break;
    end = at;
  }
  const auto link = without_trailing_marks(text.substr(0, end));
  if (!Iri::parse(link).ok()) return {};
  return {.size = link.size(), .mention = {}, .hashtag = {}, .link = std::string(link)};
}

// What begins at the beginning of `text`; `before` is the code point before it, 0 for none.
Token token_at(std::string_view text, int before) {
  const char first = text.empty() ? '\0' : text.front();
  const bool in_word = is_word_code(before);
  const bool in_path =
      before == '/' || before == '=' || before == '@' || before == '#' || before == '&';
  if (in_word) return {};
  if (lower(first) == 'h') return link_at(text);
  if (in_path) return {};
  if (first == '@') return mention_at(text);
  const size_t size = before == ')' ? 0 : hashtag_length(text);
  if (size == 0) return {};
  return {
      .size = size, .mention = {}, .hashtag = normalize_hashtag(text.substr(0, size)), .link = {}};
}

// Calls `on_text` and `on_token` in the order of the line.
template <class OnText, class OnToken>
void scan_line(std::string_view line, OnText on_text, OnToken on_token) {
  int before = 0;
  size_t plain = 0;  // where the text not yet told begins
  for (size_t at = 0; at < line.size();) {
    const Token token = token_at(line.substr(at), before);
    if (token.size == 0) {
      before = next_code(line, at);
      continue;
    }
    on_text(line.substr(plain, at - plain));
    on_token(token, line.substr(at, token.size));
    at += token.size;
    plain = at;
    before = 'x';  // what touches a token is no other one
  }
  on_text(line.substr(plain));
}

template <class OnLine>
void for_each_line(std::string_view text, OnLine on_line) {
  while (!text.empty()) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    while (line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
    on_line(line);
  }
}

// False where the list is full and does not hold `value`.
template <class T>
bool add_once(std::vector<T>& list, const T& value) {
  if (std::ranges::find(list, value) != list.end()) return true;
  if (list.size() == kMostMentionsOrHashtags) return false;
  list.push_back(value);
  return true;
}

std::string mention_html(const Handle& handle, std::string_view page) {
  return "<span class=\"h-card\" translate=\"no\"><a href=\"" + escape_html(page) +
         "\" class=\"u-url mention\">@<span>" + escape_html(handle.name) + "</span></a></span>";
}

std::string hashtag_html(const Token& token, std::string_view written, const Iri& tags) {
  const size_t sign = written.starts_with('#') ? 1 : 3;
  return "<a href=\"" + escape_html(tags.text() + percent_encode(token.hashtag)) +
         "\" class=\"mention hashtag\">#<span>" + escape_html(written.substr(sign)) + "</span></a>";
}

std::string span(std::string_view name, std::string_view text) {
  if (text.empty()) return {};
  return "<span class=\"" + std::string(name) + "\">" + escape_html(text) + "</span>";
}

std::string link_html(std::string_view link) {
  size_t prefix = link.find("//") + 2;
  if (begins_with(link.substr(prefix), "www.")) prefix += 4;
  size_t shown = prefix;
  for (size_t codes = 0; shown < link.size() && codes < kShownOfLink; ++codes)
    next_code(link, shown);
  const bool cut = shown < link.size();
  const auto middle = link.substr(prefix, shown - prefix);
  return "<a href=\"" + escape_html(link) + "\" translate=\"no\">" +
         span("invisible", link.substr(0, prefix)) +
         (cut ? span("ellipsis", middle) : "<span>" + escape_html(middle) + "</span>") +
         span("invisible", link.substr(shown)) + "</a>";
}

class Composer {
 public:
  explicit Composer(const ComposeLinks& links) : links_(links) {}

  void line(std::string_view text) {
    if (text.find_first_not_of(" \t") == std::string_view::npos) {
      end_paragraph();
      return;
    }
    html_ += in_paragraph_ ? "<br>" : "<p>";
    in_paragraph_ = true;
    scan_line(
        text, [this](std::string_view plain) { html_ += escape_html(plain); },
        [this](const Token& token, std::string_view written) { add(token, written); });
  }

  Composed finish() && {
    end_paragraph();
    out_.html = sanitize_html(html_);
    return std::move(out_);
  }

 private:
  void end_paragraph() {
    if (in_paragraph_) html_ += "</p>";
    in_paragraph_ = false;
  }

  void add(const Token& token, std::string_view written) {
    if (token.mention && add_once(out_.mentions, *token.mention)) {
      const auto page = links_.page_of ? links_.page_of(*token.mention) : std::nullopt;
      html_ += page ? mention_html(*token.mention, page->text()) : escape_html(written);
    } else if (!token.link.empty()) {
      html_ += link_html(token.link);
    } else if (!token.hashtag.empty() && add_once(out_.hashtags, token.hashtag)) {
      html_ += hashtag_html(token, written, links_.tags);
    } else {
      html_ += escape_html(written);
    }
  }

  const ComposeLinks& links_;
  std::string html_;
  bool in_paragraph_ = false;
  Composed out_;
};

}  // namespace

Composed compose(std::string_view text, const ComposeLinks& links) {
  const std::string clean = clean_text(text);
  Composer composer(links);
  for_each_line(clean, [&](std::string_view line) { composer.line(line); });
  return std::move(composer).finish();
}

std::vector<Handle> mentions_in(std::string_view text) {
  const std::string clean = clean_text(text);
  std::vector<Handle> found;
  for_each_line(clean, [&](std::string_view line) {
    scan_line(
        line, [](std::string_view) {},
        [&](const Token& token, std::string_view) {
          if (token.mention) add_once(found, *token.mention);
        });
  });
  return found;
}

std::string written_mention(const Handle& handle) {
  return "@" + (handle.domain.empty() ? handle.name : to_string(handle));
}

}  // namespace hallway
