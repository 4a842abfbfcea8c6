#pragma once
// /api/hallway/v1/media/{id}/captions: what is said in a film or a recording, one file for each
// language. Of somebody's own upload, and of a file that a post of theirs carries, which edits that
// post. Both answer the MediaAttachment as it is by then.

#include "server/routes.h"

namespace hallway::api {

Result<Response> put_captions(Node& node, const Call& call);     // POST
Result<Response> delete_captions(Node& node, const Call& call);  // DELETE …/captions/{language}

}  // namespace hallway::api
