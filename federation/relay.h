#pragma once
// Relays, both kinds: subscribing, what they hand on, and handing on to them what is public here. A
// relay's word is none: whatever it names is asked of its own origin, as with groups (group.h), and
// is nobody's boost.

#include "federation/act.h"
#include "storage/posts.h"
#include "storage/relays.h"

namespace hallway {

// In the name of the instance actor (`local.actor`): sends the Follow. `actor`: who lives at
// `address`, where that is an actor and not an inbox. Again is no error. Errors: forbidden (we do
// not talk to its host), invalid (our own address).
Result<Relay> subscribe(Local& local, const Iri& address, const std::optional<Actor>& actor);
// Errors: not_found.
Result<void> unsubscribe(Local& local, const Iri& address);

// An Accept or Reject of such a Follow. False: of another.
Result<bool> relay_answered(Inbound& in, bool accepted);
// A relay's Follow of our instance actor is accepted at once: LitePub relays follow back.
Result<void> receive_relay_follow(Inbound& in, const Actor& instance);

// An Announce by a relay, of a post or of somebody's activity.
Result<void> receive_relayed(Inbound& in);
// What a relay forwards as it was, without a proof that stands, is as if it had announced it; what
// it says of the actor and the content then means nothing.
Json as_announced(const Json& activity, const Actor& relay);

// Public without limits: relays hand it on.
bool goes_to_relays(const Post& post);
// Hands `post` on to every relay, if it is so. `create`: its log entry.
Result<void> relay_post(Local& local, const Post& post, uint64_t create);
// Its Update or Delete, for those relays that forward activities as they are.
Result<void> relay_change(Local& local, const Post& post, uint64_t change);

}  // namespace hallway
