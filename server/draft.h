#pragma once
// What stands between a person's text and publish(): finding whom it mentions, and what else a post
// takes from its node.

#include <string>
#include <string_view>
#include <vector>

#include "federation/post.h"

namespace hallway {

class Node;

// Whoever cannot be found stays plain text: a post is not lost because a colleague's node is down.
// May wait for the network; not inside a transaction.
std::vector<ResolvedMention> resolve_mentions(Node& node, std::string_view text);

// The first of [node] languages; empty where none is set.
std::string default_language(const Node& node);

}  // namespace hallway
