#include "federation/expert_regard.h"

#include <algorithm>
#include <set>

#include "federation/policy.h"
#include "storage/limited.h"
#include "storage/questions.h"
#include "storage/reactions.h"

namespace hallway {
namespace {

constexpr size_t kActsLookedAt = 50;  // likes, and boosts, of one post

using ByAuthor = std::unordered_map<Id, std::vector<PostStrength>>;
using ByAsked = std::unordered_map<Id, std::vector<Asking>>;

// What the strongest posts of a question tell of others than their authors.
struct Heard {
  ByAuthor answers;
  ByAsked asked;
};

struct Strong {
  Id author;
  PostStrength* post = nullptr;
};

// Stronger first; then the newer one.
bool comes_before(const PostStrength& a, const PostStrength& b) {
  return a.strength != b.strength ? a.strength > b.strength : a.post > b.post;
}

// Valid until `people` change.
std::vector<Strong> strongest_of(std::vector<ExpertEvidence>& people) {
  std::vector<Strong> all;
  for (auto& person : people) {
    for (auto& post : person.posts) {
      if (post.post && post.strength > 0) all.push_back({person.author, &post});
    }
  }
  if (all.size() <= kPostsHeard) return all;
  std::ranges::nth_element(all, all.begin() + kPostsHeard, [](const Strong& a, const Strong& b) {
    return comes_before(*a.post, *b.post);
  });
  all.resize(kPostsHeard);
  return all;
}

// Who began the thread asks on and gives thanks.
bool speaks_about(const ReadTxn& txn, const Post& answer, const Post& above) {
  if (answer.gone || answer.author == above.author) return false;
  if (answer.context == above.id) return true;
  const auto first = find_post(txn, answer.context);
  return !first || first->author != answer.author;
}

bool is_accepted(const ReadTxn& txn, const Post& answer) {
  const auto question = find_answered_question(txn, answer);
  return question && question->author != answer.author;
}

void hear_answers(const PostStrength& to, const Post& above, const ReadTxn& txn, ByAuthor& heard) {
  for (const Id id : find_replies(txn, above.id, kAnswersHeard)) {
    const auto answer = find_post(txn, id);
    if (!answer || !speaks_about(txn, *answer, above)) continue;
    const auto strength = strength_of_answer(to.strength, is_accepted(txn, *answer));
    heard[answer->author].push_back({id, strength});
  }
}

// A reply names whomever it answers, which tells nothing.
void hear_asked(const Post& post, const ReadTxn& txn, ByAsked& heard) {
  if (!post.in_reply_to.empty() || post.mentions.size() > kMostNamedTogether) return;
  for (const auto& mention : post.mentions) {
    const auto person = find_actor(txn, mention.iri);
    if (person) heard[person->id].push_back({post.author, post.id});
  }
}

Heard hear(const std::vector<Strong>& posts, ExpertNaming& naming) {
  Heard heard;
  for (const auto& one : posts) {
    const auto post = find_post(naming.txn(), one.post->post);
    if (!post || !naming.may_read(*post)) continue;
    hear_answers(*one.post, *post, naming.txn(), heard.answers);
    hear_asked(*post, naming.txn(), heard.asked);
  }
  return heard;
}

void add_answers(ExpertEvidence& person, std::vector<PostStrength> answers) {
  std::ranges::sort(answers, comes_before);
  size_t added = 0;
  for (const auto& answer : answers) {
    const auto known = std::ranges::find(person.posts, answer.post, &PostStrength::post);
    if (known != person.posts.end()) {
      known->strength = std::max(known->strength, answer.strength);
    } else if (added++ < kAnswersOfOne) {
      person.posts.push_back(answer);
    }
  }
}

void put_in_order(ExpertEvidence& person) {
  if (!std::ranges::is_sorted(person.posts, comes_before)) {
    std::ranges::sort(person.posts, comes_before);
  }
  if (person.posts.size() > kPostsAPerson) person.posts.resize(kPostsAPerson);
}

}  // namespace

Regarding::Person Regarding::look_at(Id id) const {
  const auto actor = find_actor(txn_, id);
  if (!actor || is_program(*actor) || is_limited(txn_, *actor)) return {};
  if (!may_be_shown(txn_, home_, *actor)) return {};
  const auto domain = actor->iri.domain();
  if (!actor->local && relation_to(txn_, home_, domain) != Relation::sibling) {
    return {.counts_as = domain.text()};
  }
  return {.counts_as = to_string(id),
          .since = actor->published.ms != 0 ? actor->published : id.time()};
}

const Regarding::Person& Regarding::person(Id id) {
  const auto known = people_.find(id);
  return known != people_.end() ? known->second : people_.emplace(id, look_at(id)).first->second;
}

size_t Regarding::count(Id post, Id author, std::span<const Asking> asking) {
  std::set<std::string> counted;
  const auto add = [&](Id who, Id act) {
    if (who == author || counted.size() == kMostRegarding) return;
    const auto& one = person(who);
    if (one.counts_as.empty() || act.time() - one.since < kNewcomer) return;
    counted.insert(one.counts_as);
  };
  for (const Id id : find_replies(txn_, post, kAnswersHeard)) {
    const auto answer = find_post(txn_, id);
    if (answer && !answer->gone && answer->approval != Approval::lacking) add(answer->author, id);
  }
  for (const Id who : list_boosting(txn_, post, Id{}, kActsLookedAt)) {
    if (const auto boost = find_boost(txn_, post, who)) add(who, boost->id);
  }
  for (const Id who : list_reacting(txn_, post, Id{}, kActsLookedAt)) {
    if (const auto like = find_reaction(txn_, post, who)) add(who, like->id);
  }
  for (const auto& one : asking) add(one.by, one.post);
  return counted.size();
}

void hear_others(std::vector<ExpertEvidence>& people, ExpertNaming& naming,
                 const std::function<uint64_t(Id author)>& posts_by) {
  auto heard = hear(strongest_of(people), naming);
  for (auto& person : people) {
    const auto answers = heard.answers.find(person.author);
    if (answers == heard.answers.end()) continue;
    add_answers(person, std::move(answers->second));
    heard.answers.erase(answers);
  }
  for (auto& [author, answers] : heard.answers) {
    people.push_back({.author = author, .written = posts_by(author), .posts = {}});
    add_answers(people.back(), std::move(answers));
  }
  Regarding regarding(naming.txn(), naming.home());
  for (const auto& [author, post] : strongest_of(people)) {
    post->strength += worth_of_regard(regarding.count(post->post, author, heard.asked[author]));
  }
  for (auto& person : people) put_in_order(person);
}

}  // namespace hallway
