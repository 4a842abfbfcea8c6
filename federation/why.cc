#include "federation/why.h"

#include <algorithm>

#include "federation/post.h"
#include "storage/blocks.h"
#include "storage/follows.h"
#include "storage/log.h"
#include "storage/reactions.h"

namespace hallway {
namespace {

constexpr size_t kMostOutcomes = 100;  // of one activity at one domain
constexpr std::string_view kApart = "one of the two blocks the other";

// What is asked about: a post, or an activity of the log and the post it is about.
struct Subject {
  std::optional<Post> post;
  std::vector<uint64_t> entries;  // of the log: whatever was sent of it, oldest first
  Id boosted_by;
  bool is_like = false;  // for the post's author alone, wherever its label reaches
};

Subject about_post(const ReadTxn& txn, Post post) {
  Subject subject{.entries = post.earlier};
  if (post.document) {
    subject.entries.push_back(post.document);
  } else if (const auto create = find_seen(txn, post.iri.text() + "/activity")) {
    subject.entries.push_back(*create);  // a tombstone has forgotten its documents
  }
  subject.post = std::move(post);
  return subject;
}

Result<Subject> find_subject(const ReadTxn& txn, const Iri& what) {
  if (auto post = find_post(txn, what)) return about_post(txn, std::move(*post));
  const auto seq = find_seen(txn, what.text());
  const auto entry = seq ? find_log(txn, *seq) : std::nullopt;
  if (!entry) return fail(Code::not_found, "nothing is known here as " + what.text());
  Subject subject{.entries = {*seq}};
  if (const auto object = Iri::parse(entry->object)) subject.post = find_post(txn, *object);
  if (const auto boost = find_boost(txn, what)) subject.boosted_by = boost->actor;
  subject.is_like = find_reaction(txn, what).has_value();
  return subject;
}

std::vector<Id> all_recipients(const ReadTxn& txn, const Subject& subject) {
  if (!subject.post) return {};
  if (subject.is_like) return {subject.post->author};
  if (!subject.boosted_by) return list_recipients(txn, *subject.post);
  auto all = list_followers(txn, subject.boosted_by, FollowState::accepted, Id{}, SIZE_MAX);
  all.push_back(subject.post->author);
  return all;
}

// As deliver.h has it: a block stands between them and the author, or whoever boosts.
bool is_kept_from(const ReadTxn& txn, const Subject& subject, Id person) {
  if (!subject.post || subject.is_like) return false;
  return estranged(txn, subject.post->author, person) ||
         (subject.boosted_by && estranged(txn, subject.boosted_by, person));
}

std::vector<Id> recipients_at(const ReadTxn& txn, const Subject& subject, const Domain& domain,
                              std::vector<Recipient>& shown) {
  std::vector<Id> there;
  for (const auto id : all_recipients(txn, subject)) {
    const auto actor = find_actor(txn, id);
    if (!actor || actor->local || actor->gone || actor->suspended) continue;
    if (actor->iri.domain() != domain) continue;
    there.push_back(id);
    if (is_kept_from(txn, subject, id)) continue;
    shown.push_back({actor->handle(), actor->best_inbox()});
  }
  return there;
}

Verdict verdict_on(const ReadTxn& txn, const Home& home, const Subject& subject,
                   const Destination& to) {
  if (!subject.post) return may_talk(txn, home, to.domain);
  if (subject.is_like) {
    if (to.people.empty()) return {false, "the author does not live there"};
    return may_talk(txn, home, to.domain);
  }
  if (subject.post->gone) return {false, "it was deleted"};
  auto verdict = may_flow(txn, home, *subject.post, to);
  if (verdict && to.people.empty()) return {false, "nobody there follows or is addressed"};
  return verdict;
}

void add_passages(const ReadTxn& txn, uint64_t seq, const Domain& domain,
                  std::vector<Passage>& passages) {
  const auto entry = find_log(txn, seq);
  const auto type = entry ? entry->type : std::string();
  for (auto& ended : list_outcomes(txn, seq, domain, kMostOutcomes)) {
    passages.push_back({.type = type, .ended = std::move(ended)});
  }
  const auto peer = find_peer(txn, domain);
  if (!peer) return;  // nothing is owed to a host that we forgot
  for (auto& waits : list_owed(txn, peer->id, seq)) {
    waits.next = std::max(waits.next, peer->retry);  // its whole line waits
    passages.push_back({.type = type, .owed = true, .waits = std::move(waits)});
  }
}

}  // namespace

Result<Explanation> explain(const ReadTxn& txn, const Home& home, const Iri& what,
                            const Domain& domain) {
  const auto subject = TRY(find_subject(txn, what));
  Explanation out{.object = what.text()};
  const auto there = recipients_at(txn, subject, domain, out.recipients);
  out.verdict = verdict_on(txn, home, subject, Destination::to_domain(domain, there));
  if (out.verdict && out.recipients.empty()) out.verdict = {false, kApart};
  for (const auto seq : subject.entries) add_passages(txn, seq, domain, out.passages);
  return out;
}

}  // namespace hallway
