#pragma once
// Names things between nodes: an absolute http or https address, kept exactly as its owner wrote
// it, taken apart once. An Iri is not a string; what is neither http nor https, has user
// information, no host or control characters cannot become one (RFC 3986; attack 22).

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "storage/values/result.h"

namespace hallway {

// A host as it is compared: lower case, punycode (IDNA 2008 non-transitional, UTS #46), without
// trailing dot; with ":port" where the port is not the scheme's own. "[::1]:8080" for IPv6.
// This is also what a handle carries after the @ and how peers are keyed.
class Domain {
 public:
  Domain() = default;
  // Accepts "Bücher.Example." and "example.org:8080". Port 443 is left out, as handles and peers
  // speak https. Fails with invalid; forms of IPv4 other than "192.0.2.1" ("127.1", "0x7f.1") too.
  static Result<Domain> parse(std::string_view text);
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::string_view host() const;  // without port, without brackets
  [[nodiscard]] std::optional<uint16_t> port() const;
  [[nodiscard]] bool empty() const { return text_.empty(); }
  friend auto operator<=>(const Domain&, const Domain&) = default;

 private:
  friend class Iri;
  explicit Domain(std::string text) : text_(std::move(text)) {}
  // As parse; `default_port` is the one that is left out.
  static Result<Domain> parse_for(std::string_view text, uint16_t default_port);
  std::string text_;
};

class Iri {
 public:
  Iri() = default;  // empty: names nothing
  // Fails with invalid. At most 2,048 bytes.
  static Result<Iri> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const { return parts().text; }
  [[nodiscard]] bool empty() const { return !parts_; }
  [[nodiscard]] bool https() const { return parts().https; }
  [[nodiscard]] const Domain& domain() const { return parts().domain; }
  [[nodiscard]] std::string_view host() const { return domain().host(); }
  [[nodiscard]] uint16_t port() const;            // explicit or the scheme's
  [[nodiscard]] std::string_view path() const;    // "/a/b", "/" where absent; without query
  [[nodiscard]] std::string_view query() const;   // without '?'; empty where absent
  [[nodiscard]] std::string_view target() const;  // path and query, as sent in a request line
  [[nodiscard]] std::string_view fragment() const;
  [[nodiscard]] Iri without_fragment() const;
  // Scheme, host and port: "https://example.org". Two objects trust each other only within one.
  [[nodiscard]] std::string origin() const;
  [[nodiscard]] bool same_origin(const Iri& other) const {
    return https() == other.https() && domain() == other.domain();
  }
  // Resolves a reference (a redirect's Location) against this. RFC 3986 §5.
  [[nodiscard]] Result<Iri> resolve(std::string_view reference) const;

  friend bool operator==(const Iri& a, const Iri& b) {
    return a.parts_ == b.parts_ || a.text() == b.text();
  }
  friend auto operator<=>(const Iri& a, const Iri& b) { return a.text() <=> b.text(); }

 private:
  struct Parts {
    std::string text;
    Domain domain;
    std::string pathless_target;  // "/?x" where the text is "https://example.org?x", else empty
    uint32_t path_at = 0;         // offsets into text
    uint32_t query_at = 0;        // at '?', or end of path
    uint32_t fragment_at = 0;     // at '#', or end
    bool https = false;
  };
  [[nodiscard]] const Parts& parts() const { return parts_ ? *parts_ : none(); }
  static const Parts& none();  // of the empty Iri
  // Never changed once made, so copies share it: an actor alone holds ten of them.
  std::shared_ptr<const Parts> parts_;
};

// RFC 3986 §2.1. Encodes all but unreserved characters; decoding refuses broken escapes and NUL.
std::string percent_encode(std::string_view text);
Result<std::string> percent_decode(std::string_view text);

}  // namespace hallway

template <>
struct std::hash<hallway::Iri> {
  size_t operator()(const hallway::Iri& iri) const noexcept {
    return std::hash<std::string>{}(iri.text());
  }
};
template <>
struct std::hash<hallway::Domain> {
  size_t operator()(const hallway::Domain& d) const noexcept {
    return std::hash<std::string>{}(d.text());
  }
};
