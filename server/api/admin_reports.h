#pragma once
// /api/v1/admin/reports: what people here and other nodes reported, for those who moderate.

#include "server/routes.h"

namespace hallway::api {

Result<Response> list_admin_reports(Node& node, const Call& call);
Result<Response> show_admin_report(Node& node, const Call& call);
Result<Response> change_admin_report(Node& node, const Call& call);  // PUT: its category
Result<Response> assign_report_to_self(Node& node, const Call& call);
Result<Response> unassign_report(Node& node, const Call& call);
Result<Response> resolve_admin_report(Node& node, const Call& call);
Result<Response> reopen_report(Node& node, const Call& call);

}  // namespace hallway::api
