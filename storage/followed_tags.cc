#include "storage/followed_tags.h"

#include <algorithm>

#include "storage/record.h"

namespace hallway {
namespace {

Key tag_key(Id person, std::string_view tag) { return key_of(person, sha256(tag)); }

}  // namespace

Result<void> add_followed_tag(WriteTxn& txn, Id person, std::string_view tag, Time now) {
  if (follows_tag(txn, person, tag)) return {};
  const auto known = list_followed_tags(txn, person);
  const bool latest = known.empty() || known.front().at < now;
  record::FollowedTagT r;
  r.name = tag;
  r.at = latest ? now.ms : known.front().at.ms + 1;
  return txn.put(Table::followed_tags, tag_key(person, tag), encode_record<record::FollowedTag>(r));
}

Result<void> erase_followed_tag(WriteTxn& txn, Id person, std::string_view tag) {
  return txn.erase(Table::followed_tags, tag_key(person, tag));
}

size_t count_tag_followers(const ReadTxn& txn, std::string_view tag) {
  const Key of_nobody = tag_key(Id{}, tag);
  const auto wanted = of_nobody.view().substr(sizeof(Id));
  size_t count = 0;
  txn.scan(Table::followed_tags, {}, [&](std::string_view key, std::string_view) {
    count += key.substr(sizeof(Id)) == wanted ? 1 : 0;
    return true;
  });
  return count;
}

bool follows_tag(const ReadTxn& txn, Id person, std::string_view tag) {
  return txn.has(Table::followed_tags, tag_key(person, tag));
}

std::vector<FollowedTag> list_followed_tags(const ReadTxn& txn, Id person) {
  std::vector<FollowedTag> tags;
  txn.scan(Table::followed_tags, key_of(person), [&](std::string_view, std::string_view value) {
    auto r = decode_record<record::FollowedTag>(value);
    if (r) tags.push_back({std::move(r->name), {r->at}});
    return true;
  });
  std::ranges::stable_sort(tags, [](const auto& a, const auto& b) { return a.at > b.at; });
  return tags;
}

}  // namespace hallway
