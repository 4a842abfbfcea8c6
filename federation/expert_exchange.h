#pragma once
// What nodes say to each other when one asks who knows about something (FEDERATION.md, "Who knows
// about it"), as values and as JSON. Pure. What comes in is believed in nothing: it is bounded, and
// every name and link must be of the node that answers.

#include <string>
#include <vector>

#include "federation/expert_question.h"
#include "federation/expert_ranking.h"
#include "storage/values/iri.h"
#include "storage/values/json.h"

namespace hallway {

inline constexpr size_t kMostWordsAsked = 2 * kMostWords;
inline constexpr size_t kMostPeopleAnswered = 20;
inline constexpr size_t kMostExpertBytes = 128 * 1024;  // of a question or an answer

// First: how often do you have these words?
struct ExpertCountsAsked {
  std::vector<std::string> words;
};
struct ExpertCounts {
  ExpertBackground all;
  std::vector<WordCount> words;    // as they were asked
  std::vector<TopicCount> topics;  // at most kTopicsTold, with counts of the words as asked
};

// Then: who of yours knows, if these words are so common among all of us?
struct ExpertPeopleAsked {
  std::vector<WeighedWord> words;
  ExpertBackground all;
  std::vector<TopicCount> topics;  // with counts of these words
};
// One of the answering node's people.
struct TheirExpert {
  Iri actor;
  std::string name, display_name;  // plain text
  uint64_t written = 0;            // posts in all
  std::vector<double> strengths;   // of at most kPostsAPerson posts
  std::vector<Iri> evidence;  // at most kPostsShown posts; whoever follows the links is asked for
                              // a signature there
};

Json to_json(const ExpertCountsAsked& asked);
Json to_json(const ExpertCounts& counts);
Json to_json(const ExpertPeopleAsked& asked);
Json to_json(const std::vector<TheirExpert>& people);

// Errors: invalid, with what is wrong.
Result<ExpertCountsAsked> read_counts_asked(const Json& json);
Result<ExpertPeopleAsked> read_people_asked(const Json& json);
// `asked`: so many words.
Result<ExpertCounts> read_counts(const Json& json, size_t asked);
// By the node of `domain`, which answers `asked`. Invalid as a whole where it names somebody of
// another node, too many, or evidence stronger than any can be.
Result<std::vector<TheirExpert>> read_people(const Json& json, const Domain& domain,
                                             const ExpertPeopleAsked& asked);

}  // namespace hallway
