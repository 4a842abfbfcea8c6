#include "federation/experts.h"

#include <algorithm>
#include <map>
#include <span>

#include "federation/expert_naming.h"
#include "federation/expert_sum.h"
#include "federation/policy.h"
#include "federation/searchable.h"
#include "federation/skills.h"
#include "storage/blocks.h"
#include "storage/names.h"

namespace hallway {
namespace {

// Who may be named to the person, and which of their posts.
class Witness final : public ExpertNaming {
 public:
  Witness(const ReadTxn& txn, const Home& home, Id person)
      : ExpertNaming(txn, home), person_(person), finder_(txn, home, person) {}

  bool may_name(Id author) override {
    if (author == person_ || !finder_.may_find_person(author)) return false;
    const auto actor = find_actor(txn(), author);
    return actor && lets_be_found(*actor);
  }
  bool may_read(const Post& post) override { return finder_.may_find_post(post); }
  // Somebody whom this node does not know.
  [[nodiscard]] bool may_name(const Iri& stranger) const {
    return may_talk(txn(), home(), stranger.domain()) && may_ask(txn(), home(), stranger) &&
           !blocks_domain(txn(), person_, stranger.domain());
  }

 private:
  const Id person_;
  Finder finder_;
};

// Those whom other nodes named, beside those that were found here: who is known is the same person
// in both, and what their own node says of them counts.
class Others {
 public:
  Others(const ReadTxn& txn, Witness& witness, std::vector<ExpertEvidence>& named)
      : txn_(txn), witness_(witness), named_(named) {}

  void add(const TheirExpert& their) {
    const auto known = find_id(txn_, their.actor, Kind::actor);
    if (known ? !witness_.may_name(*known) : !witness_.may_name(their.actor)) return;
    const Id id = known ? *known : Id{next_stranger_--};
    if (!said_.emplace(id, &their).second) return;
    std::erase_if(named_, [&](const ExpertEvidence& one) { return one.author == id; });
    ExpertEvidence evidence{.author = id, .written = their.written, .posts = {}};
    for (const auto strength : their.strengths) evidence.posts.push_back({Id(), strength});
    named_.push_back(std::move(evidence));
  }
  // What their node said of them; null of whom it said nothing.
  [[nodiscard]] const TheirExpert* of(Id id) const {
    const auto found = said_.find(id);
    return found == said_.end() ? nullptr : found->second;
  }
  // Those of the links that lead to posts that are here.
  [[nodiscard]] std::vector<Id> posts_of(const TheirExpert& their) const {
    std::vector<Id> posts;
    for (const auto& link : their.evidence) {
      const auto post = find_id(txn_, link, Kind::post);
      if (post && witness_.may_show(*post)) posts.push_back(*post);
    }
    return posts;
  }
  [[nodiscard]] bool is_stranger(Id id) const { return id.value > next_stranger_; }

 private:
  const ReadTxn& txn_;
  Witness& witness_;
  std::vector<ExpertEvidence>& named_;
  std::map<Id, const TheirExpert*> said_;
  uint64_t next_stranger_ = UINT64_MAX;  // no row has such an id
};

// The skills of those whose work the person may learn of.
void add_skills(const ReadTxn& txn, const Home& home, const ExpertWish& wish,
                std::vector<ExpertEvidence>& named) {
  if (wish.question.empty()) return;
  SkillQuestion question(wish.question);
  for (auto& person : named) {
    const auto actor = find_actor(txn, person.author);
    if (!actor || actor->work.skills.empty()) continue;
    if (!may_learn_work(txn, home, *actor, Destination::to_person(wish.person))) continue;
    for (const auto& skill : question.matching(txn, home, *actor)) {
      person.declared = std::max(person.declared, worth_of_skill(skill.endorsements));
    }
  }
}

}  // namespace

Result<std::vector<FoundExpert>> find_experts(const ReadTxn& txn, const Home& home,
                                              ExpertWords& words, const ExpertPeopleAsked& asked,
                                              const ExpertWish& wish) {
  Witness witness(txn, home, wish.person);
  auto all = weighed_in(words, TRY(words.asked(asked.words)), asked, witness);
  auto named = named_people(std::move(all), witness, wish.limit);
  Others others(txn, witness, named);
  for (const auto& their : wish.answers) others.add(their);
  add_skills(txn, home, wish, named);
  std::vector<FoundExpert> found;
  for (const auto& expert : rank_experts(named)) {
    if (found.size() == wish.limit) break;
    FoundExpert one{.person = others.is_stranger(expert.author) ? Id() : expert.author,
                    .score = expert.score,
                    .confidence = expert.confidence};
    if (const auto* their = others.of(expert.author)) {
      if (their->evidence.empty()) continue;
      one.elsewhere = *their;
      one.posts = others.posts_of(*their);
    } else {
      one.posts = shown_of(*std::ranges::find(named, expert.author, &ExpertEvidence::author));
      if (one.posts.empty()) continue;
    }
    found.push_back(std::move(one));
  }
  return found;
}

Result<ExpertPeopleAsked> ask_here(ExpertWords& words, std::string_view question) {
  const auto plain = question_words(question);
  ExpertSum sum(plain);
  sum.add(TRY(words.count(sum.words())));
  return sum.asked();
}

}  // namespace hallway
