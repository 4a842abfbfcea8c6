#include "storage/scheduled_posts.h"

#include "storage/ids.h"
#include "storage/record.h"

namespace hallway {
namespace {

std::optional<ScheduledPost> scheduled_in(std::string_view value) {
  auto r = decode_record<record::ScheduledPost>(value);
  if (!r) return std::nullopt;
  return ScheduledPost{
      .id = {r->id}, .author = {r->author}, .at = {r->at}, .wish = std::move(r->wish)};
}

// Ids are unique among those of one author only.
Key due_key(const ScheduledPost& post) { return key_of(post.at, post.id, post.author); }

}  // namespace

std::optional<ScheduledPost> find_scheduled(const ReadTxn& txn, Id author, Id id) {
  const auto value = txn.get(Table::scheduled, key_of(author, id));
  return value ? scheduled_in(*value) : std::nullopt;
}

Result<void> put_scheduled(WriteTxn& txn, ScheduledPost& post, Time now) {
  if (!post.id) post.id = allocate_id_of(txn, Table::scheduled, post.author, now);
  if (const auto old = find_scheduled(txn, post.author, post.id)) TRY(erase_scheduled(txn, *old));
  record::ScheduledPostT r;
  r.id = post.id.value;
  r.author = post.author.value;
  r.at = post.at.ms;
  r.wish = post.wish;
  TRY(txn.put(Table::scheduled, key_of(post.author, post.id),
              encode_record<record::ScheduledPost>(r)));
  return txn.put(Table::scheduled_due, due_key(post), {});
}

Result<void> erase_scheduled(WriteTxn& txn, const ScheduledPost& post) {
  TRY(txn.erase(Table::scheduled_due, due_key(post)));
  return txn.erase(Table::scheduled, key_of(post.author, post.id));
}

std::vector<ScheduledPost> list_scheduled(const ReadTxn& txn, Id author) {
  std::vector<ScheduledPost> posts;
  txn.scan(Table::scheduled, key_of(author), [&](std::string_view, std::string_view value) {
    if (auto post = scheduled_in(value)) posts.push_back(*std::move(post));
    return true;
  });
  return posts;
}

std::vector<ScheduledPost> list_due_posts(const ReadTxn& txn, Time now, size_t most) {
  std::vector<ScheduledPost> due;
  if (most == 0) return due;
  txn.scan(Table::scheduled_due, {}, [&](std::string_view key, std::string_view) {
    if (Time{static_cast<int64_t>(number_at(key, 0))} > now) return false;
    if (auto post = find_scheduled(txn, id_at(key, 16), id_at(key, 8))) {
      due.push_back(*std::move(post));
    }
    return due.size() < most;
  });
  return due;
}

std::optional<Time> next_scheduled(const ReadTxn& txn) {
  std::optional<Time> next;
  txn.scan(Table::scheduled_due, {}, [&](std::string_view key, std::string_view) {
    next = Time{static_cast<int64_t>(number_at(key, 0))};
    return false;
  });
  return next;
}

}  // namespace hallway
