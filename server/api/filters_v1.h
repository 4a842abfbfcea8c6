#pragma once
// /api/v1/filters, as programs knew it before filters had several words: each keyword of the
// caller's filters stands for one. What is said of a filter's contexts, end and action holds for
// all of its keywords.

#include "server/routes.h"

namespace hallway::api {

Result<Response> list_filters_v1(Node& node, const Call& call);
Result<Response> show_filter_v1(Node& node, const Call& call);  // /filters/{id}, and so below
Result<Response> make_filter_v1(Node& node, const Call& call);
Result<Response> change_filter_v1(Node& node, const Call& call);
Result<Response> delete_filter_v1(Node& node, const Call& call);

}  // namespace hallway::api
