#pragma once
// POST /api/v1/admin/dimensions, for those who administer: what something consists of, the greatest
// parts first, `limit` of each (10, at most 100); over the days from start_at to end_at where it
// has days:
//   languages (of posts that were written here), sources (programs by the people who let them in),
//   servers (other nodes by their posts), space_usage, software_versions; of a domain, named as
//   instance_accounts[domain]: instance_accounts (by followers here), instance_languages.
// Of other keys nothing is answered.

#include "server/routes.h"

namespace hallway::api {

Result<Response> show_dimensions(Node& node, const Call& call);

}  // namespace hallway::api
