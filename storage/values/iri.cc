#include "storage/values/iri.h"

#include <algorithm>
#include <array>
#include <vector>

#include "storage/values/ascii.h"
#include "storage/values/utf8.h"

namespace hallway {
namespace {

constexpr size_t kLongestIri = 2048;

struct Scheme {
  bool https = false;
  size_t end = 0;  // behind "://"
};

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
// one text two hosts.
constexpr std::array<bool, 256> kForbidden = [] {
  std::array<bool, 256> forbidden{};
  for (size_t c = 0; c <= 0x20; ++c) forbidden[c] = true;
  for (const uint8_t c : {0x22, 0x3C, 0x3E, 0x5C, 0x7F}) forbidden[c] = true;  // " < > backslash
  return forbidden;
}();

// The C1 controls are control characters too: C2 80 to C2 9F.
bool has_c1(std::string_view text) {
  for (size_t at = text.find('\xC2'); at != std::string_view::npos;
       at = text.find('\xC2', at + 1)) {
    if (at + 1 < text.size() && static_cast<uint8_t>(text[at + 1]) < 0xA0) return true;
  }
  return false;
}

// Where its parts begin, by one walk through it.
struct Places {
  size_t path = 0, query = 0, fragment = 0;  // each at its '/', '?' or '#', or where it would be
  bool user = false;                         // an '@' before the path
};

// nullopt: it holds what it may not.
std::optional<Places> places_in(std::string_view text, size_t authority) {
  Places at{text.size(), text.size(), text.size()};
  unsigned every = 0;  // bit 7: something is not ASCII
  for (size_t i = authority; i < text.size(); ++i) {
    const char c = text[i];
    if (kForbidden[static_cast<uint8_t>(c)]) return std::nullopt;
    every |= static_cast<uint8_t>(c);
    if (c == '#') {
      at.fragment = std::min(at.fragment, i);
    } else if (c == '?' && i < at.fragment) {
      at.query = std::min(at.query, i);
    } else if (c == '/') {
      at.path = std::min(at.path, i);
    } else if (c == '@' && i < std::min({at.path, at.query, at.fragment})) {
      at.user = true;
    }
  }
  at.query = std::min(at.query, at.fragment);
  at.path = std::min(at.path, at.query);
  if (every >= 0x80 && (!is_utf8(text) || has_c1(text))) return std::nullopt;
  return at;
}

Error refuse_iri(std::string_view text, const char* why) {
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

const Iri::Parts& Iri::none() {
  static const Parts none;
  return none;
}

Result<Iri> Iri::parse(std::string_view text) {
  if (text.size() > kLongestIri) return refuse_iri(text, "longer than 2,048 bytes");
  const auto scheme = scheme_of(text);
  if (!scheme) return refuse_iri(text, "neither http nor https");
  const auto at = places_in(text, scheme->end);
  if (!at) return refuse_iri(text, "a character that may not be there");
  if (at->user) return refuse_iri(text, "user information");
  const std::string_view authority = text.substr(scheme->end, at->path - scheme->end);
  auto domain = TRY(Domain::parse_for(authority, scheme->https ? 443 : 80));
  const auto parts = std::make_shared<Parts>();
  parts->text = text;
  parts->domain = std::move(domain);
  parts->path_at = static_cast<uint32_t>(at->path);
  parts->query_at = static_cast<uint32_t>(at->query);
  parts->fragment_at = static_cast<uint32_t>(at->fragment);
  parts->https = scheme->https;
  if (at->query == at->path && at->query < at->fragment) {
    parts->pathless_target = "/" + std::string(text.substr(at->query, at->fragment - at->query));
  }
  Iri out;
  out.parts_ = parts;
  return out;
}

uint16_t Iri::port() const { return domain().port().value_or(https() ? 443 : 80); }

std::string_view Iri::path() const {
  const auto& is = parts();
  if (is.path_at == is.query_at) return "/";
  return std::string_view(is.text).substr(is.path_at, is.query_at - is.path_at);
}

std::string_view Iri::query() const {
  const auto& is = parts();
  if (is.query_at == is.fragment_at) return {};
  return std::string_view(is.text).substr(is.query_at + 1, is.fragment_at - is.query_at - 1);
}

std::string_view Iri::target() const {
  const auto& is = parts();
  if (!is.pathless_target.empty()) return is.pathless_target;
  if (is.path_at == is.fragment_at) return "/";
  return std::string_view(is.text).substr(is.path_at, is.fragment_at - is.path_at);
}

std::string_view Iri::fragment() const {
  const auto& is = parts();
  if (is.fragment_at >= is.text.size()) return {};
  return std::string_view(is.text).substr(is.fragment_at + 1);
}

Iri Iri::without_fragment() const {
  if (parts().fragment_at == text().size()) return *this;
  const auto shorter = std::make_shared<Parts>(parts());
  shorter->text.resize(shorter->fragment_at);
  Iri out;
  out.parts_ = shorter;
  return out;
}

std::string Iri::origin() const {
  return empty() ? std::string() : (https() ? "https://" : "http://") + domain().text();
}

Result<Iri> Iri::resolve(std::string_view reference) const {
  if (empty()) return refuse_iri(reference, "nothing to resolve against");
  if (has_scheme(reference)) return parse(reference);
  const std::string_view own = text();
  const size_t path_at = parts().path_at;
  const size_t fragment_at = parts().fragment_at;
  if (reference.starts_with("//")) {
    return parse((https() ? "https:" : "http:") + std::string(reference));
  }
  const std::string base(own.substr(0, path_at));
  if (reference.empty()) return parse(own.substr(0, fragment_at));
  if (reference[0] == '#') return parse(std::string(own.substr(0, fragment_at)).append(reference));
  if (reference[0] == '?') return parse(base + std::string(path()).append(reference));
  const size_t end = std::min(reference.find_first_of("?#"), reference.size());
  std::string path_text(reference.substr(0, end));
  if (path_text[0] != '/') {
    path_text.insert(0, path().substr(0, path().rfind('/') + 1));
  }
  return parse(base + without_dots(path_text).append(reference.substr(end)));
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kHexDigits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    out += '%';
    out += kHexDigits[static_cast<uint8_t>(c) >> 4];
    out += kHexDigits[static_cast<uint8_t>(c) & 15];
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
