#pragma once
// /tags/{name}: a hashtag as a page for anybody, without script: the latest public posts of people
// here, topics that belong to it, and who writes about it. Nothing of posts and people elsewhere.

#include "server/routes.h"

namespace hallway {

// 404 where there is no such post. `before`: posts older than this one, as the page links to them.
Result<Response> tag_page(Node& node, const Call& call);

}  // namespace hallway
