#include "federation/captions.h"

#include <algorithm>

#include "federation/note.h"
#include "federation/plain_text.h"
#include "storage/values/ascii.h"

namespace hallway {
namespace {

constexpr size_t kLongestLanguageTag = 35, kLongestSubtag = 8, kMostCaptionLinks = 10;

char capital(char c) { return is_letter(c) ? static_cast<char>(lower(c) - 'a' + 'A') : c; }

// A script is written "Hant", a region "TW", all else in small letters. False: it is no subtag.
bool settle_subtag(std::string& subtag, bool first) {
  if (subtag.empty() || subtag.size() > kLongestSubtag) return false;
  std::ranges::transform(subtag, subtag.begin(), lower);
  const bool letters = std::ranges::all_of(subtag, is_letter);
  if (first) return letters && subtag.size() >= 2;
  if (letters && subtag.size() == 2) std::ranges::transform(subtag, subtag.begin(), capital);
  if (letters && subtag.size() == 4) subtag.front() = capital(subtag.front());
  return std::ranges::all_of(subtag, [](char c) { return is_letter(c) || is_digit(c); });
}

// PeerTube sends the file's address, or a list of Links of which one is the file.
Iri captions_file_in(const Json& item) {
  const auto links = find_list(item, "url");
  for (size_t i = 0; i < std::min(links.size(), kMostCaptionLinks); ++i) {
    const auto type = find_string(*links[i], "mediaType").value_or("text/vtt");
    if (type.starts_with("text/vtt")) return iri_of(*links[i]).value_or(Iri());
  }
  return {};
}

}  // namespace

std::string language_tag_of(std::string_view text) {
  if (text.size() > kLongestLanguageTag) return {};
  std::string tag;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find('-', at), text.size());
    std::string subtag(text.substr(at, end - at));
    if (!settle_subtag(subtag, /*first=*/at == 0)) return {};
    tag += (at == 0 ? "" : "-") + subtag;
    at = end + 1;
  }
  return tag;
}

std::vector<Caption> read_captions(const Json& object) {
  std::vector<Caption> captions;
  for (const auto* item : find_list(object, "subtitleLanguage")) {
    if (captions.size() == kMostCaptions) break;
    auto language = language_tag_of(find_string(*item, "identifier").value_or(""));
    auto url = captions_file_in(*item);
    const bool known = std::ranges::find(captions, language, &Caption::language) != captions.end();
    if (language.empty() || url.empty() || known) continue;
    auto label = clipped(clean_text(find_text(*item, "name")), kLongestCaptionLabel);
    if (label.empty()) label = language;
    captions.push_back({std::move(language), std::move(label), std::move(url)});
  }
  return captions;
}

Json captions_json(const std::vector<Caption>& captions) {
  Json out = Json::array();
  for (const auto& caption : captions) {
    out.push_back(
        {{"identifier", caption.language}, {"name", caption.label}, {"url", caption.url.text()}});
  }
  return out;
}

}  // namespace hallway
