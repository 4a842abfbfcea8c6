#include "server/coding.h"

#include <zlib.h>

#include <algorithm>
#include <optional>

#include "storage/values/ascii.h"

namespace hallway {
namespace {

// Fewer fit into the first packet of an answer anyway.
constexpr size_t kWorthIt = 1'400;
// Of a timeline of 20 posts (38 KB), measured: level 1 to 3 take 35 µs each, 4 takes 83, 6 takes
// 104; of the three, 3 makes the least of it (2.6 KB; 6: 2.3 KB).
constexpr int kLevel = 3;
constexpr int kGzip = MAX_WBITS + 16;

constexpr std::string_view kTexts[] = {"application/json",          "application/jrd+json",
                                       "application/activity+json", "application/ld+json",
                                       "application/problem+json",  "application/manifest+json",
                                       "application/xrd+xml",       "image/svg+xml"};

std::string_view cut(std::string_view& text, char at) {
  const size_t end = std::min(text.find(at), text.size());
  const auto part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trim(part);
}

// RFC 9110 §12.4.2, in thousandths; what is no weight refuses.
int weight_in(std::string_view parameter) {
  if (parameter.empty()) return 1'000;
  if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return 0;
  const auto digits = parameter.substr(2);
  if (digits.empty() || digits.size() > 5 || (digits[0] != '0' && digits[0] != '1')) return 0;
  if (digits.size() > 1 && digits[1] != '.') return 0;
  int weight = (digits[0] - '0') * 1'000;
  int worth = 100;
  for (const char digit : digits.substr(std::min<size_t>(2, digits.size()))) {
    if (digit < '0' || digit > '9') return 0;
    weight += (digit - '0') * worth;
    worth /= 10;
  }
  return weight <= 1'000 ? weight : 0;
}

// Nothing where neither it nor all others (*) are named.
std::optional<int> weight_of(std::string_view accepted, std::string_view coding) {
  std::optional<int> of_others;
  while (!accepted.empty()) {
    auto item = cut(accepted, ',');
    const auto name = cut(item, ';');
    const int weight = weight_in(trim(item));
    if (equal_ignoring_case(name, coding)) return weight;
    if (name == "*") of_others = weight;
  }
  return of_others;
}

bool is_text(std::string_view type) {
  const auto essence = cut(type, ';');
  return essence.starts_with("text/") || std::ranges::find(kTexts, essence) != std::end(kTexts);
}

// Empty where memory ran out.
std::string gzipped(std::string_view text) {
  z_stream stream{};
  constexpr int kUsualMemory = 8;
  if (::deflateInit2(&stream, kLevel, Z_DEFLATED, kGzip, kUsualMemory, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    return {};
  }
  std::string out(::deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool whole = ::deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(whole ? stream.total_out : 0);
  ::deflateEnd(&stream);
  return out;
}

constexpr std::string_view kMark = "-gzip\"";  // at the end of a tag

std::string_view without_mark(std::string_view tag) {
  tag.remove_suffix(tag.ends_with(kMark) ? kMark.size() : tag.ends_with('"') ? 1 : 0);
  return tag;
}

void add_vary(Response& response) {
  const auto vary = response.headers.find("Vary");
  response.headers.set("Vary", vary ? std::string(*vary) + ", Accept-Encoding" : "Accept-Encoding");
}

}  // namespace

bool takes_coding(std::string_view accepted, std::string_view coding) {
  const int weight = weight_of(accepted, coding).value_or(0);
  // Who names identity or all others says how glad they are of it; else it is the last resort.
  return weight > 0 && (weight >= weight_of(accepted, "identity").value_or(0));
}

bool is_compressible(Area area, const Request& request, const Response& response) {
  // What changes something may be answered by the writer's thread, which has better to do.
  if (request.method != "GET" && request.method != "HEAD") return false;
  if (area == Area::page &&
      (request.headers.find("Cookie") || response.headers.find("Cache-Control") == "no-store")) {
    return false;
  }
  const bool whole = response.status != 206 && !response.source && !response.stream;
  return whole && response.body.size() >= kWorthIt && !response.headers.find("Content-Encoding") &&
         !response.headers.find("Set-Cookie") &&
         is_text(response.headers.find("Content-Type").value_or(""));
}

void compress_for(const Request& request, Response& response) {
  add_vary(response);
  if (!takes_coding(request.headers.find("Accept-Encoding").value_or(""), "gzip")) return;
  if (!response.body.empty()) {  // as that of 304 is
    auto body = gzipped(response.body);
    if (body.empty()) return;
    response.body = std::move(body);
    response.headers.set("Content-Encoding", "gzip");
  }
  if (const auto tag = response.headers.find("ETag")) {
    response.headers.set("ETag", std::string(without_mark(*tag)) + std::string(kMark));
  }
}

bool is_tag_of_same(std::string_view one, std::string_view other) {
  return without_mark(one) == without_mark(other);
}

}  // namespace hallway
