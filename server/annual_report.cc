#include "server/annual_report.h"

#include <algorithm>
#include <map>

#include "federation/policy.h"
#include "storage/annual_reads.h"
#include "storage/follows.h"
#include "storage/reactions.h"

namespace hallway {
namespace {

constexpr uint64_t kWeeks = 52;
constexpr size_t kMostTags = 40;

// How much of what kind.
struct Deeds {
  uint64_t own = 0, replies = 0, boosts = 0, polls = 0;

  [[nodiscard]] uint64_t all() const { return own + replies + boosts; }
  [[nodiscard]] Archetype archetype() const {
    if (all() < kWeeks) return Archetype::lurker;
    if (boosts > own * 2) return Archetype::booster;
    if (polls * 10 > own) return Archetype::pollster;
    return replies > own * 2 ? Archetype::replier : Archetype::oracle;
  }
};

// Replaces `best` by `post` where that got more.
class Best {
 public:
  explicit Best(std::optional<Post>& best) : best_(best) {}
  void look_at(const Post& post, size_t got) {
    if (got <= most_) return;
    most_ = got;
    best_ = post;
  }

 private:
  std::optional<Post>& best_;
  size_t most_ = 0;
};

class Counting {
 public:
  Counting(const ReadTxn& txn, Id person, uint64_t year) : txn_(txn), person_(person) {
    report_.year = year;
  }

  AnnualReport count() {
    scan_author(txn_, person_, first_id_at(begin_of_year(report_.year + 1)), [&](Entry entry) {
      if (entry.id < first_id_at(begin_of_year(report_.year))) return false;
      take(entry);
      return true;
    });
    count_follows();
    report_.archetype = deeds_.archetype();
    for (const auto& [name, number] : tags_) report_.tags.push_back({name, number});
    std::stable_sort(report_.tags.begin(), report_.tags.end(),
                     [](const auto& a, const auto& b) { return a.count > b.count; });
    if (report_.tags.size() > kMostTags) report_.tags.resize(kMostTags);
    return std::move(report_);
  }

 private:
  AnnualReport::Month* month_of(Time at) {
    if (year_of(at) != report_.year) return nullptr;
    // "2026-11-30": where months begin is the calendar's business.
    return &report_.months.at(static_cast<size_t>(std::stoi(to_rfc3339(at).substr(5, 2)) - 1));
  }

  void take(const Entry& entry) {
    auto* month = month_of(entry.id.time());
    if (month) ++month->posts;
    if (entry.kind == EntryKind::boost) {
      ++deeds_.boosts;
      return;
    }
    const auto post = find_post(txn_, entry.id);
    if (post && !post->gone) take(*post);
  }

  void take(const Post& post) {
    ++(post.in_reply_to.empty() ? deeds_.own : deeds_.replies);
    if (post.poll) ++deeds_.polls;
    for (const auto& tag : post.tags) ++tags_[tag];
    if (!is_open(post)) return;
    boosted_.look_at(post, count_boosts(txn_, post.id));
    liked_.look_at(post, count_reactions(txn_, post.id));
    answered_.look_at(post, count_replies(txn_, post.id));
  }

  void count_follows() {
    for (const auto id : list_following(txn_, person_, FollowState::accepted, Id{}, SIZE_MAX)) {
      const auto follow = find_follow(txn_, person_, id);
      auto* month = follow ? month_of(follow->at) : nullptr;
      if (month) ++month->following;
    }
    for (const auto id : list_followers(txn_, person_, FollowState::accepted, Id{}, SIZE_MAX)) {
      const auto follow = find_follow(txn_, id, person_);
      auto* month = follow ? month_of(follow->at) : nullptr;
      if (month) ++month->followers;
    }
  }

  const ReadTxn& txn_;
  const Id person_;
  AnnualReport report_;
  Deeds deeds_;
  std::map<std::string, uint64_t> tags_;
  Best boosted_{report_.by_boosts}, liked_{report_.by_likes}, answered_{report_.by_replies};
};

// The first of theirs before `bound` (none: the latest).
std::optional<Time> last_before(const ReadTxn& txn, Id person, Id bound) {
  std::optional<Time> found;
  scan_author(txn, person, bound, [&](Entry entry) {
    found = entry.id.time();
    return false;
  });
  return found;
}

}  // namespace

std::string_view name_of(Archetype archetype) {
  switch (archetype) {
    case Archetype::lurker: return "lurker";
    case Archetype::booster: return "booster";
    case Archetype::pollster: return "pollster";
    case Archetype::replier: return "replier";
    case Archetype::oracle: return "oracle";
  }
  return "";
}

std::vector<uint64_t> years_with_report(const ReadTxn& txn, Id person) {
  std::vector<uint64_t> years;
  for (auto last = last_before(txn, person, Id{}); last;
       last = last_before(txn, person, first_id_at(begin_of_year(years.back())))) {
    years.push_back(year_of(*last));
  }
  return years;
}

std::optional<AnnualReport> annual_report(const ReadTxn& txn, Id person, uint64_t year) {
  const auto years = years_with_report(txn, person);
  if (std::ranges::find(years, year) == years.end()) return std::nullopt;
  return Counting(txn, person, year).count();
}

}  // namespace hallway
