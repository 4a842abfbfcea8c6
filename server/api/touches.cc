#include "server/api/touches.h"

#include <array>

#include "federation/thread.h"
#include "server/api/emoji_reactions.h"
#include "server/api/quotes.h"
#include "storage/bookmarks.h"
#include "storage/questions.h"
#include "storage/quotes.h"

namespace hallway::api {
namespace {

// Those whose keys begin with the post.
constexpr std::array kByPost = {Table::by_parent, Table::boosts_by_post, Table::reactions_by_post,
                                Table::emoji_reactions, Table::bookmarks_by_post};
constexpr std::array kTouching = {Table::by_parent,         Table::boosts_by_post,
                                  Table::reactions_by_post, Table::emoji_reactions,
                                  Table::bookmarks_by_post, Table::quoted_by,
                                  Table::accepted_answers};

bool has_row(const ReadTxn& txn, Table table, Id post) {
  const auto row = txn.cursor(table).seek(key_of(post));
  return row && id_at(row->key, 0) == post;
}

bool is_accepted(const View& view, const Post& post) {
  const auto question = find_answered_question(view.txn, post);
  return question && may_flow(view.txn, view.home, *question, view.destination());
}

}  // namespace

Touches touches_of(const View& view, const Post& post) {
  const bool known = static_cast<bool>(view.viewer);
  const auto counted = view.replies.find(post.id);
  return {
      .favourited = known && find_reaction(view.txn, post.id, view.viewer).has_value(),
      .reblogged = known && find_boost(view.txn, post.id, view.viewer).has_value(),
      .bookmarked = known && is_bookmarked(view.txn, view.viewer, post.id),
      .accepted = is_accepted(view, post),
      .replies = counted != view.replies.end()
                     ? counted->second
                     : count_visible_replies(view.txn, view.home, post.id, view.destination()),
      .boosts = count_boosts(view.txn, post.id),
      .likes = count_reactions(view.txn, post.id),
      .quotes = count_shown_quotes(view, post),
      .reactions = emoji_reactions_json(view, post),
  };
}

bool is_untouched(const ReadTxn& txn, const Post& post) {
  for (const auto table : kByPost) {
    if (has_row(txn, table, post.id)) return false;
  }
  bool quoted = false;
  scan_quoting(txn, post.iri, Id{}, [&](Id) {
    quoted = true;
    return false;
  });
  return !quoted && !is_claimed_as_answer(txn, post);
}

std::span<const Table> touching_tables() { return kTouching; }

}  // namespace hallway::api
