#include "federation/collections.h"

#include "federation/featured_tags.h"
#include "federation/note.h"
#include "federation/other_act.h"
#include "federation/pin.h"
#include "federation/timeline.h"
#include "storage/follows.h"
#include "storage/kept_activities.h"
#include "storage/log.h"

namespace hallway {
namespace {

constexpr size_t kPageSize = 40;
constexpr size_t kMostCounted = 100'000;

Iri iri_of_collection(const Actor& actor, Collection which) {
  switch (which) {
    case Collection::followers: return actor.followers;
    case Collection::following: return actor.following;
    case Collection::outbox: return actor.outbox;
    case Collection::featured: return actor.featured;
    case Collection::featured_tags: return featured_tags_of(actor);
    case Collection::liked: return liked_of(actor);
  }
  return actor.outbox;
}

std::string page_iri(const Iri& collection, Id after) {
  return collection.text() + "?page=" + to_string(after);
}

// What one page holds, and where the next begins (none: this was the last).
struct Page {
  Json items = Json::array();
  std::optional<Id> next;
};

Page people_page(const ReadTxn& txn, const Home& home, const std::vector<Id>& people) {
  Page page;
  for (const auto id : people) {
    const auto actor = find_actor(txn, id);
    if (actor && may_be_shown(txn, home, *actor)) page.items.push_back(actor->iri.text());
  }
  if (people.size() == kPageSize) page.next = people.back();
  return page;
}

Json boost_json(const TimelineItem& item, const Actor& actor) {
  return {{"id", item.boost->iri.text()},
          {"type", "Announce"},
          {"actor", actor.iri.text()},
          {"object", item.post.iri.text()},
          {"published", to_rfc3339(item.boost->at)},
          {"to", Json::array({std::string(kPublic)})},
          {"cc", Json::array({actor.followers.text()})}};
}

void add_posts(const ReadTxn& txn, const Home& home, const CollectionView& view, Id before,
               MergedPage& page) {
  const auto& owner = view.owner;
  const auto items =
      author_timeline(txn, home, owner.id, view.viewer, {.max_id = before, .limit = kPageSize});
  for (const auto& item : items) {
    page.add(item.id, item.boost ? boost_json(item, owner) : create_json(item.post, owner, home));
  }
  if (items.size() == kPageSize) page.stop_at(items.back().id);
}

void add_other_acts(const ReadTxn& txn, const Home& home, const CollectionView& view, Id before,
                    MergedPage& page) {
  size_t taken = 0;
  scan_kept_activities(txn, view.owner.id, Box::outbox, before, [&](Id id, uint64_t seq) {
    auto activity = parse_json(find_payload(txn, seq).value_or(""));
    if (!activity.ok() || !may_see_other(txn, home, view.owner, *activity, view.viewer)) {
      return true;
    }
    activity->erase("@context");
    page.add(id, std::move(*activity));
    if (++taken < kPageSize) return true;
    page.stop_at(id);
    return false;
  });
}

Page outbox_page(const ReadTxn& txn, const Home& home, const CollectionView& view, Id before) {
  MergedPage merged;
  add_posts(txn, home, view, before, merged);
  add_other_acts(txn, home, view, before, merged);
  auto [items, next] = merged.take(kPageSize);
  return {std::move(items), next};
}

Page featured_page(const ReadTxn& txn, const Home& home, const CollectionView& view) {
  Page page;
  for (const auto& post : pinned_posts(txn, home, view.owner.id, view.viewer)) {
    page.items.push_back(post.iri.text());
  }
  return page;
}

Page featured_tags_page(const Home& home, const Actor& owner) {
  Page page;
  for (const auto& tag : owner.tags) page.items.push_back(hashtag_json(home, tag));
  return page;
}

Page page_of(const ReadTxn& txn, const Home& home, const CollectionView& view, Collection which,
             Id at) {
  const auto owner = view.owner.id;
  switch (which) {
    case Collection::followers:
      return people_page(txn, home,
                         list_followers(txn, owner, FollowState::accepted, at, kPageSize));
    case Collection::following:
      return people_page(txn, home,
                         list_following(txn, owner, FollowState::accepted, at, kPageSize));
    case Collection::outbox: return outbox_page(txn, home, view, at);
    case Collection::featured: return featured_page(txn, home, view);
    case Collection::featured_tags: return featured_tags_page(home, view.owner);
    case Collection::liked: return {};
  }
  return {};
}

size_t total_of(const ReadTxn& txn, const Home& home, const CollectionView& view,
                Collection which) {
  const auto& actor = view.owner;
  switch (which) {
    case Collection::followers: return count_followers(txn, actor.id);
    case Collection::following: return count_following(txn, actor.id);
    case Collection::outbox: return count_entries(txn, actor.id, kMostCounted);
    case Collection::featured: return pinned_posts(txn, home, actor.id, view.viewer).size();
    case Collection::featured_tags: return actor.tags.size();
    case Collection::liked: return 0;
  }
  return 0;
}

}  // namespace

Json create_json(const Post& post, const Actor& author, const Home& home) {
  auto object = note_json(post, author, home);
  return {{"id", post.iri.text() + "/activity"},
          {"type", "Create"},
          {"actor", author.iri.text()},
          {"published", to_rfc3339(post.published)},
          {"to", object["to"]},
          {"cc", object["cc"]},
          {"object", std::move(object)}};
}

MergedPage::Taken MergedPage::take(size_t most) {
  Taken taken;
  uint64_t last = 0;
  if (floor_) taken.next = Id{floor_};
  for (auto& [id, item] : items_) {
    if (id < floor_) break;
    if (taken.items.size() >= most && id != last) {
      taken.next = Id{last};
      break;
    }
    taken.items.push_back(std::move(item));
    last = id;
  }
  return taken;
}

Iri liked_of(const Actor& actor) { return Iri::parse(actor.iri.text() + "/liked").value_or(Iri()); }

Json collection_json(const ReadTxn& txn, const Home& home, const CollectionView& view,
                     Collection which, std::optional<Id> page) {
  const auto iri = iri_of_collection(view.owner, which);
  Json out{{"id", iri.text()}};
  if (!page) {
    out["type"] = "OrderedCollection";
    out["totalItems"] = total_of(txn, home, view, which);
    out["first"] = page_iri(iri, Id{});
    return out;
  }
  auto shown = page_of(txn, home, view, which, *page);
  out["id"] = page_iri(iri, *page);
  out["type"] = "OrderedCollectionPage";
  out["partOf"] = iri.text();
  out["orderedItems"] = std::move(shown.items);
  if (shown.next) out["next"] = page_iri(iri, *shown.next);
  return out;
}

}  // namespace hallway
