#include "server/api/preferences.h"

#include "server/api.h"
#include "server/api/quotes.h"
#include "server/node.h"

namespace hallway::api {

Result<Response> show_preferences(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts"));
  const auto& account = caller.account;
  return json_answer(
      {{"posting:default:visibility", name_of(account.visibility)},
       {"posting:default:sensitive", account.sensitive},
       {"posting:default:language", account.language.empty() ? Json() : Json(account.language)},
       {"posting:default:quote_policy", name_of_default(account.quote_policy)},
       {"reading:expand:media", "default"},
       {"reading:expand:spoilers", false},
       {"reading:autoplay:gifs", false}});
}

}  // namespace hallway::api
