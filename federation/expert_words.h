#pragma once
// Words of a question as the index of this node has them: where they stand, and what was written
// under the same topics.

#include <map>
#include <string>
#include <vector>

#include "federation/expert_exchange.h"
#include "federation/expert_ranking.h"
#include "storage/search_index.h"
#include "storage/search_postings.h"

namespace hallway {

inline constexpr uint64_t kMostOfTopics = 20'000;
// A word of no more posts is read however large a part of all they are.
inline constexpr uint64_t kFewPostings = 1'000;

// Reads each word once and keeps it. One thread. With `least` above department, only what the nodes
// that such a label reaches may learn of (search_postings.h).
class ExpertWords {
 public:
  explicit ExpertWords(SearchIndex::Reader reader, Label least = Label::department)
      : reader_(std::move(reader)), least_(least) {}

  // Of each, and of the topics under which they stand; of what is too common to be asked, about.
  // Errors: unavailable.
  Result<ExpertCounts> count(std::span<const std::string> words);
  // Points into this.
  Result<std::vector<AskedWord>> asked(std::span<const WeighedWord> words);
  // Everybody who wrote under a topic; nobody where it cannot be read, or is beyond what one
  // question reads of topics (kMostOfTopics posts).
  const std::vector<TopicMember>& members(uint64_t topic);
  // In all posts under it; about, where its members are not told.
  uint64_t words_under(uint64_t topic);
  // So many posts of theirs are in the index.
  uint64_t posts_by(Id author);

 private:
  using Postings = std::vector<ExpertPosting>;
  struct Sized {
    std::vector<SearchStems> stems;
    WordCount about;
    uint64_t surely = 0;  // posts that have it
  };
  Result<Sized> sized(const std::string& word);
  Result<const Postings*> read(const std::string& word, const Sized& as, size_t step);
  Result<void> read_rarest(std::span<const std::string> words, uint64_t all_posts);
  // Of all posts the part that may be learnt of.
  Result<double> part();

  SearchIndex::Reader reader_;
  const Label least_;
  std::map<std::string, Postings, std::less<>> read_;
  std::map<uint64_t, std::vector<TopicMember>> members_;  // by topic
  uint64_t left_of_topics_ = kMostOfTopics;
};

}  // namespace hallway
