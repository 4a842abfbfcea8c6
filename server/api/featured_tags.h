#pragma once
// /api/v1/featured_tags, and those of /api/v1/accounts/:id/featured_tags.

#include "server/routes.h"

namespace hallway::api {

// Clients name a tag by a number. A tag has none: this is made of its name.
std::string number_of_tag(std::string_view tag);

Result<Response> list_featured_tags(Node& node, const Call& call);  // the caller's
Result<Response> add_featured_tag(Node& node, const Call& call);    // POST: name
Result<Response> remove_featured_tag(Node& node, const Call& call);
// What the caller uses most and does not feature yet: at most 10, of their last 200 posts.
Result<Response> suggest_featured_tags(Node& node, const Call& call);
Result<Response> list_featured_tags_of(Node& node, const Call& call);

}  // namespace hallway::api
