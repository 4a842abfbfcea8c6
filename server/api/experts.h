#pragma once
// "Who knows about X?" for apps: GET /api/hallway/v1/experts.

#include "federation/http.h"
#include "server/api/entities.h"
#include "server/routes.h"

namespace hallway::api {

// `people` as below, by the index of this node alone, without asking other nodes; none while it is
// not there. `view` is of who asks. Errors: those of the index.
Result<Json> people_here_json(Node& node, const View& view, const std::string& question,
                              size_t most);

// `q`: the question; `limit`: people, 10 unless said, at most 40. Answers
//   people    [{"account", "node", "score", "confidence", "ask": "@name", "evidence": [{"status",
//             "snippet"}]}], the best first; `ask`: what a post that asks them begins with
//   nodes     which nodes answered: [{"domain", "state"}]
//   indexing  {"done", "all"} while the index is being made, else null
// 422 where there is nothing to look for.
Result<Response> find_experts_for(Node& node, const Call& call);
// The same at …/experts/stream, for who waits for nodes that are late: events sent by the server,
// "found" with what is known now, and again whenever it changes; "end" once every node has had its
// say, or after five seconds.
Result<Response> follow_experts_for(Node& node, const Call& call);

}  // namespace hallway::api
