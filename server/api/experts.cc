#include "server/api/experts.h"

#include "federation/experts.h"
#include "federation/plain_text.h"
#include "federation/search_syntax.h"
#include "server/api.h"
#include "server/api/entities.h"
#include "server/api/found_posts.h"
#include "server/node.h"
#include "server/params.h"
#include "storage/search_snippet.h"
#include "storage/search_words.h"

namespace hallway::api {
namespace {

constexpr size_t kUsualPeople = 10, kMostPeople = 40;

Json evidence_json(const View& view, const FoundExpert& expert, Snippets& snippets) {
  Json evidence = Json::array();
  for (const Id id : expert.posts) {
    const auto post = find_post(view.txn, id);
    if (!post) continue;
    evidence.push_back(
        {{"status", status_json(view, *post)}, {"snippet", snippet_html(snippets, *post)}});
  }
  return evidence;
}

Json expert_json(const View& view, const FoundExpert& expert, Snippets& snippets) {
  const auto actor = find_actor(view.txn, expert.person);
  if (!actor) return nullptr;
  auto account = account_json(view, *actor);
  const auto ask = "@" + account.value("acct", actor->name);
  return {{"account", std::move(account)},
          {"node", actor->domain},
          {"score", expert.score},
          {"confidence", expert.confidence},
          {"ask", ask},
          {"evidence", evidence_json(view, expert, snippets)}};
}

}  // namespace

Result<Response> find_experts_for(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:search"));
  const auto params = TRY(Params::of_query(call.request));
  const auto typed = params.text("q");
  const auto question = utf8_prefix(typed, kLongestSearch);
  const auto phrases = parse_search(question).wanted;
  if (search_words(composed(question)).empty()) {
    return fail(Code::invalid, "q has no word in it: ask in your own words");
  }

  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  auto found = find_experts(txn, node.home(), node.search_index(),
                            {.question = std::string(question),
                             .person = caller.actor.id,
                             .limit = params.limit(kUsualPeople, kMostPeople)});
  // While nothing is indexed yet nobody is found; `indexing` says so.
  if (!found.ok() && found.error().code != Code::unavailable) return found.error();
  Snippets snippets(node.search_index(), phrases);
  Json people = Json::array();
  for (const auto& expert : std::move(found).value_or({})) {
    people.push_back(expert_json(view, expert, snippets));
  }
  return json_answer({{"people", std::move(people)},
                      {"nodes", {{{"domain", node.home().domain.text()}, {"state", "answered"}}}},
                      {"indexing", indexing_json(node)}});
}

}  // namespace hallway::api
