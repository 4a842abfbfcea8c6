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

// Reads each word once and keeps it. One thread. With `least` above department, only what the nodes
// that such a label reaches may learn of (search_postings.h).
class ExpertWords {
 public:
  explicit ExpertWords(SearchIndex::Reader reader, Label least = Label::department)
      : reader_(std::move(reader)), least_(least) {}

  // Of each, and of the topics under which they stand. Errors: unavailable.
  Result<ExpertCounts> count(std::span<const std::string> words);
  // Points into this.
  Result<std::vector<AskedWord>> asked(std::span<const WeighedWord> words);
  // Everybody who wrote under a topic; nobody where it cannot be read.
  const std::vector<TopicMember>& members(uint64_t topic);

 private:
  using Postings = std::vector<ExpertPosting>;
  Result<const Postings*> read(const std::string& word);

  SearchIndex::Reader reader_;
  const Label least_;
  std::map<std::string, Postings, std::less<>> read_;
  std::map<uint64_t, std::vector<TopicMember>> members_;  // by topic
};

}  // namespace hallway
