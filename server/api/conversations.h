#pragma once
// /api/v1/conversations: the caller's threads of direct posts; and, of our own, one of them by the
// id of any post in it, with its posts.

#include "federation/conversation.h"
#include "server/api/entities.h"
#include "server/routes.h"

namespace hallway::api {

Json conversation_json(const View& view, const Conversation& conversation);

Result<Response> show_conversations(Node& node, const Call& call);
Result<Response> mark_conversation_read(Node& node, const Call& call);  // /conversations/{id}/read
Result<Response> delete_conversation(Node& node, const Call& call);     // /conversations/{id}

// /api/hallway/v1/conversations/{id}, and .../statuses: newest first.
Result<Response> show_conversation(Node& node, const Call& call);
Result<Response> list_conversation_statuses(Node& node, const Call& call);

}  // namespace hallway::api
