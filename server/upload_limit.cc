#include "server/upload_limit.h"

#include <algorithm>

#include "server/api.h"
#include "server/node.h"
#include "server/session.h"
#include "server/web_vtt.h"

namespace hallway {
namespace {

constexpr size_t kRoundIt = 64 * 1024;  // what a form has besides its files

enum class Door { none, token, session };

struct Taken {
  Door door = Door::none;
  size_t bytes = 0;
};

Taken taken_at(const Node& node, const Request& head) {
  const auto& media = node.config().media;
  const auto& path = head.path;
  if (head.method == "POST" && (path == "/api/v2/media" || path == "/api/v1/media")) {
    return {Door::token, std::max(media.film_bytes, media.picture_bytes) + media.picture_bytes};
  }
  if (head.method == "POST" && path.starts_with("/users/") && path.ends_with("/media")) {
    return {Door::token, std::max(media.film_bytes, media.picture_bytes)};
  }
  if (head.method == "POST" && path.starts_with("/api/hallway/v1/media/")) {
    return {Door::token, kMostWebVttBytes};
  }
  if (head.method == "PUT" && path.starts_with("/api/v1/media/")) {
    return {Door::token, media.picture_bytes};
  }
  if (head.method == "PATCH" && path == "/api/v1/accounts/update_credentials") {
    return {Door::token, 2 * media.picture_bytes};
  }
  if (head.method == "POST" && path == "/me/post") {
    return {Door::session, std::max(media.film_bytes, media.picture_bytes)};
  }
  return {};
}

bool is_let_in(Node& node, const Request& head, Door door) {
  if (door == Door::token) return api::token_of(node, head).ok();
  const auto session = session_of(node, head);
  return session.ok() && session->has_value();
}

}  // namespace

size_t body_limit(Node& node, const Request& head) {
  const auto usual = node.config().limits.body_bytes;
  const auto taken = taken_at(node, head);
  if (taken.door == Door::none || !is_let_in(node, head, taken.door)) return usual;
  return std::max(usual, taken.bytes + kRoundIt);
}

}  // namespace hallway
