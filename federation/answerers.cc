#include "federation/answerers.h"

#include <algorithm>
#include <functional>

#include "federation/expert_naming.h"
#include "federation/experts.h"
#include "federation/html.h"
#include "federation/policy.h"
#include "storage/accounts.h"
#include "storage/asked.h"
#include "storage/blocks.h"
#include "storage/questions.h"

namespace hallway {
namespace {

// Who has less is not bothered: beside the strongest of all, and where all are weak.
constexpr double kLikely = .5, kLeast = .25;

bool is_close(const ReadTxn& txn, const Home& home, const Actor& asker) {
  if (asker.local) return true;
  const auto relation = relation_to(txn, home, asker.iri.domain());
  return relation == Relation::sibling || relation == Relation::partner;
}

// Whoever may be shown the question; what speaks for them is shown to nobody.
class Answerers final : public ExpertNaming {
 public:
  Answerers(const ReadTxn& txn, const Home& home, const Post& question, Time now)
      : ExpertNaming(txn, home), question_(question), now_(now) {}

  bool may_name(Id author) override { return may_be_asked(txn(), home(), question_, author, now_); }
  bool may_read(const Post& post) override { return !post.gone && is_open(post); }

 private:
  const Post& question_;
  const Time now_;
};

// Of all that speaks for anybody but whoever asks; who put the same question shows nothing by it.
double strongest_beside(const ReadTxn& txn, std::span<const ExpertEvidence> people, Id asker) {
  std::vector<PostStrength> all;
  for (const auto& person : people) {
    if (person.author != asker) all.insert(all.end(), person.posts.begin(), person.posts.end());
  }
  std::ranges::sort(all, std::greater(), &PostStrength::strength);
  for (const auto& one : all) {
    const auto post = find_post(txn, one.post);
    if (post && !post->question) return one.strength;
  }
  return 0;
}

}  // namespace

bool waits_for_answer(const ReadTxn& txn, const Home& home, const Post& question) {
  if (!question.question || question.gone || question.visibility != Visibility::public_ ||
      state_of(question) == QuestionState::answered) {
    return false;
  }
  const auto asker = find_actor(txn, question.author);
  if (!asker || !is_close(txn, home, *asker)) return false;
  bool answered = false;
  scan_replies(txn, question.id, Id{}, [&](Id id) {
    const auto reply = find_post(txn, id);
    answered = reply && !reply->gone && reply->author != question.author;
    return !answered;
  });
  return !answered;
}

bool may_be_asked(const ReadTxn& txn, const Home& home, const Post& question, Id person, Time now) {
  if (person == question.author) return false;
  const auto actor = find_actor(txn, person);
  if (!actor || !actor->local || !lets_be_found(*actor)) return false;
  const auto account = find_account_of(txn, person);
  if (!account || account->disabled || account->not_asked) return false;
  if (!may_flow(txn, home, question, Destination::to_person(person))) return false;
  if (estranged(txn, person, question.author) || mutes(txn, person, question.author)) return false;
  if (blocks_domain(txn, person, question.iri.domain())) return false;
  return !was_asked(txn, person, question.id) &&
         count_asked(txn, person, now - kAskedWeek) < kAskedAWeek;
}

Result<std::vector<Id>> find_answerers(const ReadTxn& txn, const Home& home, ExpertWords& words,
                                       const Post& question, Time now) {
  const auto text = question.title + "\n" + text_of_html(question.content);
  const auto asked = TRY(ask_here(words, text));
  Answerers answerers(txn, home, question, now);
  auto all = weighed_in(words, TRY(words.asked(asked.words)), asked, answerers);
  const double least = std::max(kLikely * strongest_beside(txn, all, question.author), kLeast);
  std::vector<Id> people;
  const auto named = named_people(std::move(all), answerers, kAskedOfOne);
  for (const auto& expert : rank_experts(named)) {
    if (people.size() == kAskedOfOne) break;
    const auto evidence = std::ranges::find(named, expert.author, &ExpertEvidence::author);
    const auto shows = [&](const PostStrength& one) { return one.post && one.strength >= least; };
    if (std::ranges::any_of(evidence->posts, shows)) people.push_back(expert.author);
  }
  return people;
}

}  // namespace hallway
