#pragma once
// Pictures that people of this node attach: DIR/media/HASH.png, served under /media/. Named by what
// is in them, so the same picture is kept once and may be cached for good. PNG only, at most 2 MiB;
// the bytes are served as they came, as an image and nothing else.

#include <string>
#include <string_view>

#include "server/routes.h"
#include "storage/posts.h"

namespace hallway {

class Node;

// Keeps `png` and gives what a post carries of it; `alt` says for those who cannot see it what is
// on it. Errors: invalid (no PNG), too_large, unavailable (cannot be written).
Result<Attachment> keep_picture(Node& node, std::string_view png, std::string_view alt);

Result<Response> show_picture(Node& node, const Call& call);  // /media/{file}

}  // namespace hallway
