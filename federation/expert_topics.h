#pragma once
// What a question meets at a node, counted: the postings of its words, and the topics under which
// they stand (expert_ranking.h weighs them). Counts of several nodes add up. Pure.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "storage/values/id.h"

namespace hallway {

// A word's place in one post.
struct ExpertPosting {
  Id post, author;
  uint64_t topic = 0;     // whatever names it within this node; 0: the post has none
  uint32_t count = 0;     // of the word in the post
  uint32_t length = 0;    // words of the post, each counted as often as it stands there
  bool accepted = false;  // whoever asked took it, from somebody else, for the answer
};

// A word of the question, asked once. `posts` and `count` tell of all nodes that are asked; the
// postings are of this one, ordered by post, each post once, and must outlive the call.
struct AskedWord {
  double weight = 1;   // how often it is asked, or less for a guess
  uint64_t posts = 0;  // that have it
  uint64_t count = 0;  // in all of them together
  std::span<const ExpertPosting> postings;
};

struct TopicMember {
  Id author;
  uint64_t posts = 0;  // under the topic
  uint64_t words = 0;  // in these
};

// What this node knows, apart from postings. Either may be asked for anything that a posting names.
struct ExpertSources {
  // Everybody who wrote under the topic; empty where only what has words of the question counts.
  std::function<std::vector<TopicMember>(uint64_t topic)> members;
  std::function<uint64_t(Id author)> posts_by;  // in all
  // Words of all that was written under the topic; empty: those of its members added up.
  std::function<uint64_t(uint64_t topic)> words_under;
};

// What was written under a topic, at one node or at all that are asked.
struct TopicCount {
  uint64_t topic = 0;
  uint64_t words = 0;            // of its posts
  std::vector<uint64_t> counts;  // of each asked word, in their order
};
// As many topics of a question are told to others and taken: those under which most of the asked
// words stand, where rare words count for more. A post under any other is taken as one without.
inline constexpr size_t kTopicsTold = 50;
std::vector<TopicCount> count_topics(std::span<const AskedWord> words,
                                     const ExpertSources& sources);
// What several nodes have counted, together. `posts`: that have each word, at all of them.
std::vector<TopicCount> merge_topics(std::span<const TopicCount> counted,
                                     std::span<const uint64_t> posts);

}  // namespace hallway
