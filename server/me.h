#pragma once
// The page of whoever is signed in: what is new, and the few forms that one needs to take part
// without any script. Every form carries the session's token.

#include "server/routes.h"

namespace hallway {

// ?before=ID: older posts; ?reply=ID: the form answers that post; ?write=TEXT: it begins so.
Result<Response> my_page(Node& node, const Call& call);           // /me
Result<Response> post_from_page(Node& node, const Call& call);    // POST /me/post
Result<Response> follow_from_page(Node& node, const Call& call);  // POST /me/follow
Result<Response> like_from_page(Node& node, const Call& call);
Result<Response> vote_from_page(Node& node, const Call& call);  // POST /me/like
// POST /me/react: with `emoji`, or without it any more where that was done before.
Result<Response> react_from_page(Node& node, const Call& call);
Result<Response> boost_from_page(Node& node, const Call& call);  // POST /me/boost

}  // namespace hallway
