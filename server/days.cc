#include "server/days.h"

#include <algorithm>

#include "storage/accounts.h"
#include "storage/posts.h"
#include "storage/reactions.h"
#include "storage/tokens.h"

namespace hallway {
namespace {

constexpr int64_t kDay = days(1).ms;

int64_t day_of(Time at) { return at.ms / kDay - (at.ms % kDay < 0 ? 1 : 0); }

// When a program or a browser was let in or last used, by account.
std::map<Id, Time> last_uses(const ReadTxn& txn) {
  std::map<Id, Time> last;
  for_each_token(txn, [&](const std::string&, const Token& token) {
    if (!token.account) return;
    auto& at = last[token.account];
    at = std::max({at, token.created, token.used});
  });
  return last;
}

bool answers(const ReadTxn& txn, Id id) {
  const auto post = find_post(txn, id);
  return post && !post->in_reply_to.empty();
}

class Counting {
 public:
  Counting(const ReadTxn& txn, const DaySpan& span)
      : txn_(txn),
        span_(span),
        found_{.active = std::vector<std::set<Id>>(span.count),
               .interactions = std::vector<uint64_t>(span.count)} {}

  void count(Id actor) {
    const Id floor = first_id_at(span_.begin()), bound = first_id_at(span_.end());
    scan_author(txn_, actor, bound, [&](Entry entry) {
      if (entry.id < floor) return false;
      const bool turns_to_others = entry.kind == EntryKind::boost || answers(txn_, entry.id);
      note(actor, entry.id.time(), turns_to_others);
      return true;
    });
    scan_likes(txn_, actor, bound, [&](Id like, Id) {
      if (like < floor) return false;
      note(actor, like.time(), /*turns_to_others=*/true);
      return true;
    });
  }
  void note(Id actor, Time at, bool turns_to_others) {
    const auto day = span_.day_of(at);
    if (!day) return;
    found_.active[*day].insert(actor);
    if (turns_to_others) ++found_.interactions[*day];
  }
  Activity take() { return std::move(found_); }

 private:
  const ReadTxn& txn_;
  const DaySpan& span_;
  Activity found_;
};

}  // namespace

DaySpan DaySpan::between(Time start, Time end) {
  if (end < start) return {};
  const auto first = hallway::day_of(start);
  return {first, static_cast<size_t>(hallway::day_of(end) - first + 1)};
}

Time DaySpan::begin(size_t day) const { return {(first + static_cast<int64_t>(day)) * kDay}; }

std::optional<size_t> DaySpan::day_of(Time at) const {
  const auto day = hallway::day_of(at) - first;
  if (day < 0 || day >= static_cast<int64_t>(count)) return std::nullopt;
  return static_cast<size_t>(day);
}

Activity read_activity(const ReadTxn& txn, const DaySpan& span) {
  Counting counting(txn, span);
  const auto uses = last_uses(txn);
  for_each_account(txn, [&](const Account& account) {
    counting.count(account.actor);
    const auto use = uses.find(account.id);
    if (use != uses.end()) counting.note(account.actor, use->second, /*turns_to_others=*/false);
  });
  return counting.take();
}

std::map<Id, Time> last_activity(const ReadTxn& txn) {
  auto last = last_uses(txn);
  for_each_account(txn, [&](const Account& account) {
    auto& at = last[account.id];
    at = std::max(at, account.created);
    scan_author(txn, account.actor, Id{}, [&](Entry entry) {
      at = std::max(at, entry.id.time());
      return false;
    });
    scan_likes(txn, account.actor, Id{}, [&](Id like, Id) {
      at = std::max(at, like.time());
      return false;
    });
  });
  return last;
}

}  // namespace hallway
