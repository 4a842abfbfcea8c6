#include "server/related_topics.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "federation/policy.h"
#include "storage/blocks.h"
#include "storage/limited.h"

namespace hallway {
namespace {

constexpr size_t kMostLookedAt = 1'000;
constexpr size_t kLeastTogether = 2;  // people

class Shown {
 public:
  explicit Shown(const TrendView& view) : view_(view) {}

  [[nodiscard]] std::optional<Post> find(Id id) {
    auto post = find_post(view_.txn, id);
    if (!post || post->gone || post->visibility != Visibility::public_) return std::nullopt;
    if (!view_.viewer && !post->local) return std::nullopt;
    const auto to = view_.viewer ? Destination::to_person(view_.viewer) : Destination::anybody();
    if (!may_flow(view_.txn, view_.home, *post, to) || is_kept_away(post->author)) {
      return std::nullopt;
    }
    return post;
  }

 private:
  bool is_kept_away(Id author) {
    const auto [known, fresh] = away_.try_emplace(author);
    if (fresh) {
      known->second =
          is_limited(view_.txn, author) || (view_.viewer && mutes(view_.txn, view_.viewer, author));
    }
    return known->second;
  }
  const TrendView& view_;
  std::map<Id, bool> away_;
};

// People who write about it in all, of late; at least `least`.
size_t people_talking_of(const TrendView& view, const std::string& name, size_t least) {
  const auto* topic = view.talk.find_topic(name);
  if (!topic) return least;
  std::set<uint32_t> people;
  for (const auto number : topic->said) people.insert(view.talk.said[number].author);
  return std::max(least, people.size());
}

}  // namespace

std::vector<Post> posts_about(const TrendView& view, const std::string& topic, size_t most) {
  std::vector<Post> posts;
  Shown shown(view);
  size_t looked_at = 0;
  const auto look = [&](Id id) {
    if (auto post = shown.find(id)) posts.push_back(*std::move(post));
    return posts.size() < most && ++looked_at < kMostLookedAt;
  };
  const auto* recurring = view.talk.find_topic(topic);
  if (!recurring || recurring->tagged) {
    scan_tag(view.txn, topic, Id{}, look);
    return posts;
  }
  for (const auto number : recurring->said) {
    if (!look(view.talk.said[number].post)) break;
  }
  return posts;
}

std::vector<RelatedTopic> related_topics(const TrendView& view, const std::string& topic,
                                         const std::vector<Post>& posts, size_t most) {
  std::set<Id> people;
  std::map<std::string, std::set<Id>> together;
  for (const auto& post : posts) {
    people.insert(post.author);
    for (const auto& tag : post.tags) {
      if (tag != topic) together[tag].insert(post.author);
    }
  }
  std::vector<RelatedTopic> related;
  for (const auto& [tag, both] : together) {
    if (both.size() < kLeastTogether) continue;
    const auto of_either =
        static_cast<double>(people.size() * people_talking_of(view, tag, both.size()));
    related.push_back({tag, static_cast<double>(both.size()) / std::sqrt(of_either)});
  }
  std::ranges::stable_sort(related, std::greater(), &RelatedTopic::weight);
  if (related.size() > most) related.resize(most);
  return related;
}

}  // namespace hallway
