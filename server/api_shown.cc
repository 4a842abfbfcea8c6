#include "server/api_shown.h"

namespace hallway::api {

Result<Shown> find_shown(const ReadTxn& txn, const Home& home, std::string_view id,
                         const Destination& viewer) {
  const auto number = parse_id(id).value_or(Id{});
  auto post = find_post(txn, number);
  auto boost = post ? std::nullopt : find_boost(txn, number);
  if (boost) {
    const auto booster = find_actor(txn, boost->actor);
    if (booster && may_be_shown(txn, home, *booster)) post = find_post(txn, boost->post);
  }
  if (!post || post->gone || !may_flow(txn, home, *post, viewer)) {
    return fail(Code::not_found, "no such status, or not for them");
  }
  return Shown{std::move(*post), std::move(boost)};
}

}  // namespace hallway::api
