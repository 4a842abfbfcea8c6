#pragma once
// What clients of the Mastodon API get to see of a file: MediaAttachment.

#include "federation/home.h"
#include "storage/posts.h"
#include "storage/values/json.h"

namespace hallway::api {

// Of one that is uploaded and not posted yet; without addresses while it is not `ready`.
Json media_json(const Attachment& file, bool ready);
// Of the file at `index` of what a post carries.
Json media_json(const Home& home, const Post& post, size_t index);
// By what clients know the file at `index`.
Id media_id(const Post& post, size_t index);

}  // namespace hallway::api
