#include "federation/post_collections.h"

#include <algorithm>
#include <array>

#include "federation/note.h"
#include "storage/reactions.h"

namespace hallway {
namespace {

constexpr size_t kPostsOfPage = 40;
constexpr size_t kMostRead = 1'000;  // posts read for one answer, hidden ones among them

struct NamedCollection {
  std::string_view name;
  PostCollection which;
};
constexpr std::array kNames = {NamedCollection{"replies", PostCollection::replies},
                               NamedCollection{"context", PostCollection::context},
                               NamedCollection{"likes", PostCollection::likes},
                               NamedCollection{"shares", PostCollection::shares}};

std::string_view name_of(PostCollection which) {
  return std::ranges::find(kNames, which, &NamedCollection::which)->name;
}

// FEP-f228: a thread is ordered; replies are not.
bool is_ordered(PostCollection which) { return which == PostCollection::context; }

void scan(const ReadTxn& txn, const PostCollectionView& view, Id after,
          const std::function<bool(Id)>& visit) {
  if (view.which == PostCollection::context) {
    scan_thread(txn, view.post.context, after, visit);
  } else {
    scan_replies(txn, view.post.id, after, visit);
  }
}

// What may be shown of it, and where the next page begins (none: this was the last).
struct PostsPage {
  Json items = Json::array();
  std::optional<Id> next;
};

PostsPage page_after(const ReadTxn& txn, const Home& home, const PostCollectionView& view, Id after,
                     size_t most) {
  PostsPage page;
  size_t looked_at = 0;
  scan(txn, view, after, [&](Id id) {
    // One more than it holds says that there is a next; what is hidden must not be read without
    // end.
    if (page.items.size() == most || ++looked_at > kMostRead) {
      page.next = after;
      return false;
    }
    after = id;
    const auto post = find_post(txn, id);
    if (post && !post->gone && may_flow(txn, home, *post, view.viewer)) {
      page.items.push_back(post->iri.text());
    }
    return true;
  });
  return page;
}

std::optional<size_t> total_of(const ReadTxn& txn, const Home& home,
                               const PostCollectionView& view) {
  if (view.which == PostCollection::likes) return count_reactions(txn, view.post.id);
  if (view.which == PostCollection::shares) return count_boosts(txn, view.post.id);
  const auto all = page_after(txn, home, view, Id{}, kMostRead);
  if (all.next) return std::nullopt;
  return all.items.size();
}

}  // namespace

std::optional<PostCollection> parse_post_collection(std::string_view name) {
  const auto found = std::ranges::find(kNames, name, &NamedCollection::name);
  if (found == kNames.end()) return std::nullopt;
  return found->which;
}

Json post_collection_json(const ReadTxn& txn, const Home& home, const PostCollectionView& view,
                          std::optional<Id> page) {
  const auto iri = collection_of(view.post, name_of(view.which)).text();
  const bool ordered = is_ordered(view.which);
  const bool counted = view.which == PostCollection::likes || view.which == PostCollection::shares;
  const auto at = [&](Id after) { return iri + "?page=" + to_string(after); };
  Json out{{"id", iri}};
  if (view.which == PostCollection::context) {
    if (const auto owner = find_actor(txn, view.post.author))
      out["attributedTo"] = owner->iri.text();
  }
  if (!page || counted) {
    out["type"] = ordered ? "OrderedCollection" : "Collection";
    if (const auto total = total_of(txn, home, view)) out["totalItems"] = *total;
    if (!counted) out["first"] = at(Id{});
    return out;
  }
  auto shown = page_after(txn, home, view, *page, kPostsOfPage);
  out["id"] = at(*page);
  out["type"] = ordered ? "OrderedCollectionPage" : "CollectionPage";
  out["partOf"] = iri;
  out[ordered ? "orderedItems" : "items"] = std::move(shown.items);
  if (shown.next) out["next"] = at(*shown.next);
  return out;
}

}  // namespace hallway
