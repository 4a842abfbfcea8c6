#include "server/trends.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "federation/policy.h"
#include "storage/actors.h"
#include "storage/blocks.h"

namespace hallway {
namespace {

constexpr size_t kMostCandidates = 100;  // posts, for two that may be shown
constexpr size_t kMostOfOne = 3;         // posts by one person
constexpr Duration kDay = days(1);

double half_after_days(Duration age) {
  const auto ms = static_cast<double>(std::max<int64_t>(0, age.ms));
  return std::pow(0.5, ms / static_cast<double>(kDay.ms));
}

// Who uses something, and when, as far as they count.
class Use {
 public:
  explicit Use(const TrendView& view) : view_(view) {}

  // The newest come first.
  void add(const RecentTalk::Said& said) {
    const auto at = said.post.time();
    const auto& author = view_.talk.authors[said.author];
    if (at < view_.now - kThisWeek) {
      before_.insert(said.author);
      return;
    }
    const auto day =
        static_cast<size_t>(std::clamp<int64_t>(view_.now.ms / kDay.ms - at.ms / kDay.ms, 0, 6));
    ++uses_[day];
    people_[day].insert(said.author);
    if (!all_.insert(said.author).second || author.since > view_.now - kDay) return;
    if (author.host != 0 && ++of_host_[author.host] > kMostOfStrange) return;
    ++counted_;
    weight_ += half_after_days(view_.now - at);
  }
  [[nodiscard]] bool is_trend() const { return counted_ >= 2; }
  [[nodiscard]] double weight() const {
    const double usual = static_cast<double>(before_.size()) / kWeeksBefore;
    return weight_ * weight_ / (weight_ + usual);
  }
  [[nodiscard]] size_t people() const { return all_.size(); }
  [[nodiscard]] size_t uses() const {
    size_t sum = 0;
    for (const auto uses : uses_) sum += uses;
    return sum;
  }
  [[nodiscard]] UseHistory history() const {
    UseHistory history;
    for (size_t day = 0; day < history.size(); ++day) {
      const Time midnight{(view_.now.ms / kDay.ms - static_cast<int64_t>(day)) * kDay.ms};
      history[day] = {midnight, uses_[day], people_[day].size()};
    }
    return history;
  }

 private:
  static constexpr double kWeeksBefore =
      static_cast<double>(kLongAgo.ms - kThisWeek.ms) / static_cast<double>(kThisWeek.ms);
  const TrendView& view_;
  std::array<size_t, 7> uses_{};
  std::array<std::set<uint32_t>, 7> people_;
  std::set<uint32_t> all_, before_;
  std::map<uint32_t, size_t> of_host_;
  size_t counted_ = 0;
  double weight_ = 0;
};

struct Weighed {
  double weight = 0;
  const std::vector<uint32_t>* said = nullptr;
  const std::string* name = nullptr;
};

void sort_by_weight(std::vector<Weighed>& list) {
  std::ranges::stable_sort(list, std::greater(), &Weighed::weight);
}

Use use_of(const TrendView& view, Hearing& hearing, const std::vector<uint32_t>& numbers) {
  Use use(view);
  for (const auto number : numbers) {
    const auto& said = view.talk.said[number];
    if (hearing.hears(said)) use.add(said);
  }
  return use;
}

// A post of the week by each of two people, which the viewer may see now; empty where there are
// none. `holds`: it still is about it.
std::vector<Post> shown_by_two(const TrendView& view, Hearing& hearing, const Weighed& what,
                               const std::function<bool(const Post&)>& holds) {
  std::vector<Post> posts;
  size_t looked_at = 0;
  for (const auto number : *what.said) {
    const auto& said = view.talk.said[number];
    if (said.post.time() < view.now - kThisWeek || looked_at == kMostCandidates) break;
    const auto author = view.talk.authors[said.author].id;
    if (!posts.empty() && posts.front().author == author) continue;
    if (!hearing.hears(said)) continue;
    ++looked_at;
    auto post = hearing.find(said);
    if (post && holds(*post)) posts.push_back(*std::move(post));
    if (posts.size() == 2) return posts;
  }
  return {};
}

std::vector<TopicTrend> trending_topics(const TrendView& view, size_t most, bool tagged) {
  Hearing hearing(view);
  std::vector<Weighed> list;
  for (const auto& topic : view.talk.topics) {
    if (topic.tagged != tagged || topic.said.size() < 2) continue;
    const auto use = use_of(view, hearing, topic.said);
    if (use.is_trend()) list.push_back({use.weight(), &topic.said, &topic.name});
  }
  sort_by_weight(list);
  std::vector<TopicTrend> found;
  for (const auto& one : list) {
    if (found.size() == most) break;
    const auto holds = [&](const Post& post) {
      return !tagged || std::ranges::find(post.tags, *one.name) != post.tags.end();
    };
    if (shown_by_two(view, hearing, one, holds).empty()) continue;
    const auto use = use_of(view, hearing, *one.said);
    found.push_back({*one.name, use.history(), use.uses(), use.people()});
  }
  return found;
}

bool leads_to(const Post& post, const std::string& address) {
  return std::ranges::any_of(post.attachments, [&](const Attachment& file) {
    return file.type == "Link" && file.url.text() == address;
  });
}

bool is_hidden_at_first(const TrendView& view, const Post& post) {
  const auto author = find_actor(view.txn, post.author);
  return post.sensitive || !post.summary.empty() || !author || author->sensitized;
}

}  // namespace

Hearing::Hearing(const TrendView& view)
    : view_(view), known_(view.talk.authors.size(), Heard::unasked) {}

bool Hearing::hears(const RecentTalk::Said& said) {
  if (!view_.viewer) return said.anybody;
  auto& known = known_[said.author];
  if (known == Heard::unasked) {
    known = may_hear(view_.talk.authors[said.author].id) ? Heard::yes : Heard::no;
  }
  return known == Heard::yes;
}

bool Hearing::may_hear(Id author) const {
  return !estranged(view_.txn, view_.viewer, author) && !mutes(view_.txn, view_.viewer, author);
}

std::optional<Post> Hearing::find(const RecentTalk::Said& said) const {
  auto post = find_post(view_.txn, said.post);
  const auto to = view_.viewer ? Destination::to_person(view_.viewer) : Destination::anybody();
  if (!post || post->gone || post->visibility != Visibility::public_ ||
      !may_flow(view_.txn, view_.home, *post, to)) {
    return std::nullopt;
  }
  return post;
}

std::vector<TopicTrend> trending_tags(const TrendView& view, size_t most) {
  return trending_topics(view, most, /*tagged=*/true);
}

std::vector<TopicTrend> recurring_terms(const TrendView& view, size_t most) {
  return trending_topics(view, most, /*tagged=*/false);
}

std::optional<TopicTrend> topic_of_late(const TrendView& view, std::string_view name) {
  const auto* topic = view.talk.find_topic(name);
  if (!topic) return std::nullopt;
  Hearing hearing(view);
  const auto use = use_of(view, hearing, topic->said);
  if (use.uses() == 0) return std::nullopt;
  return TopicTrend{topic->name, use.history(), use.uses(), use.people()};
}

std::vector<LinkTrend> trending_links(const TrendView& view, size_t most) {
  Hearing hearing(view);
  std::vector<Weighed> list;
  for (const auto& page : view.talk.pages) {
    if (page.said.size() < 2) continue;
    const auto use = use_of(view, hearing, page.said);
    if (use.is_trend()) list.push_back({use.weight(), &page.said, &page.address});
  }
  sort_by_weight(list);
  std::vector<LinkTrend> found;
  for (const auto& one : list) {
    if (found.size() == most) break;
    auto posts = shown_by_two(view, hearing, one,
                              [&](const Post& post) { return leads_to(post, *one.name); });
    if (posts.empty()) continue;
    found.push_back({std::move(posts.back()), use_of(view, hearing, *one.said).history()});
  }
  return found;
}

std::vector<Post> trending_posts(const TrendView& view, size_t most) {
  Hearing hearing(view);
  std::vector<std::pair<double, const RecentTalk::Said*>> list;
  for (const auto& said : view.talk.said) {
    const auto at = said.post.time();
    if (at < view.now - kThisWeek) break;
    if (!said.alone || said.heard.size() < 2 || !hearing.hears(said)) continue;
    list.emplace_back(static_cast<double>(said.heard.size()) * half_after_days(view.now - at),
                      &said);
  }
  std::ranges::stable_sort(list, std::greater(),
                           &std::pair<double, const RecentTalk::Said*>::first);
  std::vector<Post> found;
  std::map<Id, size_t> by_author;
  for (const auto& [weight, said] : list) {
    if (found.size() == most) break;
    auto post = hearing.find(*said);
    if (!post || is_hidden_at_first(view, *post)) continue;
    if (++by_author[post->author] <= kMostOfOne) found.push_back(*std::move(post));
  }
  return found;
}

}  // namespace hallway
