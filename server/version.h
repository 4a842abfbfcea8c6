#pragma once
// What this software calls itself.

#include <string_view>

namespace hallway {

inline constexpr std::string_view kSoftware = "hallway";
inline constexpr std::string_view kVersion = "0.1.0";
// To clients of the Mastodon API: they compare the number in front with features they know.
inline constexpr std::string_view kApiVersion = "4.5.0 (compatible; Hallway 0.1.0)";

}  // namespace hallway
