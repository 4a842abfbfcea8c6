#pragma once
// The head of an HTTP/1.1 request, taken apart strictly (RFC 9112). Whatever two parsers could read
// differently is refused: that is how requests are smuggled past a proxy (RFC 9112 §11.2).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "federation/http.h"

namespace hallway {

// A request that is answered without asking any handler.
struct HttpRefusal {
  int status = 400;
  std::string why;  // for people; names no secret
};

enum class ContentCoding { identity, gzip, deflate };

struct RequestHead {
  Request request;  // all but body, scheme and peer_address; host from the target or Host
  std::optional<uint64_t> content_length;
  bool chunked = false;
  ContentCoding coding = ContentCoding::identity;
  bool expects_continue = false;
  bool keep_alive = true;

  [[nodiscard]] bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

// Where the head in `bytes` ends: the offset after its empty line, 0 while it is incomplete.
// `scanned` is how much was searched before, so that a drip-fed head is not searched again and
// again; it is updated.
size_t find_head_end(std::string_view bytes, size_t& scanned);

// `head` ends with its empty line. Lines end in CRLF only; no folded lines, no space around field
// names, no control characters, at most 100 fields; one Host, at most one Content-Length value,
// never both lengths, no transfer coding but chunked.
std::variant<RequestHead, HttpRefusal> parse_head(std::string_view head);

// Whether `text` may stand in a Host header: a name or address, perhaps with a port, and nothing
// that means something else in a URL.
[[nodiscard]] bool is_host_field(std::string_view text);

// "Moved Permanently"; "Unknown" for what is not registered.
std::string_view reason_phrase(int status);

// The head of an answer, with Date, Content-Length and Connection as told; those that `response`
// carries itself are left out. Control characters in values become spaces.
struct AnswerHead {
  std::string_view date;  // of now, as to_http_date makes it
  bool keep_alive = true;
  bool streams = false;  // the body, if any, has no length: it ends with the connection
};
std::string format_head(const Response& response, const AnswerHead& how);

// Whether an answer of this status has a body at all (RFC 9110 §6.4.1).
[[nodiscard]] bool may_have_body(int status);

}  // namespace hallway
