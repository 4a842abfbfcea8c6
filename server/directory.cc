#include "server/directory.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "federation/policy.h"
#include "storage/accounts.h"
#include "storage/blocks.h"
#include "storage/follows.h"
#include "storage/limited.h"
#include "storage/posts.h"
#include "storage/suggestions.h"

namespace hallway {
namespace {

constexpr size_t kMostPosts = 5'000;   // looked at for who wrote last
constexpr size_t kMostActors = 5'000;  // looked at for who came last
constexpr size_t kMostCircle = 200;    // of whom one follows, and of whom each of them does
constexpr size_t kMostLocal = 10'000;

// Whether `actor` wants to be found, and `viewer` (none: anybody) may find them.
bool may_be_found(const ReadTxn& txn, const Home& home, Id viewer, const Actor& actor) {
  if (!actor.discoverable || !actor.moved_to.empty()) return false;
  if (!viewer && !actor.local) return false;
  if (is_limited(txn, actor) || !may_be_shown(txn, home, actor)) return false;
  if (!viewer) return true;
  const bool away = estranged(txn, viewer, actor.id) || mutes(txn, viewer, actor.id) ||
                    (!actor.local && blocks_domain(txn, viewer, actor.iri.domain()));
  return !away;
}

// Who stands where in a list; the greatest first.
struct Candidate {
  uint64_t rank = 0;
  Id actor;
  friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

uint64_t last_entry_of(const ReadTxn& txn, Id actor) {
  uint64_t last = 0;
  scan_author(txn, actor, Id{}, [&](Entry entry) {
    last = entry.id.value;
    return false;
  });
  return last;
}

void add_local(const ReadTxn& txn, DirectoryOrder order, std::vector<Candidate>& found) {
  for_each_account(txn, [&](const Account& account) {
    if (account.disabled || found.size() >= kMostLocal) return;
    const bool active = order == DirectoryOrder::active;
    found.push_back(
        {active ? last_entry_of(txn, account.actor) : account.actor.value, account.actor});
  });
}

void add_remote(const ReadTxn& txn, DirectoryOrder order, std::vector<Candidate>& found) {
  size_t looked_at = 0;
  if (order == DirectoryOrder::newest) {
    return scan_actors(txn, Id{}, [&](const Actor& actor) {
      if (!actor.local) found.push_back({actor.id.value, actor.id});
      return ++looked_at < kMostActors;
    });
  }
  std::set<Id> seen;
  scan_posts(txn, Id{}, [&](Id id) {
    const auto post = find_post(txn, id);
    if (post && !post->local && seen.insert(post->author).second) {
      found.push_back({id.value, post->author});
    }
    return ++looked_at < kMostPosts;
  });
}

// Calls with whom `person` could follow, unless they said no.
class Circle {
 public:
  Circle(const ReadTxn& txn, const Home& home, Id person)
      : txn_(txn), home_(home), person_(person) {
    const auto all = list_following(txn, person, FollowState::accepted, Id{}, SIZE_MAX);
    follows_.insert(all.begin(), all.end());
  }
  [[nodiscard]] const std::set<Id>& follows() const { return follows_; }
  [[nodiscard]] std::optional<Actor> find_new(Id id) const {
    return follows_.contains(id) ? std::nullopt : find_new_to(txn_, home_, person_, id);
  }

 private:
  const ReadTxn& txn_;
  const Home& home_;
  Id person_;
  std::set<Id> follows_;
};

std::vector<Candidate> ranked(const std::map<Id, uint64_t>& counted) {
  std::vector<Candidate> list;
  list.reserve(counted.size());
  for (const auto& [actor, count] : counted) list.push_back({count, actor});
  std::ranges::sort(list, std::greater{});
  return list;
}

}  // namespace

std::vector<Actor> directory_page(const ReadTxn& txn, const Home& home, Id viewer,
                                  const DirectoryQuery& query) {
  std::vector<Candidate> found;
  add_local(txn, query.order, found);
  if (viewer && !query.local) add_remote(txn, query.order, found);
  std::ranges::sort(found, std::greater{});
  std::vector<Actor> page;
  size_t passed = 0;
  for (const auto& one : found) {
    if (page.size() == query.limit) break;
    auto actor = find_actor(txn, one.actor);
    if (!actor || !may_be_found(txn, home, viewer, *actor)) continue;
    if (passed++ >= query.offset) page.push_back(std::move(*actor));
  }
  return page;
}

std::optional<Actor> find_new_to(const ReadTxn& txn, const Home& home, Id person, Id id) {
  if (id == person || find_follow(txn, person, id) || is_declined(txn, person, id)) {
    return std::nullopt;
  }
  auto actor = find_actor(txn, id);
  if (!actor || !may_be_found(txn, home, person, *actor)) return std::nullopt;
  return actor;
}

std::vector<Suggestion> suggestions_for(const ReadTxn& txn, const Home& home, Id person,
                                        size_t limit) {
  const Circle circle(txn, home, person);
  std::vector<Suggestion> found;
  std::set<Id> named;
  const auto add = [&](const std::map<Id, uint64_t>& counted, bool by_circle) {
    for (const auto& one : ranked(counted)) {
      if (found.size() >= limit) return;
      if (named.contains(one.actor)) continue;
      auto actor = circle.find_new(one.actor);
      if (!actor) continue;
      named.insert(one.actor);
      found.push_back({std::move(*actor), by_circle});
    }
  };
  std::map<Id, uint64_t> by_circle, by_many;
  size_t asked = 0;
  for (const auto friend_id : circle.follows()) {
    if (++asked > kMostCircle) break;
    for (const auto id : list_following(txn, friend_id, FollowState::accepted, Id{}, kMostCircle)) {
      ++by_circle[id];
    }
  }
  add(by_circle, /*by_circle=*/true);
  if (found.size() >= limit) return found;
  for_each_account(txn, [&](const Account& account) {
    if (!account.disabled && by_many.size() < kMostLocal) {
      by_many[account.actor] = count_followers(txn, account.actor);
    }
  });
  add(by_many, /*by_circle=*/false);
  return found;
}

}  // namespace hallway
