#pragma once
// "Who knows about X?": the people of whom most speaks for it, by what they wrote and whoever asks
// may read, here and at the nodes that answered. The ranking is expert_ranking.h; here it is fed
// from the index and asks policy.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "federation/expert_exchange.h"
#include "federation/expert_words.h"
#include "federation/home.h"
#include "storage/search_index.h"
#include "storage/store.h"

namespace hallway {

struct ExpertWish {
  Id person;  // who asks; is not among the answers
  size_t limit = 10;
  std::string_view question = {};             // as it was typed: what skills are held against
  std::span<const TheirExpert> answers = {};  // what other nodes said of theirs
};

struct FoundExpert {
  Id person;              // 0: somebody elsewhere whom this node does not know yet
  double score = 0;       // to be compared within one answer only
  double confidence = 0;  // their share of all that speaks for anybody, in (0, 1]
  std::vector<Id> posts;  // what shows it, the strongest first: at most kPostsShown
  // What their own node said of them; its links lead to posts that this node may not have.
  std::optional<TheirExpert> elsewhere;
};

// The best first. Not those who let nobody find them, nor programs and groups. Empty where `asked`
// has no word that anybody wrote. People of other nodes are named where this node and the person
// have nothing against them. Errors: unavailable.
Result<std::vector<FoundExpert>> find_experts(const ReadTxn& txn, const Home& home,
                                              ExpertWords& words, const ExpertPeopleAsked& asked,
                                              const ExpertWish& wish);

// What is asked where this node alone is: `question` in anybody's own words. Errors: unavailable.
Result<ExpertPeopleAsked> ask_here(ExpertWords& words, std::string_view question);

}  // namespace hallway
