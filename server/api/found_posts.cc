#include "server/api/found_posts.h"

#include <algorithm>

#include "federation/html.h"
#include "federation/plain_text.h"
#include "federation/search.h"
#include "federation/search_syntax.h"
#include "federation/searchable.h"
#include "server/node.h"
#include "storage/search_snippet.h"

namespace hallway::api {
namespace {

constexpr size_t kLittle = 3;  // then a suggestion is made

std::string marked(const std::vector<SnippetPart>& parts) {
  std::string html;
  for (const auto& part : parts) {
    const auto text = escape_html(part.text);
    html += part.hit ? "<mark>" + text + "</mark>" : text;
  }
  return html;
}

std::string text_of(const Post& post) {
  const auto document = searchable(post);
  std::string text;
  if (!document) return text;
  for (const auto& one : document->texts) text += (text.empty() ? "" : "\n") + one;
  return text;
}

Json suggestion_json(const SearchIndex& index, const SearchHits& hits, std::string_view typed) {
  if (hits.ids.size() >= kLittle && !hits.relaxed) return nullptr;
  const auto better = respelled(index, utf8_prefix(typed, kLongestSearch));
  return better ? Json(*better) : Json(nullptr);
}

}  // namespace

std::string snippet_html(Snippets& snippets, const Post& post) {
  return marked(snippets.of(text_of(post), post.language));
}

Json indexing_json(Node& node) {
  const auto progress = node.indexer().progress();
  if (!progress.under_way) return nullptr;
  return {{"done", progress.done}, {"all", progress.all}};
}

Result<FoundPosts> find_posts(Node& node, const View& view, const Params& params,
                              std::string_view typed, size_t limit) {
  const auto& index = node.search_index();
  auto found = search_posts(view.txn, view.home, index,
                            {.typed = std::string(typed),
                             .person = view.viewer,
                             .author = params.id("account_id"),
                             .max_id = params.id("max_id"),
                             .min_id = params.id("min_id"),
                             .offset = params.offset(),
                             .limit = limit});
  // While nothing is indexed yet nothing is found; `indexing` says so.
  if (!found.ok() && found.error().code != Code::unavailable) return found.error();
  const auto hits = std::move(found).value_or({});
  Snippets snippets(index, parse_search(typed).wanted);
  Json shown = Json::object();
  FoundPosts answer;
  for (const Id id : hits.ids) {
    const auto post = find_post(view.txn, id);
    if (!post) continue;
    answer.statuses.push_back(status_json(view, *post));
    shown[to_string(id)] = snippet_html(snippets, *post);
  }
  answer.hallway = {{"more", hits.more},
                    {"relaxed", hits.relaxed},
                    {"suggestion", suggestion_json(index, hits, typed)},
                    {"snippets", std::move(shown)},
                    {"indexing", indexing_json(node)}};
  return answer;
}

}  // namespace hallway::api
