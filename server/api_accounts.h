#pragma once
// /api/v1/accounts: people, their posts, and following them.

#include "server/routes.h"

namespace hallway::api {

Result<Response> verify_credentials(Node& node, const Call& call);
Result<Response> lookup_account(Node& node, const Call& call);      // ?acct=
Result<Response> show_relationships(Node& node, const Call& call);  // ?id[]=
Result<Response> show_account(Node& node, const Call& call);
Result<Response> list_account_statuses(Node& node, const Call& call);
Result<Response> follow_account(Node& node, const Call& call);
Result<Response> unfollow_account(Node& node, const Call& call);

}  // namespace hallway::api
