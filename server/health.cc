#include "server/health.h"

#include "server/node.h"

namespace hallway {
namespace {

Response plain(int status, std::string text) {
  auto response = text_answer(status, "text/plain; charset=utf-8", std::move(text));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

}  // namespace

Result<Response> livez(Node&, const Call&) { return plain(200, "alive\n"); }

Result<Response> readyz(Node& node, const Call&) {
  const auto txn = node.read();
  if (!txn.ok()) return plain(503, txn.error().what + "\n");
  if (!find_actor(*txn, node.home().instance_actor())) {
    return plain(503, "the store has no instance actor\n");
  }
  return plain(200, "ready\n");
}

Result<Response> health_for_clients(Node& node, const Call& call) {
  auto response = TRY(readyz(node, call));
  if (response.status == 200) response.body = "OK";
  return response;
}

std::optional<Response> health(Node& node, std::string_view path) {
  static const Request kNone;
  const Call call{kNone, {}};
  if (path == "/livez") return livez(node, call).value_or(Response{.status = 503});
  if (path == "/readyz") return readyz(node, call).value_or(Response{.status = 503});
  return std::nullopt;
}

}  // namespace hallway
