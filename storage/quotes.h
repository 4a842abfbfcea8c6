#pragma once
// Which posts quote what, and the consents (FEP-044f) that people here gave to be quoted. Whether a
// quote was consented to is kept with the post that quotes (storage/posts.h).

#include <functional>
#include <optional>
#include <vector>

#include "storage/posts.h"

namespace hallway {

// Posts that quote `iri`, or show it as their consent; oldest first.
std::vector<Id> list_quoting(const ReadTxn& txn, const Iri& iri, size_t most);
// The same, youngest first, below `before` (0: from the youngest). Until `visit` returns false.
void scan_quoting(const ReadTxn& txn, const Iri& iri, Id before,
                  const std::function<bool(Id)>& visit);
// For storage/posts.cc: the rows of one post.
Result<void> index_quote(WriteTxn& txn, const Post& post);
Result<void> unindex_quote(WriteTxn& txn, const Post& post);

// What somebody here allowed: that `quoting`, a post of `actor`, quotes their `post`.
struct QuoteConsent {
  Id post;
  Iri quoting;
  Id actor;
  Time at;
};
std::optional<QuoteConsent> find_consent(const ReadTxn& txn, Id post, const Digest& quoting);
// Again replaces it.
Result<void> put_consent(WriteTxn& txn, const QuoteConsent& consent);
Result<void> erase_consent(WriteTxn& txn, Id post, const Iri& quoting);
Result<void> erase_consents(WriteTxn& txn, Id post);

}  // namespace hallway
