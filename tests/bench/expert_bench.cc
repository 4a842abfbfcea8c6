// How well the expert finder ranks people, on real histories: `expert_bench` asks the questions of
// ../shared/experts (or HALLWAY_SHARED) and prints how right the answers are, of one node and of
// nodes by organization. Only the ranking is asked: words are runs of letters and digits as they
// stand, a post's topic is the heading of its first line.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <unordered_map>

#include "federation/expert_question.h"
#include "federation/expert_ranking.h"
#include "tests/bench/expert_collection.h"
#include "tests/bench/expert_report.h"
#include "tests/support/shared.h"

namespace hallway::bench {
namespace {

constexpr size_t kPeopleANode = 20;

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (is_word(lower(c)))
      words.back() += lower(c);
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

Id id_of(size_t place) { return {place + 1}; }

// Who writes for two organizations is one person, or has an account for each.
enum class Accounts { one, one_an_organization };
constexpr size_t kMostAuthors = 1 << 20;
Id account_of(const WrittenPost& post, Accounts accounts) {
  return id_of(post.author + (accounts == Accounts::one ? 0 : post.org * kMostAuthors));
}
size_t author_of(Id account) { return (account.value - 1) % kMostAuthors; }

struct Known {
  uint64_t posts = 0, count = 0;
};

// Of all nodes together.
struct Background {
  ExpertBackground all;
  std::unordered_map<std::string, Known> words;

  [[nodiscard]] Known of(const std::string& word) const {
    const auto found = words.find(word);
    return found == words.end() ? Known() : found->second;
  }
};

class Node {
 public:
  void add(size_t place, const WrittenPost& post, Id account, Background& background) {
    const auto words = words_of(post.text);
    const ExpertPosting at{.post = id_of(place),
                           .author = account,
                           .topic = topic_of(heading_of(post.text)),
                           .length = static_cast<uint32_t>(words.size())};
    std::unordered_map<std::string, uint32_t> counts;
    for (const auto& word : words) ++counts[word];
    for (const auto& [word, count] : counts) {
      postings_[word].push_back(at);
      postings_[word].back().count = count;
      auto& known = background.words[word];
      ++known.posts;
      known.count += count;
    }
    ++background.all.posts;
    background.all.words += words.size();
    ++written_[at.author];
    if (at.topic != 0) join(at.topic, at.author, words.size());
  }

  [[nodiscard]] std::vector<ExpertEvidence> ask(const std::vector<std::string>& texts,
                                                std::vector<AskedWord> words,
                                                const Background& background,
                                                std::span<const TopicCount> topics) const {
    find(texts, words);
    return weigh_evidence(words, background.all, sources(), topics);
  }
  [[nodiscard]] std::vector<TopicCount> topics(const std::vector<std::string>& texts,
                                               std::vector<AskedWord> words) const {
    find(texts, words);
    return count_topics(words, sources());
  }

 private:
  // The same at all nodes.
  static uint64_t topic_of(const std::string& heading) {
    return heading.empty() ? 0 : std::hash<std::string>()(heading) | 1;
  }
  void find(const std::vector<std::string>& texts, std::vector<AskedWord>& words) const {
    for (size_t n = 0; n < words.size(); ++n)
      if (const auto found = postings_.find(texts[n]); found != postings_.end())
        words[n].postings = found->second;
  }
  [[nodiscard]] ExpertSources sources() const {
    return {.members = [this](uint64_t topic) { return members_of(topic); },
            .posts_by = [this](Id author) { return written_.at(author); }};
  }

  void join(uint64_t topic, Id author, size_t words) {
    auto& member = members_[topic][author];
    member.author = author;
    ++member.posts;
    member.words += words;
  }

  [[nodiscard]] std::vector<TopicMember> members_of(uint64_t topic) const {
    std::vector<TopicMember> result;
    const auto found = members_.find(topic);
    if (found == members_.end()) return result;
    for (const auto& [author, member] : found->second) result.push_back(member);
    return result;
  }

  std::unordered_map<std::string, std::vector<ExpertPosting>> postings_;
  std::unordered_map<Id, uint64_t> written_;
  std::unordered_map<uint64_t, std::unordered_map<Id, TopicMember>> members_;
};

struct Network {
  std::vector<Node> nodes;
  Background background;
};

// The node of a post, of so many.
using NodeOf = std::function<size_t(const WrittenPost&)>;

Network network_of(const ExpertCollection& collection, size_t nodes, const NodeOf& node_of,
                   Accounts accounts = Accounts::one) {
  Network network{.nodes = std::vector<Node>(nodes), .background = {}};
  for (size_t n = 0; n < collection.posts.size(); ++n) {
    const auto& post = collection.posts[n];
    network.nodes[node_of(post)].add(n, post, account_of(post, accounts), network.background);
  }
  return network;
}

struct Question {
  std::vector<std::string> texts;
  std::vector<AskedWord> words;

  void ask(const std::string& text, double weight, const Background& background) {
    const auto asked = std::ranges::find(texts, text);
    if (asked != texts.end()) {
      words[static_cast<size_t>(asked - texts.begin())].weight += weight;
      return;
    }
    const auto known = background.of(text);
    texts.push_back(text);
    words.push_back({.weight = weight, .posts = known.posts, .count = known.count, .postings = {}});
  }
};

Question question_of(const std::string& text, const Background& background) {
  Question question;
  std::vector<QuestionWord> in_order;
  for (const auto& word : words_of(text)) {
    const bool everyday = is_everyday(background.of(word).posts, background.all.posts);
    if (!everyday) question.ask(word, 1, background);
    in_order.push_back({word, background.of(word).posts});
  }
  for (const auto& joined : joined_words(in_order, background.all.posts))
    question.ask(joined, kJoinedWeight, background);
  return question;
}

std::vector<size_t> answer(const Network& network, const std::string& text) {
  const auto question = question_of(text, network.background);
  std::vector<ExpertEvidence> all;
  std::vector<TopicCount> topics;
  for (const auto& node : network.nodes)
    std::ranges::move(node.topics(question.texts, question.words), std::back_inserter(topics));
  std::vector<uint64_t> posts;
  for (const auto& word : question.words) posts.push_back(word.posts);
  topics = merge_topics(topics, posts);
  for (const auto& node : network.nodes) {
    auto people = node.ask(question.texts, question.words, network.background, topics);
    if (network.nodes.size() > 1) people = strongest_people(std::move(people), kPeopleANode);
    std::ranges::move(people, std::back_inserter(all));
  }
  std::vector<size_t> ranking;
  for (const auto& expert : rank_experts(all)) {
    const auto author = author_of(expert.author);
    // Who has two accounts is ranked as the better one.
    if (std::ranges::find(ranking, author) == ranking.end()) ranking.push_back(author);
    if (ranking.size() == 100) break;
  }
  return ranking;
}

MeasuredExperts measure(const ExpertCollection& collection, const Network& network) {
  using Clock = std::chrono::steady_clock;
  MeasuredExperts measured;
  for (const auto& question : collection.questions) {
    const auto start = Clock::now();
    const auto ranking = answer(network, question.text);
    measured.milliseconds.push_back(
        std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    measured.scores.push_back(score_of(ranking, question.right, question.named));
  }
  return measured;
}

int run() {
  const auto folder = test::shared("experts");
  if (!folder) return 0;
  const auto collection = read_collection(*folder);
  if (!collection) {
    std::fprintf(stderr, "expert_bench: %s\n", collection.error().what.c_str());
    return 1;
  }
  std::printf("%zu posts by %zu people, %zu questions\n", collection->posts.size(),
              collection->authors.size(), collection->questions.size());
  const auto all = [](const WrittenPost&) { return 0; };
  const auto one = network_of(*collection, 1, all);
  print("one node", *collection, measure(*collection, one));
  const auto apart = network_of(*collection, 1, all, Accounts::one_an_organization);
  print("one node, where who writes for two organizations has two accounts", *collection,
        measure(*collection, apart));
  const auto orgs = collection->orgs.size();
  const auto split = network_of(*collection, orgs, [](const WrittenPost& p) { return p.org; });
  print((std::to_string(orgs) + " nodes by organization, the best 20 people of each").c_str(),
        *collection, measure(*collection, split));
  return 0;
}

}  // namespace
}  // namespace hallway::bench

int main() { return hallway::bench::run(); }
