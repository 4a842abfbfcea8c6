#pragma once
// What anybody may see with a browser: the node's front page, people and posts. Only what policy
// lets flow to anybody; no script.

#include "server/routes.h"

namespace hallway {

Result<Response> front_page(Node& node, const Call& call);
// /@{name}, also as an activity document for who asks for one. Older posts: ?before=ID.
Result<Response> profile_page(Node& node, const Call& call);
Result<Response> post_page(Node& node, const Call& call);     // /@{name}/{id}, with its thread
Result<Response> history_page(Node& node, const Call& call);  // /@name/id/history

}  // namespace hallway
