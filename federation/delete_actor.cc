#include "federation/delete_actor.h"

#include <algorithm>

#include "federation/actor.h"
#include "federation/deliver.h"
#include "storage/follows.h"
#include "storage/posts.h"
#include "storage/reactions.h"

namespace hallway {
namespace {

class Acquaintances {
 public:
  explicit Acquaintances(const ReadTxn& txn) : txn_(txn) {}

  void add(Id actor) { ids_.push_back(actor); }
  void add(const std::vector<Id>& actors) { ids_.insert(ids_.end(), actors.begin(), actors.end()); }
  void add(const Iri& iri) {
    if (const auto actor = find_actor(txn_, iri)) add(actor->id);
  }
  void add_author_of(Id post) {
    if (const auto known = find_post(txn_, post)) add(known->author);
  }
  // Of a post, whoever any of its versions was addressed to.
  void add_audience_of(Id id) {
    const auto post = find_post(txn_, id);
    if (!post) return;
    for (const auto* list : {&post->to, &post->cc}) {
      for (const auto& text : *list) {
        if (const auto iri = Iri::parse(text)) add(*iri);
      }
    }
    for (const auto seq : post->earlier) {
      const auto version = parse_json(find_payload(txn_, seq).value_or(""));
      if (!version) continue;
      for (const auto* key : {"to", "cc"}) {
        for (const auto& iri : find_iris(*version, key)) add(iri);
      }
    }
  }
  std::vector<Id> take() {
    std::ranges::sort(ids_);
    ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
    return std::move(ids_);
  }

 private:
  const ReadTxn& txn_;
  std::vector<Id> ids_;
};

}  // namespace

std::vector<Id> list_acquaintances(const ReadTxn& txn, Id actor) {
  Acquaintances met(txn);
  for (const auto state : {FollowState::pending, FollowState::accepted}) {
    met.add(list_followers(txn, actor, state, Id{}, SIZE_MAX));
    met.add(list_following(txn, actor, state, Id{}, SIZE_MAX));
  }
  scan_author(txn, actor, Id{}, [&](Entry entry) {
    if (entry.kind == EntryKind::post) {
      met.add_audience_of(entry.id);
    } else if (const auto boost = find_boost(txn, entry.id)) {
      met.add_author_of(boost->post);
    }
    return true;
  });
  for (const auto& reaction : list_reactions_by(txn, actor, SIZE_MAX)) {
    met.add_author_of(reaction.post);
  }
  scan_person(txn, actor, Id{}, [&](Id post) { return met.add_author_of(post), true; });
  return met.take();
}

Result<size_t> delete_actor(Local& local, const std::vector<Id>& acquaintances) {
  auto& actor = local.actor;
  if (actor.gone) return fail(Code::gone, actor.name + " was deleted before");
  actor.suspended = false;  // for this one act, which is their last
  TRY(put_actor(local.txn, actor, local.now));
  const auto recorded = TRY(record_activity(local, {{"type", "Delete"},
                                                    {"object", actor.iri.text()},
                                                    {"to", Json::array({std::string(kPublic)})}}));
  const auto owed =
      TRY(owe(local.txn, local.home, {.activity = recorded.seq, .recipients = acquaintances},
              actor.id, local.now));
  TRY(bury_actor(local.txn, actor, local.now));
  return owed;
}

}  // namespace hallway
