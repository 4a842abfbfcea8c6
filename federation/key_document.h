#pragma once
// Whose key is this? Asks the key's own origin, and believes it only where key and owner name each
// other (attacks 3, 4, 5).

#include "federation/fetch.h"
#include "storage/actors.h"

namespace hallway {

// Fetches the document at `key_id`: the actor that lists the key, or a key by itself, whose owner
// is then fetched and must list it. All of it must come from the key's origin. Errors: gone (410),
// unavailable, limited, unauthenticated (everything else: what there is proves nothing).
Result<Actor> fetch_key_owner(Fetcher& fetcher, const Iri& key_id, Time now);

}  // namespace hallway
