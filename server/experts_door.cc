#include "server/experts_door.h"

#include "federation/expert_answer.h"
#include "server/answer.h"
#include "server/log.h"
#include "server/node.h"
#include "storage/log.h"

namespace hallway {
namespace {

RateLimits::Rule rule_for(Relation relation) {
  return {.most = relation == Relation::sibling ? 6'000 : 600, .window = minutes(1)};
}

// An entry of the log: who was asked for, in which words and when. On disk before the answer goes.
Result<void> note(Node& node, const Actor& asker, const Request& request) {
  const auto payload = seal(node.random(), request.body);
  const NewEntry entry{.at = node.now(),
                       .source = Source::inbox,
                       .actor = asker.iri.text(),
                       .type = "AskExperts",
                       .activity = {},
                       .object = {}};
  return node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    TRY(append_log(txn, payload, entry));
    return {};
  });
}

}  // namespace

Result<Response> answer_node(Node& node, const Call& call) {
  const auto sender = TRY(node.authenticator().authenticate(call.request));
  const auto& asker = sender.domain();
  if (sender.actor().type != "Application" && sender.actor().type != "Service") {
    return fail(Code::forbidden, "a node asks in its own name, not in that of one of its people");
  }
  const auto txn = TRY(node.read());
  const auto rule = rule_for(find_relation(txn, asker.text()));
  TRY(node.rate_limits().admit("experts " + asker.text(), rule, node.now()));
  const auto asked = TRY(parse_json(call.request.body, {.bytes = kMostExpertBytes}));
  auto answer = answer_expert_question(txn, node.home(), node.search_index(), asker, asked);
  log::info("experts.asked", {{"by", asker.text()},
                              {"what", find_string(asked, "ask").value_or("")},
                              {"words", find_list(asked, "words").size()},
                              {"people", answer ? find_list(*answer, "people").size() : 0},
                              {"answered", answer.ok()}});
  if (!answer.ok()) return answer.error();
  if (find_string(asked, "ask") == "people") TRY(note(node, sender.actor(), call.request));
  return json_answer(*answer);
}

}  // namespace hallway
