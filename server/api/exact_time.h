#pragma once
// Times as clients of the Mastodon API read them best.

#include <string>

#include "storage/values/time.h"

namespace hallway::api {

// With thousandths of a second, also where those are zero: some clients read no other.
inline std::string exact_time(Time at) {
  auto text = to_rfc3339(at);
  if (text.find('.') == std::string::npos) text.insert(text.size() - 1, ".000");
  return text;
}

}  // namespace hallway::api
