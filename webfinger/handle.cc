#include "webfinger/handle.h"

#include <algorithm>

#include "storage/values/ascii.h"
#include "storage/values/utf8.h"

namespace hallway {
namespace {

constexpr size_t kLongestName = 256;
constexpr size_t kLongestLocalName = 30;
constexpr size_t kLongestText = 2048;

bool is_alnum(char c) { return is_letter(c) || is_digit(c); }

bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

// RFC 7565 §7: userpart = unreserved / sub-delims, the rest percent-encoded.
bool is_user_char(char c) {
  return is_alnum(c) || std::string_view("-._~!$&'()*+,;=").find(c) != std::string_view::npos;
}

bool is_letter_of_name(char c) { return is_user_char(c) || static_cast<uint8_t>(c) >= 0x80; }

// After decoding. Spaces, slashes and the like never begin or fill a name that people write.
bool valid_name(std::string_view name) {
  if (name.empty() || name.size() > kLongestName || !is_utf8(name)) return false;
  const auto bad_edge = [](char c) { return c == '.' || c == '-'; };
  if (bad_edge(name.front()) || bad_edge(name.back())) return false;
  return std::ranges::none_of(
      name, [](char c) { return static_cast<uint8_t>(c) <= ' ' || c == 0x7F || c == '/'; });
}

Error refuse(std::string_view text) {
  return fail(Code::invalid, "not a handle: " + std::string(text.substr(0, 100)));
}

constexpr std::string_view kReserved[] = {
    "about",
    "abuse",
    "account",
    "accounts",
    "activity",
    "actor",
    "admin",
    "administrator",
    "api",
    "app",
    "apps",
    "auth",
    "authorize_interaction",
    "backup",
    "contact",
    "demo",
    "everyone",
    "experts",
    "export",
    "explore",
    "favicon.ico",
    "featured",
    "feed",
    "followers",
    "following",
    "group",
    "groups",
    "hallway",
    "healthz",
    "help",
    "home",
    "host-meta",
    "hostmaster",
    "import",
    "inbox",
    "index",
    "info",
    "instance",
    "instance.actor",
    "invite",
    "livez",
    "local",
    "login",
    "logout",
    "mailer-daemon",
    "media",
    "metrics",
    "me",
    "mod",
    "moderator",
    "node",
    "nodeinfo",
    "noreply",
    "no-reply",
    "notifications",
    "null",
    "oauth",
    "objects",
    "outbox",
    "owner",
    "password",
    "postmaster",
    "posts",
    "privacy",
    "profile",
    "public",
    "readyz",
    "register",
    "robots.txt",
    "root",
    "rules",
    "scim",
    "search",
    "security",
    "settings",
    "setup",
    "shared",
    "sharedinbox",
    "signin",
    "signout",
    "signup",
    "staff",
    "static",
    "status",
    "statuses",
    "streaming",
    "support",
    "system",
    "tags",
    "terms",
    "token",
    "undefined",
    "user",
    "users",
    "webfinger",
    "webmaster",
    "well-known",
    "www",
};

}  // namespace

bool operator==(const Handle& a, const Handle& b) {
  return a.domain == b.domain && same(a.name, b.name);
}

Result<Handle> Handle::parse(std::string_view text) {
  std::string_view rest = text;
  if (rest.size() > kLongestText) return refuse(text);
  const bool uri = rest.size() >= 5 && same(rest.substr(0, 5), "acct:");
  if (uri) rest.remove_prefix(5);
  if (rest.starts_with('@')) rest.remove_prefix(1);  // some write acct:@alice@...
  const size_t at = rest.find('@');
  if (at == std::string_view::npos) return refuse(text);
  const std::string_view raw = rest.substr(0, at);
  const bool plain =
      std::ranges::all_of(raw, [](char c) { return is_letter_of_name(c) || c == '%'; });
  if (!plain) return refuse(text);
  auto name = percent_decode(raw);
  auto domain = Domain::parse(rest.substr(at + 1));
  if (!name || !domain || !valid_name(*name)) return refuse(text);
  return Handle{*std::move(name), *std::move(domain)};
}

std::string to_string(const Handle& handle) {
  std::string out;
  for (const char& c : handle.name) {
    if (is_letter_of_name(c)) {
      out += c;
    } else {
      out += percent_encode(std::string_view(&c, 1));
    }
  }
  return out + "@" + handle.domain.text();
}

bool valid_local_name(std::string_view name) {
  if (name.empty() || name.size() > kLongestLocalName) return false;
  if (!is_alnum(name.front()) || !is_alnum(name.back())) return false;
  const bool plain = std::ranges::all_of(
      name, [](char c) { return is_alnum(c) || c == '_' || c == '.' || c == '-'; });
  return plain && std::ranges::none_of(kReserved, [&](auto each) { return same(each, name); });
}

}  // namespace hallway
