#pragma once
// Files that people of this node attach: DIR/media/HASH.EXT, served under /media/
// (server/media_serving.h). Named by what is in them, so the same file is kept once and may be
// cached for good. Only kinds that the web shows are kept.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "federation/home.h"
#include "server/routes.h"
#include "storage/posts.h"

namespace hallway {

class Node;

// Moves `made`, on the same disk, to where it is kept, and gives its address. Errors: invalid (a
// kind that is not kept), full, unavailable.
Result<Iri> keep_file(Node& node, const std::filesystem::path& made, std::string_view media_type);

// Keeps `png` as it is, at most 2 MiB, and gives what a post carries of it; `alt` says for those
// who cannot see it what is on it. For pictures that were drawn here; those that people bring go
// through server/uploads.h. Errors: invalid (no PNG), too_large, unavailable (cannot be written).
Result<Attachment> keep_picture(Node& node, std::string_view png, std::string_view alt);

// What a file of that name is: by its end, where the rest is 64 hexadecimal digits. Empty for every
// other name, which could name another file.
std::string_view media_type_of_name(std::string_view name);
// "jpg"; empty for a kind that is not kept.
std::string_view extension_of(std::string_view media_type);
std::span<const std::string_view> kept_extensions();

// Those in `dir`, a node's folder, that are not what their names say.
std::vector<std::string> find_damaged_media(const std::filesystem::path& dir);

// Those that people of the node in `dir` attached and that are not there. Errors: those of
// list_carried (storage/verify.h).
Result<std::vector<std::string>> find_missing_media(const std::filesystem::path& dir,
                                                    const Home& home);

// After something of this node's people went (kMediaLeft): removes the files that no post,
// profile or upload of theirs names any more. What came within the last hour stays until then,
// since it may be about to be posted. What could not be removed is looked at again in an hour;
// while a backup is made nothing is removed. Reads every post when there is something to do. One
// thread. Errors: corrupt (a post cannot be read, so nothing is removed).
Result<void> sweep_media(Node& node);

}  // namespace hallway
