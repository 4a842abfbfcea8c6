#pragma once
// /api/v1/conversations: the caller's threads of direct posts.

#include "server/routes.h"

namespace hallway::api {

Result<Response> show_conversations(Node& node, const Call& call);
Result<Response> mark_conversation_read(Node& node, const Call& call);  // /conversations/{id}/read
Result<Response> delete_conversation(Node& node, const Call& call);     // /conversations/{id}

}  // namespace hallway::api
