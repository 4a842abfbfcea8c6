// Rows of polls, quotes and emojis: what posts have besides their text.

#include <array>

#include "storage/names.h"
#include "storage/verify_rows.h"

namespace hallway {
namespace {

Complaint check_votes(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto* post = post_at(txn, number_at(key, 0));
  if (!post || !post->poll()) return "are in no poll";
  if (!has_actor(txn, number_at(key, 8))) return "are nobody's";
  if (value.size() == 8 && number_at(value, 0) != 0) return {};
  return "are for no option";
}

// Of a deleted poll it goes when it is due.
Complaint check_poll_due(const ReadTxn& txn, std::string_view key, std::string_view) {
  if (post_at(txn, number_at(key, 8))) return {};
  return "points to no post";
}

Complaint check_emoji_reaction(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto* x =
      find_record<record::Reaction>(txn, Table::reactions, key_of(Id{number_at(value, 0)}));
  if (x && x->post() == number_at(key, 0) && x->actor() == number_at(key, 8) &&
      is_digest_of(key.substr(16), text_of(x->content()))) {
    return {};
  }
  return "points to no reaction of this actor to this post";
}

Complaint check_quoted_by(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto* post = post_at(txn, number_at(key, 32));
  if (post && (is_digest_of(key, text_of(post->quote())) ||
               is_digest_of(key, text_of(post->quote_consent())))) {
    return {};
  }
  return "points to no post that quotes this";
}

Complaint check_consent(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::QuoteConsent>(value);
  if (!read.ok()) return "cannot be read";
  const auto& consent = **read;
  if (consent.post() != number_at(key, 0) ||
      !is_digest_of(key.substr(8), text_of(consent.quoting()))) {
    return "has another key than it says";
  }
  const auto* post = post_at(txn, consent.post());
  if (!post || post->gone()) return "is for no post";
  return {};
}

constexpr std::array kObjectsChecks = {TableCheck{Table::votes, check_votes},
                                       TableCheck{Table::polls_due, check_poll_due},
                                       TableCheck{Table::emoji_reactions, check_emoji_reaction},
                                       TableCheck{Table::quoted_by, check_quoted_by},
                                       TableCheck{Table::quote_consents, check_consent}};

}  // namespace

std::span<const TableCheck> object_checks() { return kObjectsChecks; }

}  // namespace hallway
