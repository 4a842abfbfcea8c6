#pragma once
// The JSON-LD context of what we send: ActivityStreams, the security vocabularies, and of the terms
// that we add those that a document uses. A document carries no more, for each of its proof's
// readers gets it twice.

#include "storage/values/json.h"

namespace hallway {

enum class Proven { no, yes };  // will it carry a proof (FEP-8b32)?

// For `document`, which is whole but for its @context and its proof. An array; the terms, if any
// are used, are its last element.
Json context_for(const Json& document, Proven proven = Proven::no);

}  // namespace hallway
