#pragma once
// Which handler answers which request. Two tables hold every route of the node, the client API's in
// api/routes.cc and all others in routes.cc; to answer something new, write its file and add a row.

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "federation/http.h"
#include "server/answer.h"
#include "storage/values/result.h"

namespace hallway {

class Node;

// A request with what its path matched. Lives as long as the handler runs.
struct Call {
  const Request& request;
  std::vector<std::pair<std::string_view, std::string_view>> captures;

  // The part of the path that {name} matched, percent-decoded; empty where the pattern has none.
  [[nodiscard]] std::string_view operator[](std::string_view name) const;
};

// An Error becomes an answer by error_answer(), for pages by error_page().
using RouteHandler = Result<Response> (*)(Node& node, const Call& call);
// For what must wait for the disk: calls `finish`, once, now or later, and keeps no thread
// meanwhile. The request lives as long as `finish` or a copy of it.
using Finish = std::function<void(Result<Response>)>;
using RouteLaterHandler = void (*)(Node& node, const Call& call, const Finish& finish);

// `pattern`: segments, of which each may hold one {name} that matches one or more characters:
// "/users/{name}/statuses/{id}", "/@{name}". The first row that matches wins. A trailing slash of
// the path is ignored. HEAD is answered as GET, OPTIONS by itself.
struct Route {
  std::string_view method;
  std::string_view pattern;
  Area area;
  RouteHandler handler = nullptr;
  RouteLaterHandler later = nullptr;  // instead of `handler`
};

// Answers `request`: 404, 405 with Allow, preflight, the handler; adds entity tags, CORS and safe
// headers, counts.
void route(Node& node, Request request, Respond respond);

// True if `pattern` matches `path`; for tests.
bool matches(std::string_view pattern, std::string_view path, Call& call);

}  // namespace hallway
