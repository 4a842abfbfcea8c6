#pragma once
// What all nodes together have of the words of a question, from which it is put to each of them in
// the same way. Pure.

#include <string>
#include <vector>

#include "federation/expert_exchange.h"

namespace hallway {

class ExpertSum {
 public:
  // `question`: its words in order (question_words).
  explicit ExpertSum(std::vector<std::string> question);

  // Of which each node is asked how common they are.
  [[nodiscard]] const std::vector<std::string>& words() const { return words_; }
  // `counts`: of one node, of these words.
  void add(const ExpertCounts& counts);
  [[nodiscard]] ExpertPeopleAsked asked() const;

 private:
  std::vector<std::string> question_, words_;
  ExpertBackground all_;
  std::vector<WordCount> counts_;
  std::vector<TopicCount> topics_;
};

}  // namespace hallway
