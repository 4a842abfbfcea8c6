#include "server/http_head.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "server/body.h"
#include "storage/values/ascii.h"
#include "storage/values/iri.h"

namespace hallway {
namespace {

constexpr size_t kMaxFields = 100;

// RFC 9110 §5.6.2 tchar.
constexpr std::array<bool, 256> token_table() {
  std::array<bool, 256> table{};
  for (char c = '0'; c <= '9'; ++c) table[static_cast<uint8_t>(c)] = true;
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<uint8_t>(c)] = true;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<uint8_t>(c)] = true;
  for (char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<uint8_t>(c)] = true;
  return table;
}
constexpr auto kToken = token_table();

bool is_token(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return kToken[static_cast<uint8_t>(c)]; });
}

// RFC 9110 §5.5: visible characters, spaces, tabs and bytes from 0x80.
bool is_field_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    auto byte = static_cast<uint8_t>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

// Takes the line up to the next CRLF off `rest`. nullopt where a CR or LF stands alone.
std::optional<std::string_view> next_line(std::string_view& rest) {
  auto end = rest.find('\n');
  if (end == std::string_view::npos || end == 0 || rest[end - 1] != '\r') return std::nullopt;
  auto line = rest.substr(0, end - 1);
  rest.remove_prefix(end + 1);
  if (line.find('\r') != std::string_view::npos) return std::nullopt;
  return line;
}

using Refused = std::optional<HttpRefusal>;
HttpRefusal malformed_head(std::string why) { return {400, std::move(why)}; }

// RFC 9112 §3.2: origin form, absolute form (its authority is the host), or "*" of OPTIONS.
Refused read_target(std::string_view target, Request& request) {
  if (target.empty() || std::ranges::any_of(target, [](char c) {
        auto byte = static_cast<uint8_t>(c);
        return byte <= 0x20 || byte >= 0x7f;
      })) {
    return malformed_head("the request target holds characters that must be encoded");
  }
  if (target == "*" && request.method == "OPTIONS") {
    request.target = request.path = "*";
    return std::nullopt;
  }
  for (std::string_view scheme : {"http://", "https://"}) {
    if (target.size() > scheme.size() &&
        equal_ignoring_case(target.substr(0, scheme.size()), scheme)) {
      auto authority = target.substr(scheme.size());
      authority = authority.substr(0, authority.find_first_of("/?"));
      if (!is_host_field(authority))
        return malformed_head("the request target names no proper host");
      request.host = authority;
      target.remove_prefix(scheme.size() + authority.size());
      request.target = target.empty() || target[0] != '/' ? "/" : "";
    }
  }
  if (request.host.empty() && target[0] != '/')
    return malformed_head("the request target is no path");
  if (target.find('#') != std::string_view::npos)
    return malformed_head("a request target has no fragment");
  request.target += target;
  auto path = percent_decode(std::string_view(request.target).substr(0, request.target.find('?')));
  if (!path) return malformed_head("the path is not properly percent-encoded");
  request.path = std::move(path).value();
  return std::nullopt;
}

// RFC 9112 §3, §2.3.
Refused read_request_line(std::string_view line, RequestHead& head) {
  auto first = line.find(' ');
  auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return malformed_head("no request line");
  auto method = line.substr(0, first);
  if (!is_token(method) || method.size() > 32) return malformed_head("the method is no token");
  auto version = line.substr(last + 1);
  if (version.size() != 8 || version.substr(0, 5) != "HTTP/" || version[6] != '.') {
    return malformed_head("no HTTP version");
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return HttpRefusal{505, "HTTP/1.1 is spoken here"};
  }
  head.keep_alive = version == "HTTP/1.1";
  if (method == "CONNECT") return HttpRefusal{501, "this is no proxy"};
  head.request.method = method;
  return read_target(line.substr(first + 1, last - first - 1), head.request);
}

// Digits only; a list of equal values is one value (RFC 9110 §8.6 allows it, we need not).
Refused read_content_length(std::string_view value, RequestHead& head) {
  uint64_t length = 0;
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
  if (value.empty() || value[0] == '-' || error != std::errc() ||
      end != value.data() + value.size()) {
    return malformed_head("Content-Length is no number");
  }
  if (head.content_length) return malformed_head("more than one Content-Length");
  head.content_length = length;
  return std::nullopt;
}

Refused read_coding(std::string_view value, RequestHead& head) {
  if (equal_ignoring_case(value, "identity")) return std::nullopt;
  bool gzip = equal_ignoring_case(value, "gzip") || equal_ignoring_case(value, "x-gzip");
  if (head.coding != ContentCoding::identity || (!gzip && !equal_ignoring_case(value, "deflate"))) {
    return HttpRefusal{415, "Content-Encoding is neither gzip nor deflate"};
  }
  head.coding = gzip ? ContentCoding::gzip : ContentCoding::deflate;
  return std::nullopt;
}

Refused read_connection(std::string_view value, RequestHead& head) {
  while (!value.empty()) {
    auto comma = std::min(value.find(','), value.size());
    auto option = trim(value.substr(0, comma));
    if (equal_ignoring_case(option, "close")) head.keep_alive = false;
    if (equal_ignoring_case(option, "keep-alive")) head.keep_alive = true;
    value.remove_prefix(std::min(comma + 1, value.size()));
  }
  return std::nullopt;
}

Refused read_host(std::string_view value, RequestHead& head) {
  auto& host = head.request.host;
  if (!is_host_field(value)) return malformed_head("Host is no host");
  if (!host.empty() && !equal_ignoring_case(host, value))
    return malformed_head("two different hosts");
  host = value;
  return std::nullopt;
}

Refused read_expectation(std::string_view value, RequestHead& head) {
  if (!equal_ignoring_case(value, "100-continue")) return HttpRefusal{417, "unknown Expect"};
  head.expects_continue = true;
  return std::nullopt;
}

Refused read_transfer_coding(std::string_view value, RequestHead& head) {
  if (head.chunked) return malformed_head("more than one Transfer-Encoding");
  if (!equal_ignoring_case(value, "chunked")) {
    return HttpRefusal{501, "no transfer coding but chunked"};
  }
  head.chunked = true;
  return std::nullopt;
}

// What the fields say about framing and the connection; everything else is the handler's.
Refused read_meaning(std::string_view name, std::string_view value, RequestHead& head) {
  const auto is = [name](std::string_view known) { return equal_ignoring_case(name, known); };
  switch (name.size()) {
    case 4: return is("Host") ? read_host(value, head) : std::nullopt;
    case 6: return is("Expect") ? read_expectation(value, head) : std::nullopt;
    case 10: return is("Connection") ? read_connection(value, head) : std::nullopt;
    case 14: return is("Content-Length") ? read_content_length(value, head) : std::nullopt;
    case 16: return is("Content-Encoding") ? read_coding(value, head) : std::nullopt;
    case 17: return is("Transfer-Encoding") ? read_transfer_coding(value, head) : std::nullopt;
    default: return std::nullopt;
  }
}

Refused read_field(std::string_view line, RequestHead& head) {
  if (line[0] == ' ' || line[0] == '\t') return malformed_head("a folded header line");
  auto colon = line.find(':');
  if (colon == std::string_view::npos) return malformed_head("a header line without colon");
  auto name = line.substr(0, colon);
  if (!is_token(name)) return malformed_head("a header name that is no token");
  auto value = trim(line.substr(colon + 1));
  if (!is_field_value(value)) return malformed_head("control characters in a header");
  if (head.request.headers.list().size() == kMaxFields) {
    return HttpRefusal{431, "more than 100 header fields"};
  }
  head.request.headers.add(std::string(name), std::string(value));
  return read_meaning(name, value, head);
}

// What only the whole head shows. RFC 9112 §3.2, §6.1.
Refused check_whole(const RequestHead& head, bool http_1_1) {
  if (head.chunked && head.content_length)
    return malformed_head("both Content-Length and Transfer-Encoding");
  if (head.chunked && !http_1_1) return malformed_head("Transfer-Encoding in HTTP/1.0");
  size_t hosts = head.request.headers.find_all("Host").size();
  if (hosts > 1) return malformed_head("more than one Host");
  if (hosts == 0 && http_1_1) return malformed_head("no Host");
  return std::nullopt;
}

}  // namespace

bool is_host_field(std::string_view text) {
  return !text.empty() && text.size() <= 255 && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '-' || c == ':' || c == '[' || c == ']' || c == '_';
  });
}

size_t find_head_end(std::string_view bytes, size_t& scanned) {
  // RFC 9112 §2.2: an empty line before the request line is forgiven.
  size_t skip = bytes.substr(0, 2) == "\r\n" ? 2 : 0;
  size_t from = std::max(skip, scanned < 3 ? 0 : scanned - 3);
  auto end = bytes.find("\r\n\r\n", from);
  scanned = bytes.size();
  return end == std::string_view::npos ? 0 : end + 4;
}

std::variant<RequestHead, HttpRefusal> parse_head(std::string_view text) {
  if (text.substr(0, 2) == "\r\n") text.remove_prefix(2);
  RequestHead head;
  auto line = next_line(text);
  if (!line) return malformed_head("a line that does not end in CRLF");
  if (auto refused = read_request_line(*line, head)) return *std::move(refused);
  const bool http_1_1 = head.keep_alive;
  while (true) {
    line = next_line(text);
    if (!line) return malformed_head("a line that does not end in CRLF");
    if (line->empty()) break;
    if (auto refused = read_field(*line, head)) return *std::move(refused);
  }
  if (!text.empty()) return malformed_head("bytes after the head");
  if (auto refused = check_whole(head, http_1_1)) return *std::move(refused);
  return head;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 100: return "Continue";
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Unknown";
  }
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

namespace {

bool is_framing(std::string_view name) {
  return equal_ignoring_case(name, "Content-Length") ||
         equal_ignoring_case(name, "Transfer-Encoding") ||
         equal_ignoring_case(name, "Connection") || equal_ignoring_case(name, "Date");
}

// An answer's header must not be able to end its line: values may stem from strangers.
void append_clean(std::string& out, std::string_view text) {
  for (char c : text) {
    auto byte = static_cast<uint8_t>(c);
    out += (byte < 0x20 && c != '\t') || byte == 0x7f ? ' ' : c;
  }
}

}  // namespace

std::string format_head(const Response& response, const AnswerHead& how) {
  std::string out;
  out.reserve(256);
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  out.append(reason_phrase(response.status)).append("\r\nDate: ").append(how.date).append("\r\n");
  for (const auto& [name, value] : response.headers.list()) {
    if (!is_token(name) || is_framing(name)) continue;
    out.append(name).append(": ");
    append_clean(out, value);
    out.append("\r\n");
  }
  if (response.status == 101) return out.append("Connection: Upgrade\r\n\r\n");
  if (may_have_body(response.status) && !how.streams) {
    const auto length = response.source ? response.source->size() : response.body.size();
    out.append("Content-Length: ").append(std::to_string(length)).append("\r\n");
  }
  out.append(how.keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
  return out;
}

}  // namespace hallway
