#include "federation/expert_topics.h"

#include <algorithm>
#include <unordered_map>

namespace hallway {
namespace {

TopicCount& topic_of(std::unordered_map<uint64_t, TopicCount>& topics, uint64_t id, size_t words) {
  const auto [at, fresh] = topics.try_emplace(id);
  if (fresh) {
    at->second.topic = id;
    at->second.counts.resize(words);
  }
  return at->second;
}

std::vector<TopicCount> most_telling(std::unordered_map<uint64_t, TopicCount> topics,
                                     std::span<const uint64_t> posts) {
  std::vector<std::pair<double, uint64_t>> order;
  order.reserve(topics.size());
  for (const auto& [id, topic] : topics) {
    double tells = 0;
    for (size_t n = 0; n < posts.size(); ++n) {
      const auto all = static_cast<double>(std::max<uint64_t>(posts[n], 1));
      tells += static_cast<double>(topic.counts[n]) / all;
    }
    order.emplace_back(-tells, id);
  }
  std::ranges::sort(order);
  if (order.size() > kTopicsTold) order.resize(kTopicsTold);
  std::vector<TopicCount> result;
  result.reserve(order.size());
  for (const auto& [tells, id] : order) result.push_back(std::move(topics[id]));
  return result;
}

}  // namespace

std::vector<TopicCount> count_topics(std::span<const AskedWord> words,
                                     const ExpertSources& sources) {
  std::unordered_map<uint64_t, TopicCount> counted;
  std::vector<uint64_t> posts;
  for (size_t n = 0; n < words.size(); ++n) {
    posts.push_back(words[n].postings.size());
    for (const auto& posting : words[n].postings)
      if (posting.topic != 0)
        topic_of(counted, posting.topic, words.size()).counts[n] += posting.count;
  }
  auto topics = most_telling(std::move(counted), posts);
  for (auto& topic : topics) {
    if (sources.words_under) {
      topic.words = sources.words_under(topic.topic);
    } else if (sources.members) {
      for (const auto& member : sources.members(topic.topic)) topic.words += member.words;
    }
  }
  return topics;
}

std::vector<TopicCount> merge_topics(std::span<const TopicCount> counted,
                                     std::span<const uint64_t> posts) {
  std::unordered_map<uint64_t, TopicCount> all;
  for (const auto& one : counted) {
    auto& topic = topic_of(all, one.topic, posts.size());
    topic.words += one.words;
    for (size_t n = 0; n < std::min(posts.size(), one.counts.size()); ++n)
      topic.counts[n] += one.counts[n];
  }
  return most_telling(std::move(all), posts);
}

}  // namespace hallway
