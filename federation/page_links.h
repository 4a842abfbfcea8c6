#pragma once
// Which pages a post leads to, so that posts about a page are found. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/posts.h"

namespace hallway {

inline constexpr size_t kMostPageLinks = 20;

// By its text, but for mentions and hashtags, and what it is about; each once, as page_address.
std::vector<std::string> page_links(const Post& post);

// As a page is known by: without what comes after '#'. Nothing for what is no http(s) address.
std::optional<std::string> page_address(std::string_view text);

}  // namespace hallway
