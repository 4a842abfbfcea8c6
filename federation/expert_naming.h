#pragma once
// From evidence to names: who of those for whom something speaks may be named to whoever asks, and
// which of their posts.

#include <vector>

#include "federation/expert_ranking.h"
#include "federation/expert_words.h"
#include "storage/actors.h"

namespace hallway {

// Who asks decides who may be named. For one question.
class ExpertNaming {
 public:
  virtual ~ExpertNaming() = default;
  virtual bool may_name(Id author) = 0;
  virtual bool may_show(Id post) = 0;
};

// Speaks for nobody by itself: a program, or a group.
bool is_program(const Actor& actor);
// Neither these, nor people who do not want to be found.
bool lets_be_found(const Actor& actor);

// What speaks for everybody here.
std::vector<ExpertEvidence> weighed_in(ExpertWords& words, std::span<const AskedWord> asked,
                                       const ExpertPeopleAsked& question);

// The strongest of those who may be named, at least `most` where there are as many, each with what
// may be shown: at least one post.
std::vector<ExpertEvidence> named_people(std::vector<ExpertEvidence> all, ExpertNaming& naming,
                                         size_t most);

// The posts that show it, the strongest first, at most kPostsShown.
std::vector<Id> shown_of(const ExpertEvidence& evidence);

}  // namespace hallway
