#include <algorithm>
#include <array>

#include "storage/names.h"
#include "storage/tallies.h"
#include "storage/verify_rows.h"

namespace hallway {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return out;
}

// --- Actors ----------------------------------------------------------------------------------

const record::Actor* actor_at(const ReadTxn& txn, uint64_t id) {
  return find_record<record::Actor>(txn, Table::actors, key_of(id));
}

Complaint check_actor(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Actor>(value);
  if (!read.ok()) return "cannot be read";
  const auto& actor = **read;
  if (actor.id() != number_at(key, 0)) return "has another id than its key";
  if (actor.work() && actor.work()->reach() > record::Label::MAX) {
    return "has a work profile with a label that does not exist";
  }
  if (is_named(txn, text_of(actor.iri()), static_cast<uint64_t>(Kind::actor), actor.id())) {
    return {};
  }
  return "cannot be found by its address";
}

Complaint check_handle(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto* actor = actor_at(txn, number_at(value, 0));
  if (!actor) return "points to no actor";
  const auto handle =
      std::string(text_of(actor->name())) + "@" + std::string(text_of(actor->domain()));
  if (is_digest_of(key, lower(handle))) return {};
  return "points to an actor of another name";
}

// The text by which the thing that a row of `iris` names is known; nothing where it is not there.
std::optional<std::string_view> address_of(const ReadTxn& txn, std::string_view named) {
  const uint64_t kind = number_at(named, 0), id = number_at(named, 8);
  if (kind > static_cast<uint64_t>(Kind::block)) return std::nullopt;
  const auto address = [](const auto* record) {
    return record ? std::optional(text_of(record->iri())) : std::nullopt;
  };
  switch (static_cast<Kind>(kind)) {
    case Kind::actor: return address(actor_at(txn, id));
    case Kind::post: return address(post_at(txn, id));
    case Kind::boost: return address(find_record<record::Boost>(txn, Table::boosts, key_of(id)));
    case Kind::reaction:
      return address(find_record<record::Reaction>(txn, Table::reactions, key_of(id)));
    case Kind::follow:
      return address(
          find_record<record::Follow>(txn, Table::follows, key_of(id, number_at(named, 16))));
    case Kind::block:
      return address(
          find_record<record::Block>(txn, Table::blocks, key_of(id, number_at(named, 16))));
    case Kind::key: break;
  }
  return std::nullopt;
}

Complaint check_iri(const ReadTxn& txn, std::string_view key, std::string_view value) {
  if (key.size() == 40) {  // of a public key
    if (has_actor(txn, number_at(value, 0))) return {};
    return "points to no actor";
  }
  const auto address = address_of(txn, value);
  if (!address) return "points to nothing that is there";
  if (is_digest_of(key, *address)) return {};
  return "points to something of another address";
}

Complaint check_departed(const ReadTxn& txn, std::string_view key, std::string_view) {
  if (has_actor(txn, number_at(key, 0))) return {};
  return "points to no actor";
}

// --- Follows ---------------------------------------------------------------------------------

Complaint check_follow(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Follow>(value);
  if (!read.ok()) return "cannot be read";
  const auto& follow = **read;
  if (follow.follower() != number_at(key, 0) || follow.followee() != number_at(key, 8)) {
    return "is of other people than its key";
  }
  if (follow.state() > record::FollowState::MAX) return "has a state that does not exist";
  if (!has_actor(txn, follow.follower()) || !has_actor(txn, follow.followee())) {
    return "is of somebody who is not there";
  }
  if (is_number(txn.get(Table::followers, key_of(follow.followee(), follow.follower())),
                static_cast<uint64_t>(follow.state()))) {
    return {};
  }
  return "does not stand among the followers";
}

Complaint check_follower(const ReadTxn& txn, std::string_view key, std::string_view) {
  if (txn.has(Table::follows, key_of(number_at(key, 8), number_at(key, 0)))) return {};
  return "points to no follow";
}

Complaint check_watcher(const ReadTxn& txn, std::string_view key, std::string_view) {
  const auto* follow = find_record<record::Follow>(txn, Table::follows,
                                                   key_of(number_at(key, 8), number_at(key, 0)));
  if (follow && follow->notify()) return {};
  return "points to no follow that asks for it";
}

uint64_t count_accepted(const ReadTxn& txn, Table table, uint64_t actor) {
  uint64_t n = 0;
  txn.scan(table, key_of(actor), [&](std::string_view key, std::string_view) {
    const uint64_t one = number_at(key, 0), other = number_at(key, 8);
    const bool follower = table == Table::followers;
    const auto* follow = find_record<record::Follow>(
        txn, Table::follows, follower ? key_of(other, one) : key_of(one, other));
    n += follow && follow->state() == record::FollowState::accepted;
    return true;
  });
  return n;
}

Complaint check_tally(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const uint64_t actor = number_at(key, 0), what = number_at(key, 8);
  uint64_t rows = 0;
  switch (static_cast<Tallied>(what)) {
    case Tallied::entries:
      txn.scan(Table::by_author, key_of(actor),
               [&](std::string_view, std::string_view) { return ++rows, true; });
      break;
    case Tallied::followers: rows = count_accepted(txn, Table::followers, actor); break;
    case Tallied::following: rows = count_accepted(txn, Table::follows, actor); break;
    default: return "counts what is not counted";
  }
  if (number_at(value, 0) == rows) return {};
  return "says " + std::to_string(number_at(value, 0)) + " where there are " + std::to_string(rows);
}

Complaint check_notification(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Notification>(value);
  if (!read.ok()) return "cannot be read";
  const auto& n = **read;
  if (n.recipient() != number_at(key, 0) || n.id() != number_at(key, 8)) {
    return "is another than its key says";
  }
  if (n.type() > record::NotificationType::MAX) return "has a type that does not exist";
  if (!has_actor(txn, n.recipient())) return "is for nobody";
  if (n.actor() != 0 && !has_actor(txn, n.actor())) return "is of nobody";
  if (n.post() != 0 && !txn.has(Table::posts, key_of(n.post()))) return "is of no post";
  if (n.report() != 0 && !txn.has(Table::reports, key_of(n.report()))) return "is of no report";
  return {};
}

// --- Accounts --------------------------------------------------------------------------------

const record::Account* account_at(const ReadTxn& txn, uint64_t id) {
  return find_record<record::Account>(txn, Table::accounts, key_of(id));
}

Complaint check_account(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Account>(value);
  if (!read.ok()) return "cannot be read";
  const auto& account = **read;
  if (account.id() != number_at(key, 0)) return "has another id than its key";
  if (account.role() > record::Role::MAX) return "has a role that does not exist";
  if (!has_actor(txn, account.actor())) return "has no actor";
  const auto name = key_of_text(lower(text_of(account.name())));
  if (is_number(txn.get(Table::account_names, name), account.id()) &&
      is_number(txn.get(Table::account_names, key_of(account.actor())), account.id())) {
    return {};
  }
  return "cannot be found by its name and its actor";
}

Complaint check_account_name(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto* account = account_at(txn, number_at(value, 0));
  if (!account) return "points to no account";
  const bool same = key.size() == 8 ? account->actor() == number_at(key, 0)
                                    : is_digest_of(key, lower(text_of(account->name())));
  if (same) return {};
  return "points to another account";
}

Complaint check_key(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::PrivateKey>(value);
  if (!read.ok()) return "cannot be read";
  if (!has_actor(txn, number_at(key, 0))) return "is nobody's";
  const auto* der = (*read)->der();
  const auto bytes = der ? std::string_view(reinterpret_cast<const char*>(der->data()), der->size())
                         : std::string_view();
  const auto parsed = PrivateKey::from_der(bytes);
  if (parsed.ok() && static_cast<uint64_t>(parsed->type()) == number_at(key, 8)) return {};
  return "is no private key of its type";
}

Complaint check_token(const ReadTxn& txn, std::string_view, std::string_view value) {
  const auto read = view_record<record::Token>(value);
  if (!read.ok()) return "cannot be read";
  if ((*read)->kind() > record::TokenKind::MAX) return "is of a kind that does not exist";
  if ((*read)->account() != 0 && !account_at(txn, (*read)->account())) return "stands for nobody";
  const auto client = text_of((*read)->client());
  if (client.empty() || txn.has(Table::apps, key_of_text(client))) return {};
  return "was given to a program that is not there";
}

Complaint check_app(const ReadTxn&, std::string_view key, std::string_view value) {
  const auto read = view_record<record::App>(value);
  if (!read.ok()) return "cannot be read";
  const auto* secret = (*read)->secret();
  if (secret && secret->size() != 0 && secret->size() != Digest().size()) {
    return "has a secret that is no digest";
  }
  if (is_digest_of(key, text_of((*read)->client_id()))) return {};
  return "is of another client than its key says";
}

Complaint check_media(const ReadTxn& txn, std::string_view key, std::string_view value) {
  const auto read = view_record<record::Media>(value);
  if (!read.ok()) return "cannot be read";
  const auto& media = **read;
  if (media.id() != number_at(key, 0)) return "has another id than its key";
  if (media.state() > record::MediaState::MAX) return "has a state that does not exist";
  if (!has_actor(txn, media.owner())) return "is of somebody who is not there";
  if (!media.attachment()) return "is nothing that could be attached";
  return {};
}

constexpr std::array kPeopleChecks = {TableCheck{Table::actors, check_actor},
                                      TableCheck{Table::handles, check_handle},
                                      TableCheck{Table::iris, check_iri},
                                      TableCheck{Table::departed, check_departed},
                                      TableCheck{Table::follows, check_follow},
                                      TableCheck{Table::followers, check_follower},
                                      TableCheck{Table::watchers, check_watcher},
                                      TableCheck{Table::tallies, check_tally},
                                      TableCheck{Table::notifications, check_notification},
                                      TableCheck{Table::accounts, check_account},
                                      TableCheck{Table::account_names, check_account_name},
                                      TableCheck{Table::keys, check_key},
                                      TableCheck{Table::tokens, check_token},
                                      TableCheck{Table::apps, check_app},
                                      TableCheck{Table::media, check_media}};

}  // namespace

std::span<const TableCheck> people_checks() { return kPeopleChecks; }

}  // namespace hallway
