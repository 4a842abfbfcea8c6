#include "server/imported_post.h"

#include <algorithm>

#include "federation/compose.h"
#include "federation/plain_text.h"

namespace hallway {
namespace {

constexpr size_t kLongestAuthor = 200, kLongestHeading = 200;        // bytes
constexpr size_t kMostOfShortPost = 5'000, kMostOfArticle = 49'000;  // as publish takes them

Error wrong(std::string_view key, std::string_view how) {
  return fail(Code::invalid, "\"" + std::string(key) + "\" " + std::string(how));
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\n";
  const auto begin = std::min(text.find_first_not_of(kBlank), text.size());
  return std::string(text.substr(begin, text.find_last_not_of(kBlank) + 1 - begin));
}

Result<std::string> member_text(const Json& line, std::string_view key) {
  if (!line.contains(key)) return wrong(key, "is missing");
  const auto found = find_string(line, key);
  if (!found) return wrong(key, "is no text");
  auto text = trimmed(clean_text(*found));
  if (text.empty()) return wrong(key, "is empty");
  return text;
}

Result<Time> date_in(const Json& line, Time now) {
  const auto said = TRY(member_text(line, "date"));
  const auto at = parse_rfc3339(said.size() == 10 ? said + "T00:00:00Z" : said);
  if (!at) return wrong("date", "is no date like 2019-03-25T19:59:20Z: " + said.substr(0, 40));
  if (at->ms <= 0) return wrong("date", "lies before 1970: " + said);
  if (*at > now) return wrong("date", "lies ahead of the clock: " + said);
  return *at;
}

size_t characters_of(std::string_view text) {
  return static_cast<size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; }));
}

Written article_of(const std::string& text, const Iri& tags) {
  const auto first = std::string_view(text).substr(0, text.find('\n'));
  const bool is_title = first.size() <= kLongestHeading && first.size() < text.size();
  auto title = std::string(is_title ? first : utf8_prefix(first, kLongestHeading));
  if (!is_title) title += "…";
  auto body =
      compose(is_title ? std::string_view(text).substr(first.size() + 1) : text,
              {.page_of = [](const Handle&) { return std::optional<Iri>(); }, .tags = tags});
  return {.html = std::move(body.html),
          .tags = std::move(body.hashtags),
          .mentions = {},
          .title = std::move(title)};
}

}  // namespace

Result<ImportedPost> read_imported(const Json& line, Time now) {
  if (!line.is_object()) return fail(Code::invalid, "this is no JSON object");
  ImportedPost post;
  post.author = TRY(member_text(line, "author"));
  if (post.author.size() > kLongestAuthor) return wrong("author", "has more than 200 bytes");
  if (post.author.find('\n') != std::string::npos) return wrong("author", "has more than one line");
  post.at = TRY(date_in(line, now));
  post.text = TRY(member_text(line, "text"));
  if (characters_of(post.text) > kMostOfArticle) {
    return wrong("text", "has more than " + std::to_string(kMostOfArticle) + " characters");
  }
  return post;
}

Json to_json(const ImportedPost& post) {
  return {{"author", post.author}, {"date", to_rfc3339(post.at)}, {"text", post.text}};
}

Digest digest_of(const ImportedPost& post) {
  return sha256("post\n" + to_rfc3339(post.at) + "\n" + post.text);
}

NewPost new_post(const ImportedPost& post, const Iri& tags) {
  NewPost fresh{.text = post.text, .backdated = post.at};
  if (characters_of(post.text) > kMostOfShortPost) {
    fresh.type = "Article";
    fresh.written = article_of(post.text, tags);
  }
  return fresh;
}

}  // namespace hallway
