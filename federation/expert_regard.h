#pragma once
// What others did with the posts that speak for people, beside the words in them. Who answered,
// liked or boosted a post makes it stronger, by little, and so does who asks its author about the
// same; and whoever answered one speaks about what that is about, whatever the words of the answer.
// Asked of the strongest posts of a question alone, from the store: nothing of it is in the index,
// so that a like changes nothing there.

#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "federation/expert_naming.h"
#include "federation/expert_ranking.h"

namespace hallway {

inline constexpr size_t kPostsHeard = 100;   // of one question: the strongest
inline constexpr size_t kAnswersHeard = 20;  // below one post
// So many answers count of one person that have no strength but by what they answer: who says
// something below everything is not to come before who writes about one thing.
inline constexpr size_t kAnswersOfOne = 3;
inline constexpr Duration kNewcomer = days(7);
// Who names more people than that in one post asks nobody.
inline constexpr size_t kMostNamedTogether = 5;

// Somebody turned to a person, by a post that names them.
struct Asking {
  Id by;
  Id post;
};

// Who counts as somebody who did something with a post. For one question.
class Regarding {
 public:
  // Both outlive this.
  Regarding(const ReadTxn& txn, const Home& home) : txn_(txn), home_(home) {}

  // How many answered, liked or boosted it or asked its author about it, other than that one, at
  // most kMostRegarding. People of this node and of siblings count one by one, if they were there
  // for kNewcomer when they did it; all of any other node together as one. Programs and whom this
  // node limits do not. So a crowd that somebody makes up lifts nobody.
  size_t count(Id post, Id author, std::span<const Asking> asking = {});

 private:
  struct Person {
    std::string counts_as;  // who have the same are one; empty: nobody
    Time since{};
  };
  const Person& person(Id id);
  [[nodiscard]] Person look_at(Id id) const;

  const ReadTxn& txn_;
  const Home& home_;
  std::unordered_map<Id, Person> people_;
};

// Adds what others did with the strongest posts of `people`, who are named in those that begin a
// thread, and those who answered them. What whoever asks may not read lends nothing. `posts_by`: as
// in ExpertSources.
void hear_others(std::vector<ExpertEvidence>& people, ExpertNaming& naming,
                 const std::function<uint64_t(Id author)>& posts_by);

}  // namespace hallway
