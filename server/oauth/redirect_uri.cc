#include "server/oauth/redirect_uri.h"

#include <algorithm>
#include <array>

#include "storage/values/iri.h"

namespace hallway {
namespace {

constexpr size_t kLongestRedirect = 2'000;
// What a browser runs or reads itself, rather than handing it to a program.
constexpr std::array<std::string_view, 9> kBrowsersOwn = {
    "javascript", "data", "vbscript", "file", "blob", "about", "view-source", "ws", "wss"};

std::string scheme_of(std::string_view uri) {
  const size_t colon = uri.find(':');
  if (colon == std::string_view::npos || colon == 0) return "";
  std::string scheme(uri.substr(0, colon));
  for (auto& c : scheme) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    const bool letter = c >= 'a' && c <= 'z';
    const bool other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    if (!letter && (!other || &c == &scheme.front())) return "";
  }
  return scheme;
}

bool is_same_machine(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" ||
         host == "::1";
}

Error not_good(std::string_view uri, const char* why) {
  return fail(Code::invalid, "the redirect URI \"" + std::string(uri.substr(0, 200)) + "\" " + why);
}

}  // namespace

Result<void> check_redirect_uri(std::string_view uri) {
  if (uri == kOutOfBand) return {};
  const bool plain = std::ranges::all_of(
      uri, [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>'; });
  if (!plain || uri.size() > kLongestRedirect) return not_good(uri, "is no address");
  const auto scheme = scheme_of(uri);
  if (scheme.empty()) return not_good(uri, "has no scheme");
  if (uri.find('#') != std::string_view::npos) return not_good(uri, "must not have a fragment");
  if (std::ranges::find(kBrowsersOwn, scheme) != kBrowsersOwn.end()) {
    return not_good(uri, "has a scheme that no program can have");
  }
  if (scheme != "https" && scheme != "http") return {};
  const auto iri = Iri::parse(uri);
  if (!iri.ok()) return not_good(uri, "is no address");
  if (!iri->https() && !is_same_machine(iri->host())) {
    return not_good(uri, "must be https, unless it is of the same machine");
  }
  return {};
}

std::string encode_query(const Query& query) {
  std::string text;
  for (const auto& [key, value] : query) {
    if (value.empty()) continue;
    text.append(text.empty() ? "" : "&").append(key).append("=").append(percent_encode(value));
  }
  return text;
}

std::string redirect_with(std::string_view uri, const Query& query) {
  const auto added = encode_query(query);
  std::string text(uri);
  if (added.empty()) return text;
  const size_t mark = uri.find('?');
  const bool open = mark != std::string_view::npos && mark + 1 == uri.size();
  if (!open) text += mark == std::string_view::npos ? "?" : "&";
  return text + added;
}

std::string form_source_of(std::string_view uri) {
  if (uri == kOutOfBand) return "";
  const auto scheme = scheme_of(uri);
  if (scheme != "https" && scheme != "http") return scheme + ":";
  const auto iri = Iri::parse(uri);
  return iri.ok() ? iri->origin() : std::string();
}

}  // namespace hallway
