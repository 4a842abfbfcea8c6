#pragma once
// Who knows about X: people in the order of what they wrote. Pure: counts of words go in, people
// come out, each with the posts that show it.
//
// A post is as strong as it is likely that the question would be put in its words, beside how
// likely it would be in anybody's (Model 2 of Balog et al., Dirichlet smoothing), a rare word
// counting for more than a common one. What was written elsewhere under the post's topic lends it
// words: "bump to 2.4" knows what the topic is about. The strength of posts is summed by person,
// with a cap, so that one odd post that happens to have many of the words decides nothing; and who
// writes about everything needs more of it than who writes about this.
//
// On several nodes: each weighs what it has with background counts that are the same for all
// (weigh_evidence), sends its strongest people (strongest_people), and who asked ranks them all
// (rank_experts). No post needs to travel for that.

#include <span>
#include <vector>

#include "federation/expert_topics.h"

namespace hallway {

inline constexpr size_t kPostsAPerson = 20;  // whose strength counts
inline constexpr size_t kPostsShown = 3;

// Of all nodes that are asked, as well.
struct ExpertBackground {
  uint64_t posts = 0;
  uint64_t words = 0;
};

struct PostStrength {
  Id post;              // none: one of those under a topic that have no word of the question
  double strength = 0;  // a logarithm: 0 is no better than anybody's
};

// Of one person: the strongest first, at most kPostsAPerson of them.
struct ExpertEvidence {
  Id author;
  uint64_t written = 0;  // posts in all
  std::vector<PostStrength> posts;
  double declared = 0;  // what skills that they name add; of nobody who wrote nothing about it
};

// What a skill that the question is about adds, a logarithm: naming it counts for little, what
// colleagues endorse for more, and many endorsements for not much more than some.
double worth_of_skill(size_t endorsements);

// What it adds to a post that so many others did something with (expert_regard.h): as much for each
// doubling of them, and no more than for kMostRegarding.
inline constexpr size_t kMostRegarding = 7;
double worth_of_regard(size_t others);
// Of an answer, for being one to a post of this strength, whatever words it has itself.
double strength_of_answer(double answered, bool accepted);
// All that a post can have beside what its words and its topic give it.
inline constexpr double kMostBesideWords = 1;

// Words without a place anywhere are passed over. `topics`: of the question, at all nodes. In no
// order that means anything.
std::vector<ExpertEvidence> weigh_evidence(std::span<const AskedWord> words,
                                           ExpertBackground background,
                                           const ExpertSources& sources,
                                           std::span<const TopicCount> topics = {});

struct Expert {
  Id author;
  double score = 0;       // a logarithm, to be compared within one answer only
  double confidence = 0;  // this person's share of all that speaks for anybody, in (0, 1]
  std::vector<Id> posts;  // the strongest first, at most kPostsShown
};

// The best first; who scores the same, by id.
std::vector<Expert> rank_experts(std::span<const ExpertEvidence> people);
// The evidence of those who would come first if there were nobody else: what a node sends.
std::vector<ExpertEvidence> strongest_people(std::vector<ExpertEvidence> people, size_t most);

}  // namespace hallway
