#include "storage/quotes.h"

#include "storage/record.h"

namespace hallway {

std::vector<Id> list_quoting(const ReadTxn& txn, const Iri& iri, size_t most) {
  std::vector<Id> posts;
  if (most == 0 || iri.empty()) return posts;
  txn.scan(Table::quoted_by, key_of_text(iri.text()), [&](std::string_view key, std::string_view) {
    posts.push_back(id_at(key, key.size() - 8));
    return posts.size() < most;
  });
  return posts;
}

void scan_quoting(const ReadTxn& txn, const Iri& iri, Id before,
                  const std::function<bool(Id)>& visit) {
  if (iri.empty()) return;
  const auto digest = sha256(iri.text());
  const auto end = key_of(digest, before);
  txn.scan_down(
      Table::quoted_by, key_of(digest),
      [&](std::string_view key, std::string_view) { return visit(id_at(key, key.size() - 8)); },
      before ? end.view() : std::string_view());
}

Result<void> index_quote(WriteTxn& txn, const Post& post) {
  for (const auto* iri : {&post.quote, &post.quote_consent}) {
    if (iri->empty()) continue;
    TRY(txn.put(Table::quoted_by, key_of(sha256(iri->text()), post.id), {}));
  }
  return {};
}

Result<void> unindex_quote(WriteTxn& txn, const Post& post) {
  for (const auto* iri : {&post.quote, &post.quote_consent}) {
    if (iri->empty()) continue;
    TRY(txn.erase(Table::quoted_by, key_of(sha256(iri->text()), post.id)));
  }
  return {};
}

std::optional<QuoteConsent> find_consent(const ReadTxn& txn, Id post, const Digest& quoting) {
  const auto value = txn.get(Table::quote_consents, key_of(post, quoting));
  if (!value) return std::nullopt;
  const auto r = decode_record<record::QuoteConsent>(*value);
  if (!r) return std::nullopt;
  return QuoteConsent{.post = {r->post},
                      .quoting = iri_from_record(r->quoting),
                      .actor = {r->actor},
                      .at = {r->at}};
}

Result<void> put_consent(WriteTxn& txn, const QuoteConsent& consent) {
  record::QuoteConsentT r;
  r.post = consent.post.value;
  r.quoting = consent.quoting.text();
  r.actor = consent.actor.value;
  r.at = consent.at.ms;
  return txn.put(Table::quote_consents, key_of(consent.post, sha256(consent.quoting.text())),
                 encode_record<record::QuoteConsent>(r));
}

Result<void> erase_consent(WriteTxn& txn, Id post, const Iri& quoting) {
  return txn.erase(Table::quote_consents, key_of(post, sha256(quoting.text())));
}

Result<void> erase_consents(WriteTxn& txn, Id post) {
  std::vector<Iri> quoting;
  txn.scan(Table::quote_consents, key_of(post), [&](std::string_view, std::string_view value) {
    const auto r = decode_record<record::QuoteConsent>(value);
    if (r) quoting.push_back(iri_from_record(r->quoting));
    return true;
  });
  for (const auto& iri : quoting) TRY(erase_consent(txn, post, iri));
  return {};
}

}  // namespace hallway
