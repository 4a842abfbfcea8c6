#include "server/node_figures.h"

#include <algorithm>

#include "storage/accounts.h"
#include "storage/posts.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

constexpr Duration kKept = minutes(1);
constexpr int64_t kWeek = days(7).ms;
// 1970 began on a Thursday.
int64_t week_of(Time at) { return (at.ms + days(3).ms) / kWeek; }

void count(const ReadTxn& txn, const Account& account, Time now, Figures& figures) {
  if (account.disabled) return;
  ++figures.users;
  Time last;
  std::array<bool, std::tuple_size_v<decltype(figures.weeks)>> wrote{};
  scan_author(txn, account.actor, Id{}, [&](Entry entry) {
    const auto at = entry.id.time();
    const auto week = weeks_ago(at, now);
    if (last.ms == 0) last = at;
    if (week < wrote.size()) wrote[week] = true;
    if (entry.kind != EntryKind::post) return true;
    ++figures.local_posts;
    if (week < wrote.size()) ++figures.weeks[week].posts;
    return true;
  });
  for (size_t week = 0; week < wrote.size(); ++week) {
    if (wrote[week]) ++figures.weeks[week].writers;
  }
  const auto came = weeks_ago(account.created, now);
  if (came < wrote.size()) ++figures.weeks[came].newcomers;
  if (last.ms && last >= now - days(30)) ++figures.active_month;
  if (last.ms && last >= now - days(180)) ++figures.active_halfyear;
}

}  // namespace

size_t weeks_ago(Time at, Time now) {
  return static_cast<size_t>(std::max<int64_t>(0, week_of(now) - week_of(at)));
}

Time begin_of_week(Time now, size_t weeks_ago) {
  return {(week_of(now) - static_cast<int64_t>(weeks_ago)) * kWeek - days(3).ms};
}

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
