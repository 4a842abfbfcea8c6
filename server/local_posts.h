#pragma once
// Posts of this node that everybody may see, as addresses of pages name them.

#include "federation/home.h"
#include "storage/actors.h"
#include "storage/posts.h"

namespace hallway {

// Fails with not_found, also where it is not for everybody, and gone.
Result<Post> find_public_post(const ReadTxn& txn, const Home& home, const Actor& author,
                              std::string_view id);

}  // namespace hallway
