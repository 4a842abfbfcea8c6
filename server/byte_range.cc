#include "server/byte_range.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "federation/http.h"
#include "storage/values/ascii.h"

namespace hallway {
namespace {

std::optional<uint64_t> number_in(std::string_view text) {
  uint64_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

constexpr ByteRange kNoneThere{.asked = ByteRange::Asked::none_there};

}  // namespace

ByteRange parse_byte_range(std::string_view header, uint64_t size) {
  const size_t equals = header.find('=');
  if (equals == std::string_view::npos || !equal_ignoring_case(header.substr(0, equals), "bytes")) {
    return {};
  }
  const auto spec = trim(header.substr(equals + 1));
  const size_t dash = spec.find('-');
  if (dash == std::string_view::npos || spec.find(',') != std::string_view::npos) return {};
  const auto from = trim(spec.substr(0, dash)), to = trim(spec.substr(dash + 1));
  const auto first = number_in(from), last = number_in(to);
  if ((!from.empty() && !first) || (!to.empty() && !last)) return {};
  if (from.empty()) {  // the last so many bytes
    if (!last) return {};
    if (*last == 0 || size == 0) return kNoneThere;
    return {ByteRange::Asked::part, size - std::min(*last, size), size - 1};
  }
  if (last && *last < *first) return {};
  if (*first >= size) return kNoneThere;
  return {ByteRange::Asked::part, *first, std::min(last.value_or(size - 1), size - 1)};
}

}  // namespace hallway
