// Domain of iri.h: hosts as they are compared.

#include <idn2.h>

#include <algorithm>
#include <memory>

#include "storage/values/ascii.h"
#include "storage/values/ip.h"
#include "storage/values/iri.h"

namespace hallway {
namespace {

constexpr uint16_t kHttpsPort = 443;
constexpr size_t kLongestHost = 253;  // RFC 1035 §2.3.4, without the trailing dot
constexpr size_t kLongestLabel = 63;
constexpr size_t kLongestText = 1024;

Error refuse(std::string_view text, const char* why) {
  return fail(Code::invalid,
              "not a host (" + std::string(why) + "): " + std::string(text.substr(0, 100)));
}

// The underscore is no host name (RFC 1123 §2.1) but is seen inside organisations.
bool is_host_char(char c) {
  return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_' || c == '.';
}

bool needs_idna(std::string_view host) {
  return host.find("xn--") != std::string_view::npos ||
         std::ranges::any_of(host, [](char c) { return static_cast<uint8_t>(c) >= 0x80; });
}

Result<std::string> to_ascii(const std::string& host) {
  uint8_t* out = nullptr;
  // Without IDN2_USE_STD3_ASCII_RULES: with it a wide slash or @ is dropped, and the rest becomes
  // another host; without it the plain one appears, which is_host_char then refuses.
  const int code = idn2_lookup_u8(reinterpret_cast<const uint8_t*>(host.c_str()), &out,
                                  IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT);
  const std::unique_ptr<uint8_t, void (*)(void*)> owner(out, idn2_free);
  if (code != IDN2_OK) return refuse(host, idn2_strerror(code));
  return std::string(reinterpret_cast<const char*>(out));
}

bool has_good_labels(std::string_view host) {
  while (true) {
    const size_t dot = host.find('.');
    const std::string_view label = host.substr(0, dot);
    if (label.empty() || label.size() > kLongestLabel) return false;
    if (label.starts_with('-') || label.ends_with('-')) return false;
    if (dot == std::string_view::npos) return true;
    host.remove_prefix(dot + 1);
  }
}

// Resolvers read "127.1", "2130706433" and "0x7f.1" as addresses; only the dotted form may pass.
bool looks_like_ipv4(std::string_view host) {
  const std::string_view last = host.substr(host.rfind('.') + 1);
  return std::ranges::all_of(last, is_digit) || last.starts_with("0x");
}

// How nearly all are written: lower case labels of letters, digits and single hyphens between them,
// the last beginning with a letter.
bool is_plain_name(std::string_view host) {
  if (host.size() > kLongestLabel) return false;
  char before = '.';
  size_t last = 0;
  for (size_t i = 0; i < host.size(); ++i) {
    const char c = host[i];
    if (c == '.' || c == '-') {
      if (before == '.' || before == '-') return false;
      if (c == '.') last = i + 1;
    } else if (!(c >= 'a' && c <= 'z') && !is_digit(c)) {
      return false;
    }
    before = c;
  }
  return last < host.size() && before != '-' && !is_digit(host[last]);
}

Result<std::string> normalise_name(std::string_view text) {
  std::string host(text);
  if (is_plain_name(text)) return host;  // before a port
  for (char& c : host) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (needs_idna(host)) host = TRY(to_ascii(host));
  if (host.ends_with('.')) host.pop_back();
  if (host.size() > kLongestHost || !std::ranges::all_of(host, is_host_char) ||
      !has_good_labels(host)) {
    return refuse(text, "not a host name");
  }
  if (looks_like_ipv4(host)) {
    const auto address = IpAddress::parse(host);
    if (!address || !address->v4) return refuse(text, "a number, but no IPv4 address");
  }
  return host;
}

Result<std::string> normalise_ipv6(std::string_view text) {
  const IpAddress address = TRY(IpAddress::parse(text));
  if (address.v4) return refuse(text, "IPv4 in brackets");
  return "[" + to_string(address) + "]";
}

Result<uint16_t> parse_port(std::string_view text) {
  uint32_t value = 0;
  if (text.empty() || text.size() > 5 || !std::ranges::all_of(text, is_digit)) {
    return refuse(text, "port is no number");
  }
  for (const char c : text) value = value * 10 + static_cast<uint32_t>(c - '0');
  if (value == 0 || value > 65535) return refuse(text, "port out of range");
  return static_cast<uint16_t>(value);
}

// Where ":port" begins in a normalised or unnormalised authority; npos where it has none.
size_t port_at(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return colon;
  const size_t bracket = text.rfind(']');
  return bracket == std::string_view::npos || bracket < colon ? colon : std::string_view::npos;
}

}  // namespace

Result<Domain> Domain::parse(std::string_view text) { return parse_for(text, kHttpsPort); }

Result<Domain> Domain::parse_for(std::string_view text, uint16_t default_port) {
  if (is_plain_name(text)) return Domain(std::string(text));
  if (text.empty() || text.size() > kLongestText || text.find('\0') != std::string_view::npos) {
    return refuse(text, "empty, too long or with NUL");
  }
  const size_t colon = port_at(text);
  const std::string_view host = text.substr(0, colon);
  Domain out;
  out.text_ = host.starts_with('[') && host.ends_with(']')
                  ? TRY(normalise_ipv6(host.substr(1, host.size() - 2)))
                  : TRY(normalise_name(host));
  if (colon == std::string_view::npos) return out;
  const uint16_t port = TRY(parse_port(text.substr(colon + 1)));
  if (port != default_port) out.text_ += ":" + std::to_string(port);
  return out;
}

std::string_view Domain::host() const {
  const std::string_view host = std::string_view(text_).substr(0, port_at(text_));
  return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

std::optional<uint16_t> Domain::port() const {
  const size_t colon = port_at(text_);
  if (colon == std::string::npos) return std::nullopt;
  const auto port = parse_port(std::string_view(text_).substr(colon + 1));
  return port ? std::optional(port.value()) : std::nullopt;
}

}  // namespace hallway
