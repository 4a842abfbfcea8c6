#pragma once
// /api/v1/accounts: people, their posts, and following them.

#include "server/api.h"
#include "server/routes.h"

namespace hallway::api {

// The account that the path names by {id}. Fails with not_found where that is no number.
Result<Id> account_in(const Call& call);
// Somebody whom `caller` may see. Without a token only people of this node are shown. Errors:
// not_found, gone.
Result<Actor> find_shown_actor(const ReadTxn& txn, const Home& home, Id id,
                               const std::optional<Caller>& caller);
// How the caller and `other` stand now.
Result<Response> relationship_answer(Node& node, const Caller& caller, Id other);

Result<Response> verify_credentials(Node& node, const Call& call);
Result<Response> lookup_account(Node& node, const Call& call);      // ?acct=
Result<Response> show_relationships(Node& node, const Call& call);  // ?id[]=
Result<Response> show_account(Node& node, const Call& call);
Result<Response> list_account_statuses(Node& node, const Call& call);
Result<Response> follow_account(Node& node, const Call& call);
Result<Response> unfollow_account(Node& node, const Call& call);

}  // namespace hallway::api
