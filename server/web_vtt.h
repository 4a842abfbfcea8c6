#pragma once
// Captions as browsers show them: WebVTT, also made of SubRip (.srt). Pure.

#include <cstddef>
#include <string>
#include <string_view>

#include "storage/values/result.h"

namespace hallway {

inline constexpr size_t kMostWebVttBytes = 1024 * 1024;

// The same captions as WebVTT. Errors: too_large, invalid (neither of the two, or no UTF-8).
Result<std::string> web_vtt_of(std::string_view file);

}  // namespace hallway
