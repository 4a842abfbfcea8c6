#pragma once
// What a post of somebody here says, and for whom: its content, mentions, hashtags and links from
// what was typed or written, its to and cc from its visibility, or as a program gave them.

#include <optional>

#include "federation/post.h"

namespace hallway {

// `answered`: who wrote what it answers.
void put_down(const Local& local, Post& post, const NewPost& fresh,
              const std::optional<Actor>& answered);
// `post` as it was before, but for what `edit` says apart from its text.
void put_down(const Local& local, Post& post, const PostEdit& edit);

}  // namespace hallway
