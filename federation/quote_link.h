#pragma once
// Quotes on the wire: what an object quotes, with whose consent, and who may quote it (FEP-044f,
// FEP-e232, and what Misskey and Akkoma send). Pure.

#include "storage/actors.h"
#include "storage/posts.h"
#include "storage/values/json.h"

namespace hallway {

// Sets quote, quote_consent and quote_policy. A consent of another origin than what is quoted is
// none.
void read_quote(const Json& object, std::string_view author_followers, Post& post);

// Adds quote (in every form that others read), quoteAuthorization and interactionPolicy.
void add_quote(Json& object, const Post& post, const Actor& author);

// The document that says that `quoting` may quote `quoted`, by its author.
Json consent_json(const Iri& consent, const Iri& author, const Iri& quoting, const Iri& quoted);
// Whether `document`, found at its own id, says so (attack 38).
bool consents(const Json& document, const Iri& author, const Iri& quoting, const Iri& quoted);

}  // namespace hallway
