#pragma once
// The pages that other sites lead our people to (FEP-3b86, and OStatus before it): to follow
// somebody or act on a post that they found there, or to write about it. Nothing is done before
// they press a button here.

#include "server/routes.h"

namespace hallway {

// /authorize_interaction?uri=: a person or a post, by address, handle or acct: URI; fetched where
// unknown.
Result<Response> interact_page(Node& node, const Call& call);
// /share?text=: the form for a new post, begun with that.
Result<Response> share(Node& node, const Call& call);

}  // namespace hallway
