#pragma once
// "Who knows about X?": the people of whom most speaks for it, by what they wrote and whoever asks
// may read. The ranking is expert_ranking.h; here it is fed from the index and asks policy.

#include <string>
#include <vector>

#include "federation/home.h"
#include "storage/search_index.h"
#include "storage/store.h"

namespace hallway {

struct ExpertWish {
  std::string question;  // in anybody's own words
  Id person;             // who asks; is not among the answers
  size_t limit = 10;
};

struct FoundExpert {
  Id person;
  double score = 0;       // to be compared within one answer only
  double confidence = 0;  // their share of all that speaks for anybody, in (0, 1]
  std::vector<Id> posts;  // what shows it, the strongest first: at most kPostsShown, at least one
};

// The best first. Not those who let nobody find them, nor programs and groups. Empty where the
// question has no word that anybody wrote. Fails with unavailable while nothing is indexed yet.
Result<std::vector<FoundExpert>> find_experts(const ReadTxn& txn, const Home& home,
                                              const SearchIndex& index, const ExpertWish& wish);

}  // namespace hallway
