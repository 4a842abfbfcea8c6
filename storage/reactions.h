#pragma once
// Likes and emoji reactions, and boosts: what people do to a post without writing. One like, one
// boost, and one reaction with each emoji per person and post.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/posts.h"

namespace hallway {

struct Reaction {
  Id id;
  Iri iri;  // of the activity
  Id actor, post;
  std::string content;  // empty: a plain Like; else the emoji
  Time at;
  Iri emoji;  // its picture, where it is a custom one
};

std::optional<Reaction> find_reaction(const ReadTxn& txn, Id post, Id actor);  // a plain Like
std::optional<Reaction> find_reaction(const ReadTxn& txn, Id post, Id actor,
                                      std::string_view emoji);
std::optional<Reaction> find_reaction(const ReadTxn& txn, const Iri& activity);
// False where this person already reacted to this post so: nothing is changed. Fails with conflict
// where the activity's IRI names something else.
Result<bool> add_reaction(WriteTxn& txn, Reaction& reaction, Time now);
Result<void> erase_reaction(WriteTxn& txn, const Reaction& reaction);
size_t count_reactions(const ReadTxn& txn, Id post);  // plain Likes
// How often each emoji stands among `reactions`, the most frequent first, with the first picture
// that any of them has.
struct EmojiCount {
  std::string content;
  Iri emoji;
  size_t count = 0;
};
std::vector<EmojiCount> count_emojis(const std::vector<Reaction>& reactions);
size_t count_emoji_reactions(const ReadTxn& txn, Id post, Id actor);
std::vector<Reaction> list_emoji_reactions(const ReadTxn& txn, Id post, size_t most);
std::vector<Id> list_reacting(const ReadTxn& txn, Id post, Id after, size_t most);  // actors
// Likes, then emojis.
std::vector<Reaction> list_reactions_of(const ReadTxn& txn, Id post, size_t most);
std::vector<Reaction> list_reactions_by(const ReadTxn& txn, Id actor, size_t most);  // oldest first

// Plain Likes of `actor` with the post of each: newest first below `before` (0: from the newest),
// or oldest first above `after`. Until `visit` returns false.
using VisitLike = std::function<bool(Id like, Id post)>;
void scan_likes(const ReadTxn& txn, Id actor, Id before, const VisitLike& visit);
void scan_likes_up(const ReadTxn& txn, Id actor, Id after, const VisitLike& visit);

struct Boost {
  Id id;
  Iri iri;  // of the Announce
  Id actor, post;
  Time at;
  Visibility visibility = Visibility::public_;
};

std::optional<Boost> find_boost(const ReadTxn& txn, Id id);
std::optional<Boost> find_boost(const ReadTxn& txn, Id post, Id actor);
std::optional<Boost> find_boost(const ReadTxn& txn, const Iri& activity);
// False where this person already boosted this post. A boost stands in its actor's index among
// posts.
Result<bool> add_boost(WriteTxn& txn, Boost& boost, Time now);
Result<void> erase_boost(WriteTxn& txn, const Boost& boost);
size_t count_boosts(const ReadTxn& txn, Id post);
std::vector<Id> list_boosting(const ReadTxn& txn, Id post, Id after, size_t most);  // actors

}  // namespace hallway
