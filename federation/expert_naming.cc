#include "federation/expert_naming.h"

#include <algorithm>
#include <map>

#include "federation/expert_regard.h"

namespace hallway {
namespace {

constexpr size_t kLookedAt = 50;  // people at a time whose posts are asked for

// Takes out what may not be shown; what remains has at least one post, or is nothing.
bool keep_shown(ExpertEvidence& evidence, ExpertNaming& naming) {
  std::erase_if(evidence.posts,
                [&](const PostStrength& one) { return one.post && !naming.may_show(one.post); });
  return std::ranges::any_of(evidence.posts,
                             [](const PostStrength& one) { return one.post.value != 0; });
}

}  // namespace

bool ExpertNaming::may_show(Id id) {
  const auto post = find_post(txn_, id);
  return post && !post->question && may_read(*post);
}

bool is_program(const Actor& actor) {
  return actor.type == "Service" || actor.type == "Application" || actor.type == "Group";
}

bool lets_be_found(const Actor& actor) { return actor.discoverable && !is_program(actor); }

std::vector<ExpertEvidence> weighed_in(ExpertWords& words, std::span<const AskedWord> asked,
                                       const ExpertPeopleAsked& question, ExpertNaming& naming) {
  const ExpertSources sources{.members = [&](uint64_t topic) { return words.members(topic); },
                              .posts_by = [&](Id author) { return words.posts_by(author); },
                              .words_under = {}};
  auto people = weigh_evidence(asked, question.all, sources, question.topics);
  hear_others(people, naming, sources.posts_by);
  return people;
}

// The strongest first, until enough of them are left.
std::vector<ExpertEvidence> named_people(std::vector<ExpertEvidence> all, ExpertNaming& naming,
                                         size_t most) {
  std::map<Id, ExpertEvidence*> by_author;
  for (auto& one : all) by_author.emplace(one.author, &one);
  std::vector<ExpertEvidence> named;
  size_t looked_at = 0;
  for (const auto& expert : rank_experts(all)) {
    if (looked_at++ >= kLookedAt && named.size() >= most) break;
    auto& evidence = *by_author.at(expert.author);
    if (naming.may_name(expert.author) && keep_shown(evidence, naming)) {
      named.push_back(std::move(evidence));
    }
  }
  return named;
}

std::vector<Id> shown_of(const ExpertEvidence& evidence) {
  std::vector<Id> posts;
  for (const auto& one : evidence.posts) {
    if (one.post && posts.size() < kPostsShown) posts.push_back(one.post);
  }
  return posts;
}

}  // namespace hallway
