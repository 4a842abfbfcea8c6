#include "server/api/kept_posts.h"

#include <algorithm>

#include "server/api.h"
#include "server/api/entities.h"
#include "server/node.h"
#include "storage/bookmarks.h"

namespace hallway::api {
namespace {

// Marks of one kind: calls with each and its post, until `visit` returns false.
using Visit = std::function<bool(Id mark, Id post)>;
struct Marks {
  void (*down)(const ReadTxn& txn, Id person, Id before, const Visit& visit);
  void (*up)(const ReadTxn& txn, Id person, Id after, const Visit& visit);
};

struct Kept {
  std::vector<Post> posts;
  Id first, last;  // of the marks
};

// Without what the person may no longer see.
Kept find_kept(const View& view, const Marks& marks, const Window& window) {
  Kept found;
  const auto add = [&](Id mark, Id id) {
    auto post = find_post(view.txn, id);
    if (!post || post->gone || !may_flow(view.txn, view.home, *post, view.destination())) {
      return true;
    }
    if (!found.first) found.first = mark;
    found.last = mark;
    found.posts.push_back(std::move(*post));
    return found.posts.size() < window.limit;
  };
  if (window.min_id) {
    marks.up(view.txn, view.viewer, window.min_id, add);
    std::ranges::reverse(found.posts);
    std::swap(found.first, found.last);
  } else {
    marks.down(view.txn, view.viewer, window.max_id,
               [&](Id mark, Id post) { return mark > window.since_id && add(mark, post); });
  }
  return found;
}

Result<Response> kept_answer(Node& node, const Call& call, std::string_view scope,
                             const Marks& marks) {
  const auto caller = TRY(caller_of(node, call.request, scope));
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto found = find_kept(view, marks, window_of(params));
  Json out = Json::array();
  for (const auto& post : found.posts) out.push_back(status_json(view, post));
  auto response = json_answer(out);
  add_links(node, call, response, found.first, found.last);
  return response;
}

}  // namespace

Result<Response> list_favourites(Node& node, const Call& call) {
  return kept_answer(node, call, "read:favourites", {scan_likes, scan_likes_up});
}

Result<Response> list_bookmarks(Node& node, const Call& call) {
  return kept_answer(node, call, "read:bookmarks", {scan_bookmarks, scan_bookmarks_up});
}

}  // namespace hallway::api
