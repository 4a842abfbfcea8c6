#include "server/node_figures.h"

#include "storage/accounts.h"
#include "storage/posts.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr Duration kKept = minutes(1);

void count(const ReadTxn& txn, const Account& account, Time now, Figures& figures) {
  if (account.disabled) return;
  ++figures.users;
  Time last;
  scan_author(txn, account.actor, Id{}, [&](Entry entry) {
    if (last.ms == 0) last = entry.id.time();
    if (entry.kind == EntryKind::post) ++figures.local_posts;
    return true;
  });
  if (last.ms && last >= now - days(30)) ++figures.active_month;
  if (last.ms && last >= now - days(180)) ++figures.active_halfyear;
}

}  // namespace

Figures NodeFigures::read(const ReadTxn& txn, Time now) {
  std::lock_guard lock(mutex_);
  if (!has_passed(counted_, kKept, now)) return figures_;
  figures_ = {};
  for_each_account(txn, [&](const Account& account) { count(txn, account, now, figures_); });
  figures_.peers = txn.count(Table::peers);
  counted_ = now;
  return figures_;
}

}  // namespace hallway
