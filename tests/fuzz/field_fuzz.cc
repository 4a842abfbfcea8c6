// Structured fields (RFC 8941). What was read and written again has one form.

#include "federation/structured_fields.h"
#include "tests/fuzz/fuzz.h"

using namespace hallway;
using fuzz::hold;

namespace {

// Read, written, read and written: both texts are the same.
template <typename Parse>
void settles(std::string_view text, Parse parse) {
  const auto once = parse(text);
  if (!once.ok()) return;
  const auto written = serialize_field(*once);
  const auto twice = parse(written);
  hold(twice.ok(), "what was written can be read");
  hold(serialize_field(*twice) == written, "what was written has one form");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto text = fuzz::text(data, size);
  settles(text, parse_field_item);
  settles(text, parse_field_list);
  settles(text, parse_field_dictionary);
  return 0;
}
