#include "server/api/custom_emojis.h"

#include <algorithm>

#include "server/api.h"
#include "server/node.h"

namespace hallway::api {

Iri Stills::of(const Iri& picture) {
  if (picture.origin() != view_.home.base.origin()) return picture;
  if (!own_) own_ = list_own_emojis(view_.txn);
  const auto one = std::ranges::find(*own_, picture, &OwnEmoji::url);
  return one == own_->end() ? picture : one->still;
}

Json emojis_json(const View& view, const std::vector<Emoji>& emojis) {
  Stills stills(view);
  Json out = Json::array();
  for (const auto& emoji : emojis) {
    out.push_back({{"shortcode", emoji.name},
                   {"url", emoji.url.text()},
                   {"static_url", stills.of(emoji.url).text()},
                   {"visible_in_picker", false},
                   {"category", nullptr}});
  }
  return out;
}

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
