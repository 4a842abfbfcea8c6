#pragma once
// Quotes with consent (FEP-044f): whoever quotes asks the quoted (QuoteRequest), who answers with
// Accept, whose result is a QuoteAuthorization, or Reject, and may take it back by its Delete.

#include "federation/act.h"
#include "federation/post.h"
#include "storage/quotes.h"

namespace hallway {

Result<void> receive_quote_request(Inbound& in);
// An Accept or Reject that answers a request of ours; false: it speaks of something else.
Result<bool> receive_quote_answer(Inbound& in);
// A Delete of a consent; false: it is none that we know.
Result<bool> receive_quote_revocation(Inbound& in, const Iri& consent);

// What is known of the quote that a post brings which has just arrived or changed: one of
// themselves needs no consent, one of ours has it or has not, any other is looked up. `depth`:
// steps from what somebody sent us.
Result<void> look_into_quote(Inbound& in, const Post& post, uint32_t depth);
// `quoted` has arrived: what quotes it and waits is looked into.
Result<void> look_into_quotes_of(Inbound& in, const Post& quoted, uint32_t depth);
// Somebody's consent was fetched: the posts that show it are quotes from now on, where it is for
// them (attack 38).
Result<void> take_consent(WriteTxn& txn, const Json& document);

// The post that local.actor wants to quote. Errors: not_found, forbidden (its author wants no
// quotes, or wrote it for few).
Result<Post> quotable(Local& local, Id post);
// Before the post is written down: quote, state and consent. After: the request, where one is due.
Result<void> prepare_quote(Local& local, Post& post, const Post& quoted);
Result<void> ask_for_consent(Local& local, const Post& post, const Post& quoted);

// Who may quote a post of local.actor's from now on; consents that were given stand. Whoever the
// post reached is told by an Update that is no edit. Errors: not_found, forbidden.
Result<void> set_quote_policy(Local& local, Id post, QuotePolicy policy);

// Takes back the consent that `quoting` quotes `post`, which is local.actor's. Errors: not_found,
// forbidden.
Result<void> revoke_quote(Local& local, Id post, Id quoting);

// Where the consent for `quoting` is served: below the quoted post.
Iri consent_iri(const Post& quoted, const Iri& quoting);

}  // namespace hallway
