#pragma once
// Posts of this node within pages of others: oEmbed (oembed.com, version 1.0, type rich), and the
// page that their frames show. Only what everybody may see.

#include "server/routes.h"

namespace hallway {

Result<Response> embedded_page(Node& node, const Call& call);  // /@{name}/{id}/embed

namespace api {
// GET /api/oembed?url=...&maxwidth=...&maxheight=...
Result<Response> show_oembed(Node& node, const Call& call);
}  // namespace api

}  // namespace hallway
