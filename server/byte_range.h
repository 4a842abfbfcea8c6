#pragma once
// Which part of a file a request asks for (RFC 9110 §14). Pure.

#include <cstdint>
#include <string_view>

namespace hallway {

struct ByteRange {
  enum class Asked { whole, part, none_there };
  Asked asked = Asked::whole;
  uint64_t first = 0, last = 0;  // of a part, both included
};

// `header`: the value of Range; `size`: of the file. What is not understood, and several ranges at
// once, count as not asked (§14.2 lets a server ignore them); none_there: 416.
ByteRange parse_byte_range(std::string_view header, uint64_t size);

}  // namespace hallway
