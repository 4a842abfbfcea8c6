#include "server/api/custom_emojis.h"

#include "server/api.h"
#include "server/node.h"
#include "storage/own_emojis.h"

namespace hallway::api {

Result<Response> list_custom_emojis(Node& node, const Call&) {
  Json out = Json::array();
  for (const auto& one : list_own_emojis(TRY(node.read()))) {
    if (one.disabled) continue;
    out.push_back({{"shortcode", one.name},
                   {"url", one.url.text()},
                   {"static_url", one.still.text()},
                   {"visible_in_picker", !one.hidden},
                   {"category", one.category.empty() ? Json() : Json(one.category)}});
  }
  return json_answer(out);
}

}  // namespace hallway::api
