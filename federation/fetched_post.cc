#include "federation/fetched_post.h"

#include "federation/group.h"
#include "federation/post.h"
#include "federation/react.h"

namespace hallway {
namespace {

Result<void> finish_one(const Learning& here, const Post& post, uint64_t seq) {
  const auto announce = logged_activity(here.txn, seq);
  const auto actor = announce ? acting(here, *announce) : std::nullopt;
  if (!actor) return {};
  auto in = taken_before(here, *actor, *announce, seq);
  return hands_on(*announce) ? finish_handed_on(in, post) : finish_announce(in, post);
}

}  // namespace

std::optional<Json> logged_activity(const ReadTxn& txn, uint64_t seq) {
  const auto payload = find_payload(txn, seq);
  auto activity = payload ? parse_json(*payload) : Result<Json>(fail(Code::gone, ""));
  return activity ? std::optional(*std::move(activity)) : std::nullopt;
}

std::optional<Actor> acting(const Learning& here, const Json& activity) {
  const auto iri = find_iri(activity, "actor");
  auto actor = iri ? find_actor(here.txn, *iri) : std::nullopt;
  return actor && may_be_shown(here.txn, here.home, *actor) ? actor : std::nullopt;
}

Inbound taken_before(const Learning& here, const Actor& actor, const Json& activity, uint64_t seq) {
  static const SealedPayload kTakenWithIt;
  return {.txn = here.txn,
          .home = here.home,
          .random = here.random,
          .keys = here.keys,
          .now = here.now,
          .actor = actor,
          .activity = activity,
          .id = find_iri(activity, "id").value_or(Iri()),
          .type = type_of(activity),
          .seq = seq,
          .payload = kTakenWithIt,
          .source = Source::fetch};
}

Result<Post> take_fetched(const Learning& here, const Document& document, const Actor& author,
                          uint32_t depth, Approval approval) {
  const auto payload = seal(here.random, document.bytes);
  Inbound in{.txn = here.txn,
             .home = here.home,
             .random = here.random,
             .keys = here.keys,
             .now = here.now,
             .actor = author,
             .activity = document.json,
             .payload = payload,
             .source = Source::fetch};
  return store_fetched(in, depth, approval);
}

Result<void> finish_waiting(const Learning& here, const Post& post,
                            const std::vector<uint64_t>& waiting) {
  for (const auto seq : waiting) TRY(finish_one(here, post, seq));
  return {};
}

}  // namespace hallway
