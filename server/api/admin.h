#pragma once
// What the administrators' methods of the client API share. Each asks for a scope of its own
// (admin:read:*, admin:write:*) and for a role: who moderates may deal with people and reports, who
// administers also with domains. What they do goes through server/people.h and server/moderation.h,
// as the command line does, and stands in the log with their name.

#include "server/api.h"
#include "server/api/entities.h"

namespace hallway::api {

// Errors: those of caller_of; forbidden where their role is less than `least`.
Result<Caller> staff_of(Node& node, const Request& request, std::string_view scope, Role least);

// Admin::Account, of somebody here or elsewhere. What this node does not keep (addresses from which
// people come) is null.
Json admin_account_json(const View& view, const Actor& actor);

}  // namespace hallway::api
