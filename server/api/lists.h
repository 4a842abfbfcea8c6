#pragma once
// /api/v1/lists: people whom the caller reads apart. Only they see their lists, and only people
// whom they follow can be on one.

#include "server/routes.h"

namespace hallway::api {

Result<Response> show_lists(Node& node, const Call& call);
Result<Response> show_list(Node& node, const Call& call);  // /lists/{id}, and so below
Result<Response> make_list(Node& node, const Call& call);
Result<Response> change_list(Node& node, const Call& call);
Result<Response> delete_list(Node& node, const Call& call);
Result<Response> show_list_members(Node& node, const Call& call);  // /lists/{id}/accounts
Result<Response> add_to_list(Node& node, const Call& call);
Result<Response> remove_from_list(Node& node, const Call& call);
Result<Response> show_lists_with(Node& node, const Call& call);  // /accounts/{id}/lists

}  // namespace hallway::api
