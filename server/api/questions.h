#pragma once
// /api/hallway/v1/questions and what is done to their answers; and what a status says of both.

#include <string>

#include "server/api/touches.h"
#include "server/routes.h"

namespace hallway::api {

// The member `hallway` of a status: whether it is a question, its accepted answer where the viewer
// may see that, and whether it is itself the answer to one. JSON.
std::string question_text(const View& view, const Post& post, const Touches& touches);

// GET: state=open (so where nothing is said), answered or for_me, topic=TAG; pages as timelines
// have them.
Result<Response> list_questions(Node& node, const Call& call);
// POST /api/hallway/v1/statuses/{id}/accept and /unaccept, of an answer, by whoever asked. Answered
// with the question.
Result<Response> accept_status(Node& node, const Call& call);
Result<Response> unaccept_status(Node& node, const Call& call);

}  // namespace hallway::api
