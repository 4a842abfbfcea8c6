#pragma once
// What an operator wrote about the node (server/about_text.h, [about] of the configuration), under
// /api/v1/instance. Public in every mode; 404 where nothing was written.

#include "server/api/entities.h"
#include "server/routes.h"

namespace hallway::api {

Result<Response> list_rules(Node& node, const Call& call);
Result<Response> show_extended_description(Node& node, const Call& call);
Result<Response> show_privacy_policy(Node& node, const Call& call);
Result<Response> show_terms(Node& node, const Call& call);  // those that hold, or of {date}
// None: nothing is translated here.
Result<Response> list_translation_languages(Node& node, const Call& call);

Json rules_json(const Node& node);
// Whom to ask: null where nobody was named, or they are no longer here.
Json contact_account_json(const Node& node, const View& view);

}  // namespace hallway::api
