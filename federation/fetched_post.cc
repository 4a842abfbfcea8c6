#include "federation/fetched_post.h"

#include "federation/group.h"
#include "federation/post.h"
#include "federation/react.h"

namespace hallway {
namespace {

Result<void> finish_one(const Learning& here, const Post& post, uint64_t seq) {
  const auto payload = find_payload(here.txn, seq);
  if (!payload) return {};
  const auto announce = TRY(parse_json(*payload));
  const auto iri = find_iri(announce, "actor");
  const auto actor = iri ? find_actor(here.txn, *iri) : std::nullopt;
  if (!actor || !may_be_shown(here.txn, here.home, *actor)) return {};
  Inbound in{.txn = here.txn,
             .home = here.home,
             .random = here.random,
             .keys = here.keys,
             .now = here.now,
             .actor = *actor,
             .activity = announce,
             .id = find_iri(announce, "id").value_or(Iri()),
             .type = "Announce",
             .seq = seq,  // taken when it arrived, and its payload with it
             .payload = {},
             .source = Source::fetch};
  return hands_on(announce) ? finish_handed_on(in, post) : finish_announce(in, post);
}

}  // namespace

Result<Post> take_fetched(const Learning& here, const Document& document, const Actor& author,
                          uint32_t depth) {
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
  return store_fetched(in, depth);
}

Result<void> finish_waiting(const Learning& here, const Post& post,
                            const std::vector<uint64_t>& waiting) {
  for (const auto seq : waiting) TRY(finish_one(here, post, seq));
  return {};
}

}  // namespace hallway
