// RFC 8785: the one way to write a JSON value down, so that it can be signed.

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "storage/values/json.h"
#include "storage/values/utf8.h"

namespace hallway {
namespace {

// §3.2.3: names are ordered by UTF-16 code units. That is the order of UTF-8 bytes but for one
// case: surrogates (characters of four bytes) come before U+E000..U+FFFF (leads 0xEE and 0xEF).
bool utf16_less(std::string_view a, std::string_view b) {
  const auto [x, y] = std::ranges::mismatch(a, b);
  if (x == a.end() || y == b.end()) return x == a.end() && y != b.end();
  const auto left = static_cast<uint8_t>(*x);
  const auto right = static_cast<uint8_t>(*y);
  if (left >= 0xF0 && (right == 0xEE || right == 0xEF)) return true;
  if (right >= 0xF0 && (left == 0xEE || left == 0xEF)) return false;
  return left < right;
}

// §3.2.2.2
Result<void> write_string(std::string& out, std::string_view text) {
  constexpr std::string_view kShort = "btn-fr";  // U+0008 .. U+000D, of which U+000B has none
  constexpr std::string_view kHex = "0123456789abcdef";
  if (!is_utf8(text)) return fail(Code::invalid, "text that is not UTF-8 in JSON");
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    if (byte >= 0x20) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    } else if (byte >= 8 && byte <= 13 && byte != 11) {
      out += '\\';
      out += kShort[byte - 8U];
    } else {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  out += '"';
  return {};
}

// ECMA-262 §6.1.6.1.20 Number::toString, from the shortest digits that read back as `value`.
Result<void> write_number(std::string& out, double value) {
  if (!std::isfinite(value)) return fail(Code::invalid, "a number that JSON cannot carry");
  if (value == 0) {
    out += '0';  // minus zero too
    return {};
  }
  if (value < 0) out += '-';
  std::array<char, 40> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), std::fabs(value),
                                 std::chars_format::scientific);
  const std::string_view written(text.data(), static_cast<size_t>(end.ptr - text.data()));
  const size_t e = written.find('e');
  int exponent = 0;
  const char* digits_at = written.data() + e + (written[e + 1] == '+' ? 2 : 1);
  std::from_chars(digits_at, end.ptr, exponent);
  std::string digits(written.substr(0, e));
  std::erase(digits, '.');
  const int k = static_cast<int>(digits.size());
  const int n = exponent + 1;  // the point stands behind the nth digit
  if (n >= k && n <= 21) {
    out.append(digits).append(static_cast<size_t>(n - k), '0');
  } else if (n > 0 && n <= 21) {
    out += digits.insert(static_cast<size_t>(n), ".");
  } else if (n > -6 && n <= 0) {
    out.append("0.").append(static_cast<size_t>(-n), '0').append(digits);
  } else {
    if (k > 1) digits.insert(1, ".");
    out.append(digits).append(n > 0 ? "e+" : "e-").append(std::to_string(std::abs(n - 1)));
  }
  return {};
}

// RFC 7493 §2.2: an integer that a double would round is no number of I-JSON.
template <class Integer>
Result<void> write_integer(std::string& out, Integer value) {
  constexpr Integer kExact = Integer{1} << 53;
  if (value <= kExact && (std::is_unsigned_v<Integer> || value + kExact >= 0)) {
    out += std::to_string(value);
    return {};
  }
  const auto rounded = static_cast<double>(value);
  // 2^64 and 2^63 themselves come from rounding up, and do not convert back.
  if (rounded >= std::ldexp(1.0, std::numeric_limits<Integer>::digits) ||
      static_cast<Integer>(rounded) != value) {
    return fail(Code::invalid, "an integer beyond I-JSON: " + std::to_string(value));
  }
  return write_number(out, rounded);
}

Result<void> write(std::string& out, const Json& value);

Result<void> write_object(std::string& out, const Json::object_t& object) {
  std::vector<const Json::object_t::value_type*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::ranges::sort(members, utf16_less, [](const auto* m) { return std::string_view(m->first); });
  out += '{';
  for (const auto* member : members) {
    if (member != members.front()) out += ',';
    TRY(write_string(out, member->first));
    out += ':';
    TRY(write(out, member->second));
  }
  out += '}';
  return {};
}

Result<void> write_array(std::string& out, const Json::array_t& array) {
  out += '[';
  for (const Json& element : array) {
    if (&element != &array.front()) out += ',';
    TRY(write(out, element));
  }
  out += ']';
  return {};
}

// Recurses as deep as the value, which parse_json has bounded.
Result<void> write(std::string& out, const Json& value) {
  switch (value.type()) {
    case Json::value_t::null: out += "null"; return {};
    case Json::value_t::boolean:
      out += value.get_ref<const Json::boolean_t&>() ? "true" : "false";
      return {};
    case Json::value_t::string: return write_string(out, value.get_ref<const Json::string_t&>());
    case Json::value_t::number_integer:
      return write_integer(out, value.get_ref<const Json::number_integer_t&>());
    case Json::value_t::number_unsigned:
      return write_integer(out, value.get_ref<const Json::number_unsigned_t&>());
    case Json::value_t::number_float:
      return write_number(out, value.get_ref<const Json::number_float_t&>());
    case Json::value_t::object: return write_object(out, value.get_ref<const Json::object_t&>());
    case Json::value_t::array: return write_array(out, value.get_ref<const Json::array_t&>());
    case Json::value_t::binary:
    case Json::value_t::discarded: break;
  }
  return fail(Code::invalid, "a value that JSON cannot carry");
}

}  // namespace

Result<std::string> canonical_json(const Json& value) {
  std::string out;
  TRY(write(out, value));
  return out;
}

}  // namespace hallway
