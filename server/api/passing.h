#pragma once
// Of a status, what passes: what differs from reader to reader, and what changes as others act. All
// else lasts until the post is edited (server/api/entities.h).

#include "federation/thread.h"
#include "server/api/emoji_reactions.h"
#include "server/api/entities.h"
#include "server/api/filters.h"
#include "server/api/polls.h"
#include "server/api/quotes.h"
#include "storage/bookmarks.h"
#include "storage/muted_threads.h"
#include "storage/pins.h"

namespace hallway::api {

// A value that is nearly always one of a few, as JSON text: to make a Json of it and write that
// down would be a fifth of a page of a timeline.
struct JsonText {
  std::string text;
};
inline Json as_json(const JsonText& value) { return parse_json(value.text).value_or(Json()); }
template <class Value>
Json as_json(const Value& value) {
  return value;
}

// Calls `take(name, value)` with each such member: a bool, a size_t, a Json or a JsonText.
template <class Take>
void for_each_passing(const View& view, const Post& post, Take&& take) {
  const bool known = static_cast<bool>(view.viewer);
  take("favourited", known && find_reaction(view.txn, post.id, view.viewer).has_value());
  take("reblogged", known && find_boost(view.txn, post.id, view.viewer).has_value());
  take("muted", known && has_muted_thread(view.txn, view.viewer, post.context));
  take("bookmarked", known && is_bookmarked(view.txn, view.viewer, post.id));
  if (known && post.author == view.viewer) {
    take("pinned", is_pinned(view.txn, post.author, post.id));
  }
  take("filtered", known ? filtered_json(view, post) : Json::array());
  const auto counted = view.replies.find(post.id);
  take("replies_count",
       counted != view.replies.end()
           ? counted->second
           : count_visible_replies(view.txn, view.home, post.id, view.destination()));
  take("reblogs_count", count_boosts(view.txn, post.id));
  take("favourites_count", count_reactions(view.txn, post.id));
  take("quotes_count", count_shown_quotes(view, post));
  take("poll", post.poll ? poll_json(view, post) : Json());
  take("quote", quote_json(view, post));
  take("quote_approval", JsonText{quote_approval_text(view, post)});
  const auto reactions = emoji_reactions_json(view, post);
  const JsonText shown{reactions.empty() ? "[]" : dump_json(reactions)};
  take("pleroma", JsonText{"{\"emoji_reactions\":" + shown.text + "}"});
  take("reactions", shown);
}

}  // namespace hallway::api
