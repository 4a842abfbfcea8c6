#pragma once
// What stands between a person's text and publish(): finding whom it mentions, and what else a post
// takes from its node.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/home.h"
#include "federation/post.h"
#include "server/params.h"

namespace hallway {

class Node;

// Whoever cannot be found stays plain text: a post is not lost because a colleague's node is down.
// May wait for the network; not inside a transaction.
std::vector<ResolvedMention> resolve_mentions(Node& node, std::string_view text);

// The first of [node] languages; empty where none is set.
std::string default_language(const Node& node);

// Direct posts for people who were picked, as in a chat: `hallway[to][]` names them by their ids,
// and an "@name" in the text is text, which adds nobody. Each
// once; nothing where the post names its readers in its text. Errors: invalid (nobody, too many,
// somebody whom this node does not know, or the post is not direct).
Result<std::optional<std::vector<Mention>>> picked_in(const ReadTxn& txn, const Home& home,
                                                      const Params& params, Visibility visibility);

// Whether a post of ours is for somebody whom its text does not name: an edit leaves whom it is for
// as it was.
bool is_for_picked(const Home& home, const Post& post);

// What is published of `text` for those.
Written written_for(const Home& home, std::string_view text, std::vector<Mention> people);

}  // namespace hallway
