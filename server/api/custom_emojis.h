#pragma once
// GET /api/v1/custom_emojis: those of this node that may be written, for anybody. Pictures that
// stand for ":name:" in posts from elsewhere belong to those posts.

#include <optional>
#include <vector>

#include "server/api/entities.h"
#include "server/routes.h"
#include "storage/own_emojis.h"

namespace hallway::api {

// Which picture stands for one that moves: of this node's emojis the one that was made for that, of
// others there is but theirs. Reads the node's emojis when it is asked for one of them first.
class Stills {
 public:
  explicit Stills(const View& view) : view_(view) {}
  [[nodiscard]] Iri of(const Iri& picture);

 private:
  const View& view_;
  std::optional<std::vector<OwnEmoji>> own_;
};

// As they are shown (server/remote_address.h).
Json emojis_json(const View& view, const std::vector<Emoji>& emojis);

Result<Response> list_custom_emojis(Node& node, const Call& call);

}  // namespace hallway::api
