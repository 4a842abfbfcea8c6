#include "storage/announcements.h"

#include <algorithm>

#include "storage/ids.h"
#include "storage/record.h"

namespace hallway {
namespace {

constexpr size_t kMostReactions = 8;  // different ones to one announcement

std::optional<Announcement> decode_announcement(std::string_view value) {
  auto r = decode_record<record::Announcement>(value);
  if (!r) return std::nullopt;
  return Announcement{.id = {r->id},
                      .text = std::move(r->text),
                      .starts = {r->starts},
                      .ends = {r->ends},
                      .all_day = r->all_day,
                      .published = {r->published},
                      .updated = {r->updated}};
}

Result<void> erase_all(WriteTxn& txn, Table table, const std::vector<std::string>& keys) {
  for (const auto& key : keys) TRY(txn.erase(table, key));
  return {};
}

struct Counted : AnnouncementReaction {
  int64_t first = 0;
};

}  // namespace

std::optional<Announcement> find_announcement(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::announcements, key_of(id));
  return value ? decode_announcement(*value) : std::nullopt;
}

Result<void> put_announcement(WriteTxn& txn, Announcement& one) {
  if (!one.id) one.id = allocate_id(txn, Table::announcements, one.published, one.published);
  record::AnnouncementT r;
  r.id = one.id.value;
  r.text = one.text;
  r.starts = one.starts.ms;
  r.ends = one.ends.ms;
  r.all_day = one.all_day;
  r.published = one.published.ms;
  r.updated = one.updated.ms;
  return txn.put(Table::announcements, key_of(one.id), encode_record<record::Announcement>(r));
}

Result<void> erase_announcement(WriteTxn& txn, Id id) {
  if (!txn.has(Table::announcements, key_of(id))) {
    return fail(Code::not_found, "there is no announcement " + to_string(id));
  }
  std::vector<std::string> reads, reactions;
  txn.scan(Table::announcement_reads, {}, [&](std::string_view key, std::string_view) {
    if (id_at(key, 8) == id) reads.emplace_back(key);
    return true;
  });
  txn.scan(Table::announcement_reactions, key_of(id), [&](std::string_view key, std::string_view) {
    reactions.emplace_back(key);
    return true;
  });
  TRY(erase_all(txn, Table::announcement_reads, reads));
  TRY(erase_all(txn, Table::announcement_reactions, reactions));
  return txn.erase(Table::announcements, key_of(id));
}

std::vector<Announcement> list_announcements(const ReadTxn& txn) {
  std::vector<Announcement> all;
  txn.scan(Table::announcements, {}, [&](std::string_view, std::string_view value) {
    if (auto one = decode_announcement(value)) all.push_back(std::move(*one));
    return true;
  });
  return all;
}

Result<void> mark_announcement_read(WriteTxn& txn, Id person, Id announcement, Time now) {
  return txn.put(Table::announcement_reads, key_of(person, announcement),
                 view(value_of(static_cast<uint64_t>(now.ms))));
}

bool is_announcement_read(const ReadTxn& txn, Id person, Id announcement) {
  return txn.has(Table::announcement_reads, key_of(person, announcement));
}

Result<void> add_announcement_reaction(WriteTxn& txn, Id announcement, std::string_view name,
                                       Id person, Time now) {
  const auto there = list_announcement_reactions(txn, announcement, person);
  const auto same = std::ranges::find(there, name, &AnnouncementReaction::name);
  if (same != there.end() && same->mine) return {};
  if (same == there.end() && there.size() >= kMostReactions) {
    return fail(Code::invalid, "there are " + std::to_string(kMostReactions) +
                                   " different reactions already; take one of them");
  }
  record::AnnouncementReactionT r;
  r.name = name;
  r.at = now.ms;
  return txn.put(Table::announcement_reactions, key_of(announcement, sha256(name), person),
                 encode_record<record::AnnouncementReaction>(r));
}

Result<void> erase_announcement_reaction(WriteTxn& txn, Id announcement, std::string_view name,
                                         Id person) {
  return txn.erase(Table::announcement_reactions, key_of(announcement, sha256(name), person));
}

std::vector<AnnouncementReaction> list_announcement_reactions(const ReadTxn& txn, Id announcement,
                                                              Id viewer) {
  std::vector<Counted> found;
  txn.scan(Table::announcement_reactions, key_of(announcement),
           [&](std::string_view key, std::string_view value) {
             const auto r = decode_record<record::AnnouncementReaction>(value);
             if (!r) return true;
             auto one = std::ranges::find(found, r->name, &Counted::name);
             if (one == found.end()) {
               one = found.insert(found.end(), {{.name = r->name}, r->at});
             }
             ++one->count;
             one->first = std::min(one->first, r->at);
             one->mine |= id_at(key, 40) == viewer;
             return true;
           });
  std::ranges::sort(found, {}, &Counted::first);
  return {found.begin(), found.end()};
}

}  // namespace hallway
