#pragma once
// /api/v1/media and /api/v2/media: files that are to be posted. A picture is ready when it is
// answered; a film or a sound is made ready afterwards where v2 is asked, and its client asks
// again.

#include "server/routes.h"

namespace hallway::api {

Result<Response> upload_media(Node& node, const Call& call);           // POST /api/v2/media
Result<Response> upload_media_and_wait(Node& node, const Call& call);  // POST /api/v1/media
Result<Response> show_upload(Node& node, const Call& call);            // GET /api/v1/media/{id}
Result<Response> change_upload(Node& node, const Call& call);          // PUT
Result<Response> delete_upload(Node& node, const Call& call);          // DELETE

}  // namespace hallway::api
