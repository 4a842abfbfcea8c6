#pragma once
// Files that people of this node attach, kept by the node's Blobs (server/blobs.h), served under
// /media/ (server/media_serving.h). Named by what is in them (server/media_name.h), so the same
// file is kept once and may be cached for good. Only kinds that the web shows are kept.

#include <filesystem>
#include <string>
#include <string_view>

#include "federation/home.h"
#include "server/routes.h"
#include "storage/posts.h"

namespace hallway {

class Node;

// Takes `made`, on the node's disk, to where it is kept, and gives its address; it may be moved
// away. Errors: invalid (a kind that is not kept), full, limited, unavailable.
Result<Iri> keep_file(Node& node, const std::filesystem::path& made, std::string_view media_type);

// Keeps `png` as it is, at most 2 MiB, and gives what a post carries of it; `alt` says for those
// who cannot see it what is on it. For pictures that were drawn here; those that people bring go
// through server/uploads.h. Errors: invalid (no PNG), too_large, and those of keeping it.
Result<Attachment> keep_picture(Node& node, std::string_view png, std::string_view alt);

// Keeps captions (server/web_vtt.h) and gives their address. Errors: those of keeping a file.
Result<Iri> keep_captions(Node& node, std::string_view web_vtt);

// After something of this node's people went (kMediaLeft): removes the files that no post,
// profile or upload of theirs names any more. What came within the last hour stays until then,
// since it may be about to be posted. What could not be removed is looked at again in an hour;
// while a backup is made nothing is removed. Reads every post when there is something to do. One
// thread. Errors: corrupt (a post cannot be read, so nothing is removed).
Result<void> sweep_media(Node& node);

}  // namespace hallway
