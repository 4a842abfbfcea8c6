#pragma once
// Keywords and single posts of filters: /api/v2/filters/{id}/keywords, /filters/keywords/{id},
// /filters/{id}/statuses, /filters/statuses/{id}.

#include "server/routes.h"

namespace hallway::api {

Result<Response> list_keywords(Node& node, const Call& call);
Result<Response> add_keyword(Node& node, const Call& call);
Result<Response> show_keyword(Node& node, const Call& call);
Result<Response> change_keyword(Node& node, const Call& call);
Result<Response> delete_keyword(Node& node, const Call& call);

Result<Response> list_filter_posts(Node& node, const Call& call);
Result<Response> add_filter_post(Node& node, const Call& call);
Result<Response> show_filter_post(Node& node, const Call& call);
Result<Response> delete_filter_post(Node& node, const Call& call);

}  // namespace hallway::api
