// Strangers' HTML: what comes out of the sanitizer stays as it is when sanitized again, and holds
// nothing that runs.

#include <algorithm>
#include <string>

#include "federation/html.h"
#include "tests/fuzz/fuzz.h"

using namespace hallway;
using fuzz::hold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto text = fuzz::text(data, size);
  const std::string clean = sanitize_html(text);
  hold(sanitize_html(clean) == clean, "what is clean stays as it is");
  for (const char* bad : {"<script", "<style", "<iframe", "<svg", "<img", "<form", "<!--", "<?"}) {
    hold(clean.find(bad) == std::string::npos, bad);
  }
  hold(escape_html(text).find_first_of("<>\"'") == std::string::npos, "escaped text has no markup");
  (void)text_of_html(text);
  return 0;
}
