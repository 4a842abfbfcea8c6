#pragma once
// From evidence to names: who of those for whom something speaks may be named to whoever asks, and
// which of their posts.

#include <vector>

#include "federation/expert_ranking.h"
#include "federation/expert_words.h"
#include "federation/home.h"
#include "storage/actors.h"
#include "storage/posts.h"

namespace hallway {

// Who asks decides who may be named. For one question.
class ExpertNaming {
 public:
  // Both outlive this.
  ExpertNaming(const ReadTxn& txn, const Home& home) : txn_(txn), home_(home) {}
  virtual ~ExpertNaming() = default;
  ExpertNaming(const ExpertNaming&) = delete;
  ExpertNaming& operator=(const ExpertNaming&) = delete;

  virtual bool may_name(Id author) = 0;
  // Whether what it says may count at all.
  virtual bool may_read(const Post& post) = 0;
  // Whether it may stand for what somebody knows: who asks the same shows no knowledge by it.
  virtual bool may_show(Id post);

  [[nodiscard]] const ReadTxn& txn() const { return txn_; }
  [[nodiscard]] const Home& home() const { return home_; }

 private:
  const ReadTxn& txn_;
  const Home& home_;
};

// Speaks for nobody by itself: a program, or a group.
bool is_program(const Actor& actor);
// Neither these, nor people who do not want to be found.
bool lets_be_found(const Actor& actor);

// What speaks for everybody here.
std::vector<ExpertEvidence> weighed_in(ExpertWords& words, std::span<const AskedWord> asked,
                                       const ExpertPeopleAsked& question, ExpertNaming& naming);

// The strongest of those who may be named, at least `most` where there are as many, each with what
// may be shown: at least one post.
std::vector<ExpertEvidence> named_people(std::vector<ExpertEvidence> all, ExpertNaming& naming,
                                         size_t most);

// The posts that show it, the strongest first, at most kPostsShown.
std::vector<Id> shown_of(const ExpertEvidence& evidence);

}  // namespace hallway
