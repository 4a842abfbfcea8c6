#pragma once
// /api/v1/admin/accounts and /api/v2/admin/accounts: people here and elsewhere, for those who
// moderate.

#include "server/routes.h"

namespace hallway::api {

Result<Response> list_admin_accounts_v1(Node& node, const Call& call);
Result<Response> list_admin_accounts(Node& node, const Call& call);  // v2
Result<Response> show_admin_account(Node& node, const Call& call);
Result<Response> approve_account(Node& node, const Call& call);  // who waits to be let in
Result<Response> reject_account(Node& node, const Call& call);
// type: none (settles the report alone), disable and suspend (somebody here is disabled, somebody
// elsewhere blocked), silence (limited), sensitive (what they post is hidden until its reader wants
// to see it). `report_id` is resolved with it.
Result<Response> act_on_account(Node& node, const Call& call);
Result<Response> enable_account(Node& node, const Call& call);
Result<Response> unsilence_account(Node& node, const Call& call);
Result<Response> unsensitive_account(Node& node, const Call& call);
Result<Response> unsuspend_account(Node& node, const Call& call);
// For good; only who is disabled already, and of this node.
Result<Response> delete_admin_account(Node& node, const Call& call);

}  // namespace hallway::api
