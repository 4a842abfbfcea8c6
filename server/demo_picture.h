#pragma once
// Pictures for the demo, drawn by code.

#include <string>
#include <string_view>

namespace hallway::demo {

// A PNG of 720 by 400: "bearing", "latency", "palette" or "hills"; empty for any other name.
std::string draw_picture(std::string_view name);

}  // namespace hallway::demo
