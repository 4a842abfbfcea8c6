#include "federation/expert_ranking.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace hallway {
namespace {

// The same for every question. tests/bench/expert_bench says what they are worth.
constexpr double kPostSmoothing = 30;    // words of background that each post is given
constexpr double kTopicSmoothing = 100;  // and each topic
constexpr double kTopicShare = .2;       // of a post's background that its topic makes
constexpr size_t kCapAt = 8;             // no post counts for more than the one at this place,
                                         // or the middle one where there are few, but for
constexpr double kAboveCap = .1;         // this part of what it has above
constexpr double kBreadthCost = .2;      // what writing about everything takes off
constexpr double kFewPosts = 100;        // below which nobody is taken to do so
// What it adds to a post that whoever asked took it for the answer: as if it were twice as likely.
// The histories that the rest was measured on tell of no such posts.
constexpr double kAccepted = .7;
// Nor of answers and what others did with a post. A part of the strength of what it answers; a
// doubling of the others.
constexpr double kAnswering = .5, kAcceptedAnswering = .8;
constexpr double kRegarded = .1;
static_assert(kAccepted + kRegarded * 3 <= kMostBesideWords, "2^3 is one and kMostRegarding");
constexpr double kDeclared = .1,
                 kEndorsed = .1;     // a skill that is named; each doubling of who says so
constexpr double kMostEndorsed = 5;  // doublings

double log_of_sum(std::span<const double> logs) {
  const auto most = *std::ranges::max_element(logs);
  double sum = 0;
  for (const auto log : logs) sum += std::exp(log - most);
  return most + std::log(sum);
}

// Of all that the nodes have, which part each word is, and what it weighs.
struct Word {
  double share = 0, weight = 0;
  std::span<const ExpertPosting> postings;
  size_t place = 0;  // among those that were asked
};

// A word of every post weighs nothing, one of the square root of all posts 1, one of a single 2.
double weight_of(const AskedWord& word, ExpertBackground all) {
  const auto posts = static_cast<double>(std::max<uint64_t>(all.posts, 2));
  const auto with = std::clamp(static_cast<double>(word.posts), 1., posts);
  return word.weight * 2 * std::log(posts / with) / std::log(posts);
}

std::vector<Word> weighed(std::span<const AskedWord> words, ExpertBackground all) {
  std::vector<Word> result;
  for (const auto& word : words) {
    const auto weight = weight_of(word, all);
    if (word.count == 0 || all.words == 0 || weight <= 0) continue;
    const auto share = static_cast<double>(word.count) / static_cast<double>(all.words);
    const auto place = static_cast<size_t>(&word - words.data());
    result.push_back({std::min(share, 1.), weight, word.postings, place});
  }
  return result;
}

// What somebody wrote under a topic that has words of the question.
struct WithWords {
  uint64_t posts = 0, words = 0;
};

// What is written under a topic, as far as it matters here.
struct Topic {
  uint64_t id = 0;
  double words = 0;
  std::vector<double> counts;     // of each word of the question
  double known = 0;               // strength of a post with none of the words, but for its length
  std::vector<double> smoothing;  // kPostSmoothing times what each word is expected to be
  std::vector<TopicMember> members;
  std::unordered_map<Id, WithWords> with_words;  // of members
};

// The few topics that count, at most kTopicsTold: each posting asks for its own, which mostly is
// none of them.
class Topics {
 public:
  // Null where there is no such topic.
  Topic* find(uint64_t id) {
    for (auto slot = id % kSlots; places_[slot] != 0; slot = (slot + 1) % kSlots) {
      auto& topic = all_[places_[slot] - 1U];
      if (topic.id == id) return &topic;
    }
    return nullptr;
  }
  Topic& add(uint64_t id) {
    auto slot = id % kSlots;
    while (places_[slot] != 0) slot = (slot + 1) % kSlots;
    all_.push_back({.id = id});
    places_[slot] = static_cast<uint8_t>(all_.size());
    return all_.back();
  }
  std::vector<Topic>& all() { return all_; }

 private:
  static constexpr size_t kSlots = 1'024;  // many more than topics: the first look mostly tells
  static_assert(kTopicsTold <= UINT8_MAX);

  std::array<uint8_t, kSlots> places_{};  // in all_, from 1
  std::vector<Topic> all_;
};

class Weighing {
 public:
  Weighing(std::vector<Word> words, const ExpertSources& sources, std::span<const TopicCount> told)
      : words_(std::move(words)), sources_(sources), told_(told) {
    for (const auto& word : words_) weight_ += word.weight;
  }

  std::vector<ExpertEvidence> evidence() {
    count_topics();
    for (auto& topic : topics_.all()) measure(topic);
    weigh_posts();
    add_others();
    return finished();
  }

 private:
  void count_topics() {
    for (const auto& known : told_.first(std::min(told_.size(), kTopicsTold))) {
      if (topics_.find(known.topic)) continue;
      auto& topic = topics_.add(known.topic);
      topic.words = static_cast<double>(known.words);
      topic.counts.resize(words_.size());
      for (size_t n = 0; n < words_.size(); ++n) {
        if (words_[n].place >= known.counts.size()) continue;
        topic.counts[n] = static_cast<double>(known.counts[words_[n].place]);
      }
    }
  }

  // The most telling first: whoever says who wrote under topics may do so for some of them alone.
  void measure(Topic& topic) {
    if (sources_.members) topic.members = sources_.members(topic.id);
    double here = 0;
    for (const auto& member : topic.members) here += static_cast<double>(member.words);
    topic.words = std::max(topic.words, here);
    for (size_t n = 0; n < words_.size(); ++n) {
      const auto expected = expected_in(topic.words, topic.counts[n], words_[n].share);
      topic.smoothing.push_back(kPostSmoothing * expected);
      topic.known += words_[n].weight * std::log(expected / words_[n].share);
    }
  }

  // How much of a post under a topic is a word that stands `count` times in what is written there.
  static double expected_in(double words, double count, double share) {
    words = std::max(words, count);
    const auto in_topic = (count + kTopicSmoothing * share) / (words + kTopicSmoothing);
    return (1 - kTopicShare) * share + kTopicShare * in_topic;
  }

  // Post by post: all words go through their postings side by side.
  void weigh_posts() {
    for (const auto& word : words_) left_.push_back(word.postings);
    for (size_t n = 0; n < left_.size(); ++n) next_.push_back(next_of(n));
    if (next_.empty()) return;
    for (;;) {
      const auto next = std::ranges::min_element(next_);
      if (*next == kNoPost) return;
      weigh(left_[static_cast<size_t>(next - next_.begin())].front());
    }
  }
  [[nodiscard]] uint64_t next_of(size_t word) const {
    return left_[word].empty() ? kNoPost : left_[word].front().post.value;
  }

  // Takes the post from all that have it.
  void weigh(const ExpertPosting& post) {
    auto* topic = topics_.find(post.topic);
    const auto length = static_cast<double>(post.length);
    const auto& same = of_same_length(post.length);
    double strength = same.strength + (topic ? topic->known : same.known_alone);
    if (post.accepted) strength += kAccepted;
    for (size_t n = 0; n < next_.size(); ++n) {
      if (next_[n] != post.post.value) continue;
      const auto count = static_cast<double>(left_[n].front().count);
      left_[n] = left_[n].subspan(1);
      next_[n] = next_of(n);
      const auto without = topic ? topic->smoothing[n] : smoothing_alone(length, 0, words_[n]);
      const auto with = topic ? without : smoothing_alone(length, count, words_[n]);
      strength += words_[n].weight * std::log((count + with) / without);
    }
    add(post.author, {post.post, strength});
    if (!topic || topic->members.empty()) return;
    auto& seen = topic->with_words[post.author];
    ++seen.posts;
    seen.words += post.length;
  }

  // A post without a topic is one of its own.
  static double smoothing_alone(double length, double count, const Word& word) {
    return kPostSmoothing * expected_in(length, count, word.share);
  }
  [[nodiscard]] double known_alone(double length) const {
    return weight_ * std::log(expected_in(length, 0, 1));
  }
  [[nodiscard]] double of_length(double length) const {
    return weight_ * std::log(kPostSmoothing / (length + kPostSmoothing));
  }

  // Posts are many, and lengths few.
  struct OfLength {
    double known_alone = 0, strength = 0;
    bool made = false;
  };
  const OfLength& of_same_length(uint32_t length) {
    if (length >= lengths_.size()) lengths_.resize(length + 1);
    auto& one = lengths_[length];
    if (!one.made) one = {known_alone(length), of_length(length), true};
    return one;
  }

  void add(Id author, PostStrength post) { people_[author].push_back(post); }

  // Posts under the topics that have none of the words.
  void add_others() {
    for (auto& topic : topics_.all())
      for (const auto& member : topic.members) {
        const auto with = topic.with_words[member.author];
        if (member.posts <= with.posts) continue;
        const auto others = member.posts - with.posts;
        const auto words = member.words - std::min(member.words, with.words);
        const auto length = static_cast<double>(words) / static_cast<double>(others);
        for (size_t n = 0; n < std::min<uint64_t>(others, kPostsAPerson); ++n)
          add(member.author, {Id(), topic.known + of_length(length)});
      }
  }

  std::vector<ExpertEvidence> finished() {
    std::vector<ExpertEvidence> result;
    for (auto& [author, posts] : people_) {
      const auto kept =
          posts.begin() + static_cast<ptrdiff_t>(std::min(posts.size(), kPostsAPerson));
      std::partial_sort(
          posts.begin(), kept, posts.end(), [](const PostStrength& a, const PostStrength& b) {
            return a.strength != b.strength ? a.strength > b.strength : a.post > b.post;
          });
      posts.erase(kept, posts.end());
      const auto written = sources_.posts_by ? sources_.posts_by(author) : 0;
      result.push_back({.author = author, .written = written, .posts = std::move(posts)});
    }
    return result;
  }

  std::vector<Word> words_;
  const ExpertSources& sources_;
  const std::span<const TopicCount> told_;
  double weight_ = 0;  // of all words
  Topics topics_;
  std::vector<OfLength> lengths_;
  static constexpr uint64_t kNoPost = UINT64_MAX;
  std::vector<std::span<const ExpertPosting>> left_;  // of each word
  std::vector<uint64_t> next_;                        // the post of its first, or kNoPost
  std::unordered_map<Id, std::vector<PostStrength>> people_;
};

double cap_of(std::span<const ExpertEvidence> people) {
  std::vector<double> all;
  for (const auto& person : people)
    for (const auto& post : person.posts) all.push_back(post.strength);
  if (all.empty()) return 0;
  const auto place = std::min(kCapAt, (all.size() + 1) / 2);
  const auto at = all.begin() + static_cast<ptrdiff_t>(place - 1);
  std::ranges::nth_element(all, at, std::greater());
  return *at;
}

Expert scored(const ExpertEvidence& person, double cap) {
  Expert expert{.author = person.author, .posts = {}};
  std::vector<double> strengths;
  for (const auto& post : person.posts) {
    const auto above = std::max(post.strength - cap, 0.);
    strengths.push_back(post.strength - above * (1 - kAboveCap));
    if (post.post && expert.posts.size() < kPostsShown) expert.posts.push_back(post.post);
  }
  const auto breadth = std::log(static_cast<double>(person.written) + kFewPosts);
  expert.score = log_of_sum(strengths) - kBreadthCost * breadth + person.declared;
  return expert;
}

}  // namespace

double worth_of_skill(size_t endorsements) {
  const auto doublings = std::log2(1 + static_cast<double>(endorsements));
  return kDeclared + kEndorsed * std::min(doublings, kMostEndorsed);
}

double worth_of_regard(size_t others) {
  return kRegarded * std::log2(1 + static_cast<double>(std::min(others, kMostRegarding)));
}

double strength_of_answer(double answered, bool accepted) {
  return accepted ? kAcceptedAnswering * answered + kAccepted : kAnswering * answered;
}

std::vector<ExpertEvidence> weigh_evidence(std::span<const AskedWord> words,
                                           ExpertBackground background,
                                           const ExpertSources& sources,
                                           std::span<const TopicCount> topics) {
  return Weighing(weighed(words, background), sources, topics).evidence();
}

std::vector<Expert> rank_experts(std::span<const ExpertEvidence> people) {
  const auto cap = cap_of(people);
  std::vector<Expert> result;
  std::vector<double> scores;
  for (const auto& person : people) {
    if (person.posts.empty()) continue;
    result.push_back(scored(person, cap));
    scores.push_back(result.back().score);
  }
  if (result.empty()) return result;
  const auto all = log_of_sum(scores);
  for (auto& expert : result) expert.confidence = std::exp(expert.score - all);
  std::ranges::sort(result, [](const Expert& a, const Expert& b) {
    return a.score != b.score ? a.score > b.score : a.author < b.author;
  });
  return result;
}

std::vector<ExpertEvidence> strongest_people(std::vector<ExpertEvidence> people, size_t most) {
  std::unordered_map<Id, size_t> place;
  for (const auto& expert : rank_experts(people)) place.emplace(expert.author, place.size());
  std::erase_if(people, [&](const ExpertEvidence& person) {
    const auto found = place.find(person.author);
    return found == place.end() || found->second >= most;
  });
  return people;
}

}  // namespace hallway
