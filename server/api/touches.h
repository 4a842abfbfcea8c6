#pragma once
// What people did to a post: answered, boosted, liked, quoted, bookmarked it, or reacted to it. To
// most posts nobody did anything, which is quickly known.

#include <span>

#include "server/api/entities.h"

namespace hallway::api {

// As whoever reads may see it.
struct Touches {
  bool favourited = false, reblogged = false, bookmarked = false;  // by them
  bool accepted = false;  // as the answer to a question that they may see
  size_t replies = 0, boosts = 0, likes = 0, quotes = 0;
  Json reactions = Json::array();  // with emojis
};
Touches touches_of(const View& view, const Post& post);

// Nobody whatsoever did anything: its touches are Touches{} for every reader.
bool is_untouched(const ReadTxn& txn, const Post& post);
// The tables that this follows from.
std::span<const Table> touching_tables();

}  // namespace hallway::api
