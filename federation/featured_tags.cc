#include "federation/featured_tags.h"

#include <algorithm>

#include "federation/deliver.h"
#include "federation/hashtag.h"
#include "storage/fetches.h"
#include "storage/follows.h"

namespace hallway {
namespace {

constexpr size_t kMostFeaturedThere = 20;

void read_items(const Json& page, std::vector<std::string>& tags) {
  for (const auto* key : {"items", "orderedItems"}) {
    for (const auto* item : find_list(page, key)) {
      if (tags.size() == kMostFeaturedThere) return;
      if (!is_hashtag(*item)) continue;
      auto tag = normalize_hashtag(find_string(*item, "name").value_or(""));
      const bool fresh = !tag.empty() && std::ranges::find(tags, tag) == tags.end();
      if (fresh) tags.push_back(std::move(tag));
    }
  }
}

// To the collection of featured posts: Mastodon, of whom this is, tells by the type of the object
// what is meant, and knows no address of the tags' own collection.
Result<void> tell(Local& local, std::string_view type, const std::string& tag) {
  const auto& me = local.actor;
  const auto recorded = TRY(record_activity(local, {{"type", std::string(type)},
                                                    {"object", hashtag_json(local.home, tag)},
                                                    {"target", me.featured.text()},
                                                    {"to", Json::array({std::string(kPublic)})},
                                                    {"cc", Json::array({me.followers.text()})}}));
  auto people = list_followers(local.txn, me.id, FollowState::accepted, Id{}, SIZE_MAX);
  TRY(owe(local.txn, local.home, {.activity = recorded.seq, .recipients = std::move(people)}, me.id,
          local.now));
  return {};
}

}  // namespace

Iri featured_tags_of(const Actor& actor) {
  return Iri::parse(actor.iri.text() + "/collections/tags").value_or(Iri());
}

Json hashtag_json(const Home& home, const std::string& tag) {
  return {{"type", "Hashtag"},
          {"name", "#" + tag},
          {"href", home.base.text() + "tags/" + percent_encode(tag)}};
}

bool is_hashtag(const Json& object) { return type_of(object) == "Hashtag"; }

std::vector<std::string> read_featured_tags(const Json& collection) {
  std::vector<std::string> tags;
  read_items(collection, tags);
  const auto* first = find_member(collection, "first");
  if (first && first->is_object()) read_items(*first, tags);
  return tags;
}

Result<void> ask_for_featured_tags(WriteTxn& txn, const Actor& actor, Time now) {
  if (actor.local || actor.featured_tags.empty()) return {};
  return add_fetch(txn, {.iri = actor.featured_tags,
                         .reason = FetchReason::featured_tags,
                         .next = now,
                         .created = now,
                         .about = actor.id});
}

Result<void> take_featured_tags(WriteTxn& txn, Actor actor, std::vector<std::string> tags,
                                Time now) {
  if (actor.tags == tags) return {};
  actor.tags = std::move(tags);
  return put_actor(txn, actor, now);
}

Result<void> receive_featured_tag(Inbound& in, const Json& hashtag) {
  const auto tag = normalize_hashtag(find_string(hashtag, "name").value_or(""));
  // As stored: who was authenticated was read a while before, and keeps what came since.
  auto owner = find_actor(in.txn, in.actor.id).value_or(in.actor);
  auto tags = owner.tags;
  const auto known = std::ranges::find(tags, tag);
  const bool adds = in.type == "Add";
  if (tag.empty() || adds == (known != tags.end()) || (adds && tags.size() >= kMostFeaturedThere)) {
    in.ignored = "changes nothing of the tags they feature";
    return {};
  }
  TRY(take(in));
  if (adds) {
    tags.push_back(tag);
  } else {
    tags.erase(known);
  }
  return take_featured_tags(in.txn, std::move(owner), std::move(tags), in.now);
}

Result<std::string> feature_tag(Local& local, std::string_view written) {
  auto tag = normalize_hashtag(written);
  if (tag.empty()) return fail(Code::invalid, "this is no hashtag");
  TRY(check_standing(local));
  auto& tags = local.actor.tags;
  if (std::ranges::find(tags, tag) != tags.end()) return tag;
  if (tags.size() >= kMostFeaturedTags) {
    return fail(Code::invalid,
                "at most " + std::to_string(kMostFeaturedTags) + " tags can be featured");
  }
  tags.push_back(tag);
  TRY(put_actor(local.txn, local.actor, local.now));
  TRY(tell(local, "Add", tag));
  return tag;
}

Result<void> unfeature_tag(Local& local, const std::string& tag) {
  TRY(check_standing(local));
  if (std::erase(local.actor.tags, tag) == 0) return {};
  TRY(put_actor(local.txn, local.actor, local.now));
  return tell(local, "Remove", tag);
}

}  // namespace hallway
