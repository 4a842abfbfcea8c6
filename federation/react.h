#pragma once
// Likes (and emoji reactions) and boosts.

#include "federation/act.h"
#include "storage/reactions.h"

namespace hallway {

Result<void> receive_like(Inbound& in);      // Like, EmojiReact
Result<void> receive_announce(Inbound& in);  // an unknown object becomes a row in fetches
// The object of an Announce that waited arrived.
Result<void> finish_announce(Inbound& in, const Post& post);
// What may count: the author of `post` lets them, or has approved it (approved_reaction.h).
Result<void> count_like(Inbound& in, const Post& post);
Result<void> count_boost(Inbound& in, const Post& post);

// Undo of a reaction or boost that arrived: by its own actor only.
Result<void> undo_reaction(Inbound& in, const Reaction& reaction);
Result<void> undo_boost(Inbound& in, const Boost& boost);

// Here. Again is no error. Errors: not_found (no such post, or not visible to them), forbidden (may
// not be boosted: followers-only, direct).
Result<void> like(Local& local, Id post);
Result<void> unlike(Local& local, Id post);
// With `emoji`: one of Unicode, or ":name:" of one of this node or that stands below the post
// already. At most 10 a person and post. Errors besides: invalid.
Result<void> react(Local& local, Id post, std::string_view emoji);
Result<void> unreact(Local& local, Id post, std::string_view emoji);
Result<Boost> boost(Local& local, Id post);
Result<void> unboost(Local& local, Id post);

}  // namespace hallway
