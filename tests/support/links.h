#pragma once
// How links of others are written in HTML that a node made, short enough for tables of tests.

#include <string>
#include <string_view>

namespace hallway::test {

// "@REL" stands for what keeps such a link apart from our page.
inline std::string with_rel(std::string text) {
  constexpr std::string_view kRel = R"( rel="nofollow noopener noreferrer" target="_blank")";
  for (size_t at = text.find("@REL"); at != std::string::npos; at = text.find("@REL", at))
    text.replace(at, 4, kRel);
  return text;
}

}  // namespace hallway::test
