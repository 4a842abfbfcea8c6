#pragma once
// What other nodes read and write here: actors, collections, objects, activities, inboxes
// (ActivityPub §3.2, §5, §7). Actor documents are readable unsigned, since keys must be fetched;
// everything else is asked of policy for whoever signed the request. In allowlist mode the rest
// must be signed. What the asker may not see looks like what does not exist (attack 36).

#include "server/routes.h"

namespace hallway {

Result<Response> show_actor(Node& node, const Call& call);
Result<Response> show_instance_actor(Node& node, const Call& call);

Result<Response> show_followers(Node& node, const Call& call);
Result<Response> show_following(Node& node, const Call& call);
// Those of the asker's node only (FEP-8fcf), who must have signed.
Result<Response> show_partial_followers(Node& node, const Call& call);
Result<Response> show_outbox(Node& node, const Call& call);
Result<Response> show_featured(Node& node, const Call& call);
Result<Response> show_featured_tags(Node& node, const Call& call);
Result<Response> show_liked(Node& node, const Call& call);
Result<Response> show_instance_collection(Node& node, const Call& call);  // {collection}

Result<Response> show_object(Node& node, const Call& call);  // a Note, or its Tombstone with 410
// {collection}: replies, context (of a post that begins a thread), likes, shares
Result<Response> show_post_collection(Node& node, const Call& call);
Result<Response> show_consent(Node& node, const Call& call);   // to a quote
Result<Response> show_create(Node& node, const Call& call);    // the activity that carries it
Result<Response> show_activity(Node& node, const Call& call);  // by its own id
// That somebody may like, answer or boost a post of ours (federation/interaction.h).
Result<Response> show_authorization(Node& node, const Call& call);
// /emojis/{name}: one of this node's, as long as it may be written.
Result<Response> show_emoji(Node& node, const Call& call);

void receive_shared(Node& node, const Call& call, const Finish& finish);  // POST /inbox
void receive_personal(Node& node, const Call& call,
                      const Finish& finish);  // POST /users/{name}/inbox

}  // namespace hallway
