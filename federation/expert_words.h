#pragma once
// Words of a question as the index of this node has them: where they stand, and what was written
// under the same topics.

#include <map>
#include <string>
#include <vector>

#include "federation/expert_question.h"
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

  // Of each; 0 of what nobody wrote. Errors: unavailable.
  Result<WordCounts> count(std::span<const std::string> words);
  [[nodiscard]] Result<ExpertBackground> background() const;
  // Points into this.
  Result<std::vector<AskedWord>> asked(std::span<const WeighedWord> words);
  // Everybody who wrote under a topic; nobody where it cannot be read.
  [[nodiscard]] std::vector<TopicMember> members(uint64_t topic) const;

 private:
  using Postings = std::vector<ExpertPosting>;
  Result<const Postings*> read(const std::string& word);

  SearchIndex::Reader reader_;
  const Label least_;
  std::map<std::string, Postings, std::less<>> read_;
};

}  // namespace hallway
