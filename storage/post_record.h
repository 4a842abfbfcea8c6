#pragma once
// Posts to and from records. For storage/posts.cc.

#include <string>
#include <string_view>

#include "storage/posts.h"

namespace hallway {

std::string encode_post(const Post& post);
Result<Post> decode_post(std::string_view bytes);

}  // namespace hallway
