#pragma once
// /api/v1/tags and /api/v1/followed_tags: hashtags, and those whose posts stand in the caller's
// home timeline.

#include "server/api/entities.h"
#include "server/routes.h"

namespace hallway::api {

// How often a tag was used in the last seven days, by the public posts that are known here, and
// whether the viewer follows and features it.
Json tag_json(const View& view, const std::string& tag);
// The same where how often it was used is known.
Json tag_json(const View& view, const std::string& tag, Json history);

Result<Response> show_tag(Node& node, const Call& call);  // /tags/{name}, and so below
Result<Response> follow_tag(Node& node, const Call& call);
Result<Response> unfollow_tag(Node& node, const Call& call);
Result<Response> feature_one_tag(Node& node, const Call& call);
Result<Response> unfeature_one_tag(Node& node, const Call& call);
Result<Response> list_tags_followed(Node& node, const Call& call);  // /followed_tags

}  // namespace hallway::api
