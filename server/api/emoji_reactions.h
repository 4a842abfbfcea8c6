#pragma once
// Reactions with emojis through the client API: /api/v1/pleroma/statuses/:id/reactions[/:emoji],
// as apps for Pleroma and Akkoma call it. `:emoji` is one of Unicode, or the name of a custom one
// that stands below the post, with colons or without.

#include "server/api/entities.h"
#include "server/routes.h"

namespace hallway::api {

// What a status says of them: each emoji with how many, and whether the viewer is one of them.
Json emoji_reactions_json(const View& view, const Post& post);

// GET: who reacted with what; with `:emoji` only with that. At most 80 people altogether, and
// without a token only those of this node; the counts are of all.
Result<Response> list_emoji_reactions_to(Node& node, const Call& call);
// PUT and DELETE: the status.
Result<Response> react_with_emoji(Node& node, const Call& call);
Result<Response> unreact_with_emoji(Node& node, const Call& call);

}  // namespace hallway::api
