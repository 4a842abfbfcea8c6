#pragma once
// Captions of a film or a recording on the wire, as PeerTube has them: subtitleLanguage. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "storage/posts.h"
#include "storage/values/json.h"

namespace hallway {

inline constexpr size_t kMostCaptions = 40;          // of one file
inline constexpr size_t kLongestCaptionLabel = 100;  // bytes

// A language tag as it is usually written (RFC 5646 §2.1.1: "zh-Hant-TW"), so that each language
// has one; empty where it is none.
std::string language_tag_of(std::string_view text);

// One of each language; what names no language or no file is left out.
std::vector<Caption> read_captions(const Json& object);
Json captions_json(const std::vector<Caption>& captions);

}  // namespace hallway
