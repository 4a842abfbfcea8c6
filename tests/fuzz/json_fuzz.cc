// The JSON door: what it lets in can be written, read again and canonicalized, and stays the same.

#include "storage/values/json.h"
#include "tests/fuzz/fuzz.h"

using namespace hallway;
using fuzz::hold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto value = parse_json(fuzz::text(data, size));
  if (!value.ok()) return 0;
  const auto again = parse_json(dump_json(value.value()));
  hold(again.ok(), "what was written can be read");
  hold(again.value() == value.value(), "it is the same value");
  const auto canonical = canonical_json(value.value());
  if (!canonical.ok()) return 0;
  const auto reread = parse_json(canonical.value());
  hold(reread.ok(), "the canonical form can be read");
  const auto twice = canonical_json(reread.value());
  // The shortest digits of a large double may be an integer that I-JSON cannot carry exactly.
  if (twice.ok()) hold(twice.value() == canonical.value(), "the canonical form is final");
  return 0;
}
