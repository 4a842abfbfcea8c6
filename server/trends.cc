#include "server/trends.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "federation/policy.h"
#include "storage/actors.h"
#include "storage/blocks.h"
#include "storage/limited.h"
#include "storage/reactions.h"

namespace hallway {
namespace {

constexpr size_t kMostPosts = 4'000;
constexpr Duration kWeek = days(7);

// Whose posts count, asked once for each author.
class Authors {
 public:
  Authors(const ReadTxn& txn, const Home& home, Id viewer)
      : txn_(txn), home_(home), viewer_(viewer) {}
  bool counts(Id author) {
    const auto known = known_.find(author);
    if (known != known_.end()) return known->second;
    return known_[author] = may_count(author);
  }

 private:
  [[nodiscard]] bool may_count(Id author) const {
    const auto actor = find_actor(txn_, author);
    return actor && actor->discoverable && !is_limited(txn_, *actor) &&
           may_be_shown(txn_, home_, *actor) && (!viewer_ || !mutes(txn_, viewer_, author));
  }
  const ReadTxn& txn_;
  const Home& home_;
  Id viewer_;
  std::map<Id, bool> known_;
};

// Public posts of the last week that may be shown, newest first.
void for_each_recent(const ReadTxn& txn, const Home& home, Id viewer, Time now,
                     const std::function<void(const Post&)>& visit) {
  const auto to = viewer ? Destination::to_person(viewer) : Destination::anybody();
  Authors authors(txn, home, viewer);
  size_t looked_at = 0;
  scan_posts(txn, Id{}, [&](Id id) {
    if (id < first_id_at(now - kWeek)) return false;
    const auto post = find_post(txn, id);
    const bool good = post && !post->gone && post->visibility == Visibility::public_ &&
                      (viewer || post->local) && authors.counts(post->author) &&
                      may_flow(txn, home, *post, to);
    if (good) visit(*post);
    return ++looked_at < kMostPosts;
  });
}

// How often something was used, and by whom, day by day.
class Use {
 public:
  void add(Id person, Time at, Time now) {
    const auto day =
        static_cast<size_t>(std::clamp<int64_t>(now.ms / days(1).ms - at.ms / days(1).ms, 0, 6));
    ++uses_[day];
    people_[day].insert(person);
    all_.insert(person);
  }
  [[nodiscard]] size_t people() const { return all_.size(); }
  // What happened lately weighs more.
  [[nodiscard]] double weight() const {
    double weight = 0;
    for (size_t day = 0; day < uses_.size(); ++day) {
      const auto people = static_cast<double>(people_[day].size());
      const auto uses = static_cast<double>(uses_[day]);
      weight += (people + uses / 100) / std::pow(2.0, static_cast<double>(day));
    }
    return weight;
  }
  [[nodiscard]] UseHistory history(Time now) const {
    UseHistory history;
    for (size_t day = 0; day < history.size(); ++day) {
      const Time midnight{(now.ms / days(1).ms - static_cast<int64_t>(day)) * days(1).ms};
      history[day] = {midnight, uses_[day], people_[day].size()};
    }
    return history;
  }

 private:
  std::array<size_t, 7> uses_{};
  std::array<std::set<Id>, 7> people_;
  std::set<Id> all_;
};

template <class Thing>
struct Weighed {
  double weight = 0;
  Thing thing;
};

template <class Thing>
std::vector<Thing> heaviest(std::vector<Weighed<Thing>> list, size_t most) {
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return a.weight > b.weight; });
  std::vector<Thing> found;
  for (auto& one : list) {
    if (found.size() == most) break;
    found.push_back(std::move(one.thing));
  }
  return found;
}

bool is_trend(const Use& use) { return use.people() >= 2; }

std::optional<std::string> page_about(const Post& post) {
  const auto page = std::ranges::find(post.attachments, "Link", &Attachment::type);
  if (page == post.attachments.end()) return std::nullopt;
  return page->url.text();
}

}  // namespace

std::vector<TagTrend> trending_tags(const ReadTxn& txn, const Home& home, Id viewer, Time now,
                                    size_t most) {
  std::map<std::string, Use> used;
  for_each_recent(txn, home, viewer, now, [&](const Post& post) {
    for (const auto& tag : post.tags) used[tag].add(post.author, post.id.time(), now);
  });
  std::vector<Weighed<TagTrend>> list;
  for (const auto& [tag, use] : used) {
    if (is_trend(use)) list.push_back({use.weight(), {tag, use.history(now)}});
  }
  return heaviest(std::move(list), most);
}

std::vector<LinkTrend> trending_links(const ReadTxn& txn, const Home& home, Id viewer, Time now,
                                      size_t most) {
  struct Page {
    Post first;
    Use use;
  };
  std::map<std::string, Page> pages;
  for_each_recent(txn, home, viewer, now, [&](const Post& post) {
    const auto address = page_about(post);
    if (!address) return;
    auto& page = pages[*address];
    page.first = post;
    page.use.add(post.author, post.id.time(), now);
  });
  std::vector<Weighed<LinkTrend>> list;
  for (const auto& [address, page] : pages) {
    if (is_trend(page.use)) {
      list.push_back({page.use.weight(), {page.first, page.use.history(now)}});
    }
  }
  return heaviest(std::move(list), most);
}

std::vector<Post> trending_posts(const ReadTxn& txn, const Home& home, Id viewer, Time now,
                                 size_t most) {
  std::vector<Weighed<Post>> list;
  for_each_recent(txn, home, viewer, now, [&](const Post& post) {
    if (post.sensitive || !post.summary.empty() || !post.in_reply_to.empty()) return;
    const auto author = find_actor(txn, post.author);
    if (author && author->sensitized) return;
    const auto liked = count_reactions(txn, post.id) + count_boosts(txn, post.id);
    if (liked < 2) return;
    const auto age = static_cast<double>(std::max<int64_t>(0, (now - post.id.time()).ms)) /
                     static_cast<double>(days(1).ms);
    list.push_back({static_cast<double>(liked) * std::pow(0.5, age), post});
  });
  return heaviest(std::move(list), most);
}

}  // namespace hallway
