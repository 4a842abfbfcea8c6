#pragma once
// Posts that were found by their words, as the answer of a search shows them.

#include "server/api/entities.h"
#include "server/params.h"
#include "storage/search_snippet.h"

namespace hallway {
class Node;
}

namespace hallway::api {

// `statuses` as other servers answer them, and `hallway`:
//   more        whether there are posts beyond this page
//   relaxed     few had all words: those with some of them follow
//   suggestion  what was typed with its spelling mended, where little was found; or null
//   snippets    by id of a post: HTML around what was looked for, with that in <mark>
//   indexing    {"done", "all"} while the index is being made, else null
struct FoundPosts {
  Json statuses = Json::array();
  Json hallway = Json::object();
};

// Of `typed`, as account_id, min_id, max_id, offset and `limit` narrow it down.
Result<FoundPosts> find_posts(Node& node, const View& view, const Params& params,
                              std::string_view typed, size_t limit);

// HTML around what was looked for, with that in <mark>.
std::string snippet_html(Snippets& snippets, const Post& post);
// {"done", "all"} while the index is being made, else null.
Json indexing_json(Node& node);

}  // namespace hallway::api
