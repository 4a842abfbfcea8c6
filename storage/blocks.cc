#include "storage/blocks.h"

#include "storage/names.h"
#include "storage/record.h"
#include "storage/skill_endorsements.h"

namespace hallway {
namespace {

// Unless something else took the name over.
Result<void> erase_own_name(WriteTxn& txn, const Block& block) {
  const auto named = find_named(txn, block.iri);
  if (!named || named->kind != Kind::block || named->id != block.by ||
      named->followee != block.whom) {
    return {};
  }
  return erase_name(txn, block.iri);
}

std::vector<Id> list_marked(const ReadTxn& txn, Table table, Id by, Id after, size_t most) {
  std::vector<Id> ids;
  if (most == 0 || after.value == UINT64_MAX) return ids;
  txn.scan(
      table, key_of(by),
      [&](std::string_view key, std::string_view) {
        ids.push_back(id_at(key, 8));
        return ids.size() < most;
      },
      key_of(by, Id{after.value + 1}));
  return ids;
}

std::optional<Mute> mute_in(Id by, Id whom, std::string_view value) {
  const auto r = decode_record<record::Mute>(value);
  if (!r) return std::nullopt;
  return Mute{.by = by,
              .whom = whom,
              .at = {r->at},
              .notifications = r->notifications,
              .expires = {r->expires}};
}

Key domain_key(Id by, const Domain& domain) { return key_of(by, sha256(domain.text())); }

}  // namespace

std::optional<Block> find_block(const ReadTxn& txn, Id by, Id whom) {
  const auto value = txn.get(Table::blocks, key_of(by, whom));
  if (!value) return std::nullopt;
  const auto r = decode_record<record::Block>(*value);
  if (!r) return std::nullopt;
  return Block{.iri = iri_from_record(r->iri), .by = by, .whom = whom, .at = {r->at}};
}

std::optional<Block> find_block(const ReadTxn& txn, const Iri& activity) {
  const auto named = find_named(txn, activity);
  if (!named || named->kind != Kind::block) return std::nullopt;
  auto block = find_block(txn, named->id, named->followee);
  if (!block || !(block->iri == activity)) return std::nullopt;
  return block;
}

Result<void> put_block(WriteTxn& txn, const Block& block) {
  const auto old = find_block(txn, block.by, block.whom);
  if (old && !(old->iri == block.iri)) {
    TRY(erase_own_name(txn, *old));
  }
  TRY(erase_skill_endorsements_between(txn, block.by, block.whom));
  record::BlockT r;
  r.iri = block.iri.text();
  r.at = block.at.ms;
  TRY(txn.put(Table::blocks, key_of(block.by, block.whom), encode_record<record::Block>(r)));
  return put_name(txn, block.iri, {.kind = Kind::block, .id = block.by, .followee = block.whom});
}

Result<void> erase_block(WriteTxn& txn, Id by, Id whom) {
  const auto old = find_block(txn, by, whom);
  if (!old) return {};
  TRY(erase_own_name(txn, *old));
  return txn.erase(Table::blocks, key_of(by, whom));
}

bool blocks(const ReadTxn& txn, Id by, Id whom) { return txn.has(Table::blocks, key_of(by, whom)); }

bool estranged(const ReadTxn& txn, Id one, Id other) {
  return blocks(txn, one, other) || blocks(txn, other, one);
}

std::optional<Mute> find_mute(const ReadTxn& txn, Id by, Id whom) {
  const auto value = txn.get(Table::mutes, key_of(by, whom));
  return value ? mute_in(by, whom, *value) : std::nullopt;
}

std::vector<Mute> list_ended_mutes(const ReadTxn& txn, Time now, size_t most) {
  std::vector<Mute> ended;
  txn.scan(Table::mutes, {}, [&](std::string_view key, std::string_view value) {
    const auto mute = mute_in(id_at(key, 0), id_at(key, 8), value);
    if (mute && mute->ended(now)) ended.push_back(*mute);
    return ended.size() < most;
  });
  return ended;
}

Result<void> put_mute(WriteTxn& txn, const Mute& mute) {
  record::MuteT r;
  r.at = mute.at.ms;
  r.notifications = mute.notifications;
  r.expires = mute.expires.ms;
  return txn.put(Table::mutes, key_of(mute.by, mute.whom), encode_record<record::Mute>(r));
}

Result<void> erase_mute(WriteTxn& txn, Id by, Id whom) {
  return txn.erase(Table::mutes, key_of(by, whom));
}

bool mutes(const ReadTxn& txn, Id by, Id whom) { return txn.has(Table::mutes, key_of(by, whom)); }

std::vector<Id> list_blocked(const ReadTxn& txn, Id by, Id after, size_t most) {
  return list_marked(txn, Table::blocks, by, after, most);
}

std::vector<Id> list_muted(const ReadTxn& txn, Id by, Id after, size_t most) {
  return list_marked(txn, Table::mutes, by, after, most);
}

Result<void> put_domain_block(WriteTxn& txn, Id by, const Domain& domain) {
  return txn.put(Table::domain_blocks, domain_key(by, domain), domain.text());
}

Result<void> erase_domain_block(WriteTxn& txn, Id by, const Domain& domain) {
  return txn.erase(Table::domain_blocks, domain_key(by, domain));
}

bool covers(const Domain& blocked, const Domain& domain) {
  return blocked == domain || (!blocked.port() && blocked.host() == domain.host());
}

bool blocks_domain(const ReadTxn& txn, Id by, const Domain& domain) {
  if (txn.count(Table::domain_blocks) == 0) return false;  // nobody does, as is usual
  if (txn.has(Table::domain_blocks, domain_key(by, domain))) return true;
  const auto& text = domain.text();
  const auto host = domain.port() ? Domain::parse(text.substr(0, text.rfind(':'))) : domain;
  return host && txn.has(Table::domain_blocks, domain_key(by, *host));
}

std::vector<Domain> list_blocked_domains(const ReadTxn& txn, Id by, size_t most) {
  std::vector<Domain> domains;
  if (most == 0) return domains;
  txn.scan(Table::domain_blocks, key_of(by), [&](std::string_view, std::string_view value) {
    // Values are padded with zeros.
    const auto domain = Domain::parse(value.substr(0, value.find('\0')));
    if (domain) domains.push_back(*domain);
    return domains.size() < most;
  });
  return domains;
}

}  // namespace hallway
