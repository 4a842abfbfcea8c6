#pragma once
// /api/hallway/v1/topics and /trends/people: topics as pages, and people whom one did not know.

#include "server/routes.h"

namespace hallway::api {

// GET /topics: {"followed", "trending", "recurring"}, each a list of
//   name, url         of the page without script; null of words that recur
//   recurring         nobody tagged it: words that several people use of late
//   following         by the caller
//   posts_last_week, people_last_week
//   posts             address of a method of this API that gives the posts
// `limit`: of each list, 10 unless said, at most 40.
Result<Response> list_topics(Node& node, const Call& call);
// GET /topics/{name}: the same of one, and
//   followers_count
//   related           [{"name", "url", "weight"}], the closest first, at most 10
//   people            who know about it, by this node: as experts.h has them, at most 5
//   open_questions    statuses, the newest first, at most 5
// 404 where the name is neither a hashtag nor what recurs.
Result<Response> show_topic(Node& node, const Call& call);
// GET /trends/people (server/new_voices.h): [{"account", "topic": {"name", "url"}, "statuses"}].
// `limit`: 10 unless said, at most 40.
Result<Response> list_new_voices(Node& node, const Call& call);

}  // namespace hallway::api
