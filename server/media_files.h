#pragma once
// Pictures that people of this node attach: DIR/media/HASH.png, served under /media/. Named by what
// is in them, so the same picture is kept once and may be cached for good. PNG only, at most 2 MiB;
// the bytes are served as they came, as an image and nothing else.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "federation/home.h"
#include "server/routes.h"
#include "storage/posts.h"

namespace hallway {

class Node;

// Keeps `png` and gives what a post carries of it; `alt` says for those who cannot see it what is
// on it. Errors: invalid (no PNG), too_large, unavailable (cannot be written).
Result<Attachment> keep_picture(Node& node, std::string_view png, std::string_view alt);

// Those in `dir`, a node's folder, that are not what their names say.
std::vector<std::string> find_damaged_pictures(const std::filesystem::path& dir);

// Those that people of the node in `dir` attached and that are not there. Errors: those of
// list_carried (storage/verify.h).
Result<std::vector<std::string>> find_missing_pictures(const std::filesystem::path& dir,
                                                       const Home& home);

// After somebody of this node was deleted: removes the pictures that no post of its people carries
// any more. What came within the last hour stays until then, since it may be about to be posted.
// What could not be removed is looked at again in an hour; while a backup is made nothing is
// removed. Reads every post when there is something to do. One thread. Errors: corrupt (a post
// cannot be read, so nothing is removed).
Result<void> sweep_pictures(Node& node);

Result<Response> show_picture(Node& node, const Call& call);  // /media/{file}

}  // namespace hallway
