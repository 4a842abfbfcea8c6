#include "storage/values/id.h"

#include <charconv>

namespace hallway {

std::string to_string(Id id) { return std::to_string(id.value); }

Result<Id> parse_id(std::string_view text) {
  Id id;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, id.value);
  if (text.empty() || text.size() > 20 || error != std::errc() || stop != end) {
    return fail(Code::invalid, "not an id: " + std::string(text.substr(0, 24)));
  }
  return id;
}

}  // namespace hallway
