#pragma once
// What people say of themselves, changed through the client API.

#include "server/routes.h"

namespace hallway::api {

// display_name, note, locked, discoverable, indexable (FEP-5feb), fields_attributes[0..][name] and
// [value]; the files avatar and header. What is not there stays as it is. Followers' nodes are
// told.
Result<Response> update_credentials(Node& node, const Call& call);
Result<Response> delete_avatar(Node& node, const Call& call);  // DELETE /api/v1/profile/avatar
Result<Response> delete_header(Node& node, const Call& call);  // DELETE /api/v1/profile/header

}  // namespace hallway::api
