#pragma once
// Of a status, what passes: what differs from reader to reader, and what changes as others act. All
// else lasts until the post is edited (server/api/entities.h).

#include "server/api/entities.h"
#include "server/api/filters.h"
#include "server/api/polls.h"
#include "server/api/questions.h"
#include "server/api/quotes.h"
#include "server/api/touches.h"
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
// `touches`: what touches_of() says.
template <class Take>
void for_each_passing(const View& view, const Post& post, const Touches& touches, Take&& take) {
  const bool known = static_cast<bool>(view.viewer);
  take("favourited", touches.favourited);
  take("reblogged", touches.reblogged);
  take("muted", known && has_muted_thread(view.txn, view.viewer, post.context));
  take("bookmarked", touches.bookmarked);
  if (known && post.author == view.viewer) {
    take("pinned", is_pinned(view.txn, post.author, post.id));
  }
  take("filtered", known ? filtered_json(view, post) : Json::array());
  take("replies_count", touches.replies);
  take("reblogs_count", touches.boosts);
  take("favourites_count", touches.likes);
  take("quotes_count", touches.quotes);
  take("poll", post.poll ? poll_json(view, post) : Json());
  take("quote", quote_json(view, post));
  take("quote_approval", JsonText{quote_approval_text(view, post)});
  const JsonText shown{touches.reactions.empty() ? "[]" : dump_json(touches.reactions)};
  take("pleroma", JsonText{"{\"emoji_reactions\":" + shown.text + "}"});
  take("reactions", shown);
  take("hallway", JsonText{question_text(view, post, touches)});
}

}  // namespace hallway::api
