#include "storage/reactions.h"

#include <algorithm>

#include "storage/ids.h"
#include "storage/names.h"
#include "storage/record.h"

namespace hallway {
namespace {

std::string encode(const Reaction& x) {
  record::ReactionT r;
  r.id = x.id.value;
  r.iri = x.iri.text();
  r.actor = x.actor.value;
  r.post = x.post.value;
  r.content = x.content;
  r.at = x.at.ms;
  r.emoji = x.emoji.text();
  return encode_record<record::Reaction>(r);
}

std::string encode(const Boost& x) {
  record::BoostT r;
  r.id = x.id.value;
  r.iri = x.iri.text();
  r.actor = x.actor.value;
  r.post = x.post.value;
  r.at = x.at.ms;
  r.visibility = static_cast<record::Visibility>(x.visibility);
  return encode_record<record::Boost>(r);
}

std::optional<Reaction> reaction_by_id(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::reactions, key_of(id));
  if (!value) return std::nullopt;
  const auto r = decode_record<record::Reaction>(*value);
  if (!r) return std::nullopt;
  return Reaction{.id = {r->id},
                  .iri = iri_from_record(r->iri),
                  .actor = {r->actor},
                  .post = {r->post},
                  .content = r->content,
                  .at = {r->at},
                  .emoji = iri_from_record(r->emoji)};
}

// Where a reaction stands among those of its post: likes apart from emojis.
Table table_of(const Reaction& reaction) {
  return reaction.content.empty() ? Table::reactions_by_post : Table::emoji_reactions;
}

Key place_of(const Reaction& reaction) {
  if (reaction.content.empty()) return key_of(reaction.post, reaction.actor);
  return key_of(reaction.post, reaction.actor, sha256(reaction.content));
}

size_t count(const ReadTxn& txn, Table table, const Key& prefix) {
  size_t n = 0;
  txn.scan(table, prefix, [&](std::string_view, std::string_view) { return ++n, true; });
  return n;
}

std::vector<Id> list(const ReadTxn& txn, Table table, Id post, Id after, size_t most) {
  std::vector<Id> actors;
  if (most == 0 || after.value == UINT64_MAX) return actors;
  txn.scan(
      table, key_of(post),
      [&](std::string_view key, std::string_view) {
        actors.push_back(id_at(key, 8));
        return actors.size() < most;
      },
      key_of(post, Id{after.value + 1}));
  return actors;
}

}  // namespace

std::optional<Reaction> find_reaction(const ReadTxn& txn, Id post, Id actor) {
  const auto value = txn.get(Table::reactions_by_post, key_of(post, actor));
  return value ? reaction_by_id(txn, id_at(*value, 0)) : std::nullopt;
}

std::optional<Reaction> find_reaction(const ReadTxn& txn, Id post, Id actor,
                                      std::string_view emoji) {
  const auto value = txn.get(Table::emoji_reactions, key_of(post, actor, sha256(emoji)));
  return value ? reaction_by_id(txn, id_at(*value, 0)) : std::nullopt;
}

std::optional<Reaction> find_reaction(const ReadTxn& txn, const Iri& activity) {
  const auto id = find_id(txn, activity, Kind::reaction);
  return id ? reaction_by_id(txn, *id) : std::nullopt;
}

Result<bool> add_reaction(WriteTxn& txn, Reaction& reaction, Time now) {
  const auto table = table_of(reaction);
  const auto place = place_of(reaction);
  if (txn.has(table, place)) return false;
  reaction.id = allocate_id(txn, Table::reactions, reaction.at, now);
  TRY(txn.put(Table::reactions, key_of(reaction.id), encode(reaction)));
  TRY(txn.put(table, place, view(value_of(reaction.id.value))));
  TRY(txn.put(Table::reactions_by_actor, key_of(reaction.actor, reaction.id),
              view(value_of(reaction.post.value))));
  TRY(put_name(txn, reaction.iri, {.kind = Kind::reaction, .id = reaction.id}));
  return true;
}

Result<void> erase_reaction(WriteTxn& txn, const Reaction& reaction) {
  TRY(txn.erase(Table::reactions, key_of(reaction.id)));
  TRY(txn.erase(table_of(reaction), place_of(reaction)));
  TRY(txn.erase(Table::reactions_by_actor, key_of(reaction.actor, reaction.id)));
  return erase_name(txn, reaction.iri);
}

size_t count_reactions(const ReadTxn& txn, Id post) {
  return count(txn, Table::reactions_by_post, key_of(post));
}

std::vector<Reaction> list_emoji_reactions(const ReadTxn& txn, Id post, size_t most) {
  std::vector<Reaction> reactions;
  if (most == 0) return reactions;
  txn.scan(Table::emoji_reactions, key_of(post), [&](std::string_view, std::string_view value) {
    if (auto reaction = reaction_by_id(txn, id_at(value, 0))) reactions.push_back(*reaction);
    return reactions.size() < most;
  });
  return reactions;
}

std::vector<EmojiCount> count_emojis(const std::vector<Reaction>& reactions) {
  std::vector<EmojiCount> counts;
  for (const auto& reaction : reactions) {
    auto known = std::ranges::find(counts, reaction.content, &EmojiCount::content);
    if (known == counts.end()) {
      counts.push_back({.content = reaction.content, .emoji = {}});
      known = std::prev(counts.end());
    }
    ++known->count;
    if (known->emoji.empty()) known->emoji = reaction.emoji;
  }
  std::ranges::stable_sort(counts, std::greater{}, &EmojiCount::count);
  return counts;
}

size_t count_emoji_reactions(const ReadTxn& txn, Id post, Id actor) {
  return count(txn, Table::emoji_reactions, key_of(post, actor));
}

std::vector<Id> list_reacting(const ReadTxn& txn, Id post, Id after, size_t most) {
  return list(txn, Table::reactions_by_post, post, after, most);
}

std::vector<Reaction> list_reactions_of(const ReadTxn& txn, Id post, size_t most) {
  std::vector<Reaction> reactions;
  for (const auto table : {Table::reactions_by_post, Table::emoji_reactions}) {
    if (reactions.size() >= most) break;
    txn.scan(table, key_of(post), [&](std::string_view, std::string_view value) {
      if (auto reaction = reaction_by_id(txn, id_at(value, 0))) reactions.push_back(*reaction);
      return reactions.size() < most;
    });
  }
  return reactions;
}

std::vector<Reaction> list_reactions_by(const ReadTxn& txn, Id actor, size_t most) {
  std::vector<Reaction> reactions;
  if (most == 0) return reactions;
  txn.scan(Table::reactions_by_actor, key_of(actor), [&](std::string_view key, std::string_view) {
    if (auto reaction = reaction_by_id(txn, id_at(key, 8))) reactions.push_back(*reaction);
    return reactions.size() < most;
  });
  return reactions;
}

void scan_likes(const ReadTxn& txn, Id actor, Id before, const VisitLike& visit) {
  const auto below = key_of(actor, before);
  txn.scan_down(
      Table::reactions_by_actor, key_of(actor),
      [&](std::string_view key, std::string_view) {
        const auto like = reaction_by_id(txn, id_at(key, 8));
        return !like || !like->content.empty() || visit(like->id, like->post);
      },
      before ? below.view() : std::string_view());
}

void scan_likes_up(const ReadTxn& txn, Id actor, Id after, const VisitLike& visit) {
  txn.scan(
      Table::reactions_by_actor, key_of(actor),
      [&](std::string_view key, std::string_view) {
        const auto like = reaction_by_id(txn, id_at(key, 8));
        return !like || !like->content.empty() || visit(like->id, like->post);
      },
      key_of(actor, after.value + 1));
}

std::optional<Boost> find_boost(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::boosts, key_of(id));
  if (!value) return std::nullopt;
  const auto r = decode_record<record::Boost>(*value);
  if (!r) return std::nullopt;
  return Boost{.id = {r->id},
               .iri = iri_from_record(r->iri),
               .actor = {r->actor},
               .post = {r->post},
               .at = {r->at},
               .visibility = static_cast<Visibility>(r->visibility)};
}

std::optional<Boost> find_boost(const ReadTxn& txn, Id post, Id actor) {
  const auto value = txn.get(Table::boosts_by_post, key_of(post, actor));
  return value ? find_boost(txn, id_at(*value, 0)) : std::nullopt;
}

std::optional<Boost> find_boost(const ReadTxn& txn, const Iri& activity) {
  const auto id = find_id(txn, activity, Kind::boost);
  return id ? find_boost(txn, *id) : std::nullopt;
}

Result<bool> add_boost(WriteTxn& txn, Boost& boost, Time now) {
  const auto pair = key_of(boost.post, boost.actor);
  if (txn.has(Table::boosts_by_post, pair)) return false;
  boost.id = allocate_entry_id(txn, boost.at, now);
  TRY(txn.put(Table::boosts, key_of(boost.id), encode(boost)));
  TRY(txn.put(Table::boosts_by_post, pair, view(value_of(boost.id.value))));
  TRY(txn.put(Table::by_author, key_of(boost.actor, boost.id),
              view(value_of(static_cast<uint64_t>(EntryKind::boost)))));
  TRY(count_entry(txn, boost.actor, +1));
  TRY(put_name(txn, boost.iri, {.kind = Kind::boost, .id = boost.id}));
  return true;
}

Result<void> erase_boost(WriteTxn& txn, const Boost& boost) {
  if (!txn.has(Table::boosts, key_of(boost.id))) return {};
  TRY(txn.erase(Table::boosts, key_of(boost.id)));
  TRY(txn.erase(Table::boosts_by_post, key_of(boost.post, boost.actor)));
  TRY(txn.erase(Table::by_author, key_of(boost.actor, boost.id)));
  TRY(count_entry(txn, boost.actor, -1));
  return erase_name(txn, boost.iri);
}

size_t count_boosts(const ReadTxn& txn, Id post) {
  return count(txn, Table::boosts_by_post, key_of(post));
}

std::vector<Id> list_boosting(const ReadTxn& txn, Id post, Id after, size_t most) {
  return list(txn, Table::boosts_by_post, post, after, most);
}

}  // namespace hallway
