#pragma once
// Quotes through the client API.

#include "server/api/entities.h"
#include "server/params.h"
#include "server/routes.h"

namespace hallway::api {

// The quote that `post` makes; null where it makes none. What is quoted is shown where it was
// consented to and the viewer may see it; a quote within it by its id alone.
Json quote_json(const View& view, const Post& post);
// Who may quote `post`, and whether the viewer may: the text of a JSON object.
std::string quote_approval_text(const View& view, const Post& post);
size_t count_shown_quotes(const View& view, const Post& post);

// What `quote_approval_policy` says; `unsaid` where it is absent. Errors: invalid.
Result<QuotePolicy> quote_policy_in(const Params& params,
                                    std::string_view key = "quote_approval_policy");
// As clients name it, of posts of which nothing else is said.
std::string_view name_of_default(QuotePolicy policy);

Result<Response> list_quotes(Node& node, const Call& call);      // /api/v1/statuses/{id}/quotes
Result<Response> revoke_quote_of(Node& node, const Call& call);  // .../quotes/{quoting}/revoke

// PUT /api/v1/statuses/{id}/interaction_policy
Result<Response> change_interaction_policy(Node& node, const Call& call);

}  // namespace hallway::api
