#include "storage/values/iri.h"

#include <algorithm>
#include <vector>

#include "storage/values/utf8.h"

namespace hallway {
namespace {

constexpr size_t kLongestIri = 2048;

struct Scheme {
  bool https = false;
  size_t end = 0;  // behind "://"
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_lower(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char want, char have) { return want == lower(have); });
}

std::optional<Scheme> scheme_of(std::string_view text) {
  if (starts_with_lower(text, "https://")) return Scheme{true, 8};
  if (starts_with_lower(text, "http://")) return Scheme{false, 7};
  return std::nullopt;
}

// What no IRI may hold. The backslash is here because browsers read it as '/', which would give
// one text two hosts; the C1 controls because they are control characters too.
bool has_forbidden(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<uint8_t>(text[i]);
    if (c <= 0x20 || c == 0x7F) return true;
    if (c == '"' || c == '<' || c == '>' || c == '\\') return true;
    if (c == 0xC2 && i + 1 < text.size() && static_cast<uint8_t>(text[i + 1]) < 0xA0) return true;
  }
  return false;
}

Error refuse(std::string_view text, const char* why) {
  return fail(Code::invalid,
              "not an address (" + std::string(why) + "): " + std::string(text.substr(0, 200)));
}

// "a:" of RFC 3986 §3.1 at the beginning.
bool has_scheme(std::string_view text) {
  const size_t colon = text.find_first_of(":/?#");
  return colon != std::string_view::npos && colon > 0 && text[colon] == ':' &&
         ((text[0] | 32) >= 'a' && (text[0] | 32) <= 'z');
}

// RFC 3986 §5.2.4, on an absolute path.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  bool ends_in_slash = false;
  while (!path.empty()) {
    path.remove_prefix(1);
    const size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash);
    ends_in_slash = segment == "." || segment == "..";
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (segment != ".") {
      kept.push_back(segment);
    }
  }
  std::string out;
  for (const auto segment : kept) out.append("/").append(segment);
  if (ends_in_slash || out.empty()) out += '/';
  return out;
}

bool is_unreserved(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

}  // namespace

Result<Iri> Iri::parse(std::string_view text) {
  if (text.size() > kLongestIri) return refuse(text, "longer than 2,048 bytes");
  const auto scheme = scheme_of(text);
  if (!scheme) return refuse(text, "neither http nor https");
  if (has_forbidden(text) || !is_utf8(text))
    return refuse(text, "a character that may not be there");
  const size_t path = std::min(text.find_first_of("/?#", scheme->end), text.size());
  const std::string_view authority = text.substr(scheme->end, path - scheme->end);
  if (authority.find('@') != std::string_view::npos) return refuse(text, "user information");
  Iri out;
  out.domain_ = TRY(Domain::parse_for(authority, scheme->https ? 443 : 80));
  out.https_ = scheme->https;
  out.text_ = text;
  const size_t fragment = std::min(text.find('#', path), text.size());
  const size_t query = std::min(text.find('?', path), fragment);
  out.path_at_ = static_cast<uint32_t>(path);
  out.query_at_ = static_cast<uint32_t>(query);
  out.fragment_at_ = static_cast<uint32_t>(fragment);
  if (query == path && query < fragment) {
    out.pathless_target_ = "/" + std::string(text.substr(query, fragment - query));
  }
  return out;
}

uint16_t Iri::port() const { return domain_.port().value_or(https_ ? 443 : 80); }

std::string_view Iri::path() const {
  if (path_at_ == query_at_) return "/";
  return std::string_view(text_).substr(path_at_, query_at_ - path_at_);
}

std::string_view Iri::query() const {
  if (query_at_ == fragment_at_) return {};
  return std::string_view(text_).substr(query_at_ + 1, fragment_at_ - query_at_ - 1);
}

std::string_view Iri::target() const {
  if (!pathless_target_.empty()) return pathless_target_;
  if (path_at_ == fragment_at_) return "/";
  return std::string_view(text_).substr(path_at_, fragment_at_ - path_at_);
}

std::string_view Iri::fragment() const {
  if (fragment_at_ >= text_.size()) return {};
  return std::string_view(text_).substr(fragment_at_ + 1);
}

Iri Iri::without_fragment() const {
  Iri out = *this;
  out.text_.resize(fragment_at_);
  return out;
}

std::string Iri::origin() const {
  return empty() ? std::string() : (https_ ? "https://" : "http://") + domain_.text();
}

Result<Iri> Iri::resolve(std::string_view reference) const {
  if (empty()) return refuse(reference, "nothing to resolve against");
  if (has_scheme(reference)) return parse(reference);
  const std::string_view own = text_;
  if (reference.starts_with("//")) {
    return parse((https_ ? "https:" : "http:") + std::string(reference));
  }
  const std::string base(own.substr(0, path_at_));
  if (reference.empty()) return parse(own.substr(0, fragment_at_));
  if (reference[0] == '#') return parse(std::string(own.substr(0, fragment_at_)).append(reference));
  if (reference[0] == '?') return parse(base + std::string(path()).append(reference));
  const size_t end = std::min(reference.find_first_of("?#"), reference.size());
  std::string path_text(reference.substr(0, end));
  if (path_text[0] != '/') {
    path_text.insert(0, path().substr(0, path().rfind('/') + 1));
  }
  return parse(base + without_dots(path_text).append(reference.substr(end)));
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    out += '%';
    out += kDigits[static_cast<uint8_t>(c) >> 4];
    out += kDigits[static_cast<uint8_t>(c) & 15];
  }
  return out;
}

Result<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return fail(Code::invalid, "broken percent escape");
      c = static_cast<char>(high << 4 | low);
      i += 2;
    }
    if (c == '\0') return fail(Code::invalid, "percent-encoded NUL");
    out += c;
  }
  return out;
}

}  // namespace hallway
