#include "server/new_voices.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>

#include "federation/expert_naming.h"
#include "server/directory.h"
#include "storage/followed_tags.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

constexpr size_t kPostsThatCount = 3;
constexpr size_t kWeeksBefore = 3;
constexpr double kLeastGrowth = 2;  // a post, and somebody who heard it
constexpr size_t kMostVoicesAsked = 500;

struct Evidence {
  size_t posts = 0;
  std::set<Id> heard;
  [[nodiscard]] double worth() const {
    return static_cast<double>(std::min(posts, kPostsThatCount) + heard.size());
  }
};

struct Candidate {
  double score = 0;   // over all topics of the reader
  double most = 0;    // in one of them, ...
  std::string topic;  // ... which is this: the one they wrote about last, of several
  std::vector<const RecentTalk::Said*> shows;
};

// What speaks for one person in one topic.
struct Record {
  std::array<Evidence, 1 + kWeeksBefore> weeks;  // this one first
  std::vector<const RecentTalk::Said*> shows;    // of this week, the newest first

  void add(const RecentTalk::Said& said, Duration ago) {
    const auto week = static_cast<size_t>(std::max<int64_t>(0, ago.ms) / kThisWeek.ms);
    if (week >= weeks.size()) return;
    ++weeks[week].posts;
    weeks[week].heard.insert(said.heard.begin(), said.heard.end());
    if (week == 0) shows.push_back(&said);
  }
  // Beside what a week had before, on average.
  [[nodiscard]] double growth() const {
    if (weeks[0].heard.empty()) return 0;
    double before = 0;
    for (size_t week = 1; week < weeks.size(); ++week) before += weeks[week].worth();
    return weeks[0].worth() - before / kWeeksBefore;
  }
  [[nodiscard]] bool newer_than(const Candidate& other) const {
    return other.shows.empty() || shows.front()->post > other.shows.front()->post;
  }
};

std::set<std::string> topics_of(const TrendView& view) {
  std::set<std::string> topics;
  for (const auto& tag : list_followed_tags(view.txn, view.viewer)) topics.insert(tag.name);
  if (const auto reader = find_actor(view.txn, view.viewer)) {
    topics.insert(reader->tags.begin(), reader->tags.end());
  }
  for (const auto& said : view.talk.said) {
    if (view.talk.authors[said.author].id != view.viewer) continue;
    for (const auto topic : said.topics) {
      if (view.talk.topics[topic].tagged) topics.insert(view.talk.topics[topic].name);
    }
  }
  return topics;
}

// Between a half and one: of this week, this reader and that person.
double draw(const TrendView& view, uint32_t author) {
  const auto week = view.now.ms / kThisWeek.ms;
  const auto text = to_string(view.viewer) + " " + to_string(view.talk.authors[author].id) + " " +
                    std::to_string(week);
  return .5 + static_cast<double>(sha256(text)[0]) / 512;
}

using Candidates = std::map<uint32_t, Candidate>;

void add_topic(const TrendView& view, Hearing& hearing, const RecentTalk::Topic& topic,
               Candidates& candidates) {
  std::map<uint32_t, Record> records;
  for (const auto number : topic.said) {
    const auto& said = view.talk.said[number];
    const auto& author = view.talk.authors[said.author];
    if (author.id == view.viewer || !author.person || author.since > view.now - days(1)) continue;
    if (!hearing.hears(said)) continue;
    records[said.author].add(said, view.now - said.post.time());
  }
  for (auto& [author, record] : records) {
    const double growth = record.growth();
    if (growth < kLeastGrowth) continue;
    auto& candidate = candidates[author];
    candidate.score += growth;
    if (growth < candidate.most || (growth == candidate.most && !record.newer_than(candidate))) {
      continue;
    }
    candidate.most = growth;
    candidate.topic = topic.name;
    candidate.shows = std::move(record.shows);
  }
}

// Those that most people heard, as far as they may be shown and still are about it.
std::vector<Post> posts_of(const Hearing& hearing, Candidate& candidate) {
  std::ranges::stable_sort(candidate.shows, std::greater(),
                           [](const auto* said) { return said->heard.size(); });
  std::vector<Post> posts;
  for (const auto* said : candidate.shows) {
    if (posts.size() == kPostsOfVoice) break;
    auto post = hearing.find(*said);
    if (post && std::ranges::find(post->tags, candidate.topic) != post->tags.end()) {
      posts.push_back(*std::move(post));
    }
  }
  return posts;
}

}  // namespace

std::vector<NewVoice> new_voices(const TrendView& view, size_t most) {
  std::vector<NewVoice> voices;
  if (!view.viewer) return voices;
  Hearing hearing(view);
  const auto wanted = topics_of(view);
  Candidates candidates;
  for (const auto& topic : view.talk.topics) {
    if (!topic.tagged || (!wanted.empty() && !wanted.contains(topic.name))) continue;
    add_topic(view, hearing, topic, candidates);
  }
  std::vector<std::pair<double, uint32_t>> order;
  for (const auto& [author, candidate] : candidates) {
    order.emplace_back(candidate.score * draw(view, author), author);
  }
  std::ranges::sort(order, std::greater());
  if (order.size() > kMostVoicesAsked) order.resize(kMostVoicesAsked);
  for (const auto& [score, author] : order) {
    if (voices.size() == most) break;
    auto actor = find_new_to(view.txn, view.home, view.viewer, view.talk.authors[author].id);
    if (!actor || !lets_be_found(*actor)) continue;
    auto& candidate = candidates.at(author);
    auto posts = posts_of(hearing, candidate);
    if (posts.empty()) continue;
    voices.push_back({*std::move(actor), std::move(candidate.topic), std::move(posts)});
  }
  return voices;
}

}  // namespace hallway
