#include "storage/own.h"

#include <string>
#include <vector>

#include "storage/bookmarks.h"
#include "storage/push.h"
#include "storage/scheduled_posts.h"
#include "storage/skill_endorsements.h"

namespace hallway {
namespace {

// Tables whose keys begin with the person, and to which no other table points.
constexpr Table kOwn[] = {Table::lists,
                          Table::list_members,
                          Table::filters,
                          Table::markers,
                          Table::remarks,
                          Table::endorsements,
                          Table::followed_tags,
                          Table::muted_threads,
                          Table::conversation_marks,
                          Table::push_subscriptions,
                          Table::kept_activities,
                          Table::kept_objects,
                          Table::notification_policies,
                          Table::notification_requests,
                          Table::notification_senders,
                          Table::suggestions_declined,
                          Table::announcement_reads,
                          Table::annual_reads,
                          Table::imported,
                          Table::asked};

Result<void> erase_all(WriteTxn& txn, Table table, Id person) {
  std::vector<std::string> keys;
  txn.scan(table, key_of(person), [&](std::string_view key, std::string_view) {
    keys.emplace_back(key);
    return true;
  });
  for (const auto& key : keys) TRY(txn.erase(table, key));
  return {};
}

}  // namespace

Result<void> erase_own(WriteTxn& txn, Id person) {
  for (const auto table : kOwn) TRY(erase_all(txn, table, person));
  std::vector<Id> posts;
  scan_bookmarks(txn, person, Id{}, [&](Id, Id post) { return posts.push_back(post), true; });
  for (const Id post : posts) TRY(erase_bookmark(txn, person, post));
  TRY(erase_pushes(txn, person));
  TRY(erase_skill_endorsements_by(txn, person));
  for (const auto& post : list_scheduled(txn, person)) TRY(erase_scheduled(txn, post));
  return {};
}

}  // namespace hallway
