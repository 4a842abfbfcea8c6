#include "tests/support/crowd.h"

#include "storage/actors.h"
#include "storage/follows.h"
#include "storage/writer.h"

namespace hallway::test {

namespace {

Result<void> add_fan(WriteTxn& txn, const Fan& fan, Id followee, Time now) {
  const auto at = "http://" + fan.domain;
  Actor actor{.iri = TRY(Iri::parse(at + "/users/f")),
              .name = "f",
              .domain = fan.domain,
              .inbox = TRY(Iri::parse(at + "/users/f/inbox")),
              .shared_inbox = TRY(Iri::parse(at + "/inbox"))};
  TRY(put_actor(txn, actor, now));
  Follow follow{.iri = TRY(Iri::parse(at + "/follows/1")),
                .follower = actor.id,
                .followee = followee,
                .state = FollowState::accepted,
                .at = now};
  TRY(put_follow(txn, follow));
  auto peer = TRY(meet_peer(txn, actor.iri.domain(), now));
  peer.signing = fan.signing;
  peer.ed25519 = fan.signing == KnownSigning::rfc9421_ed25519;
  if (fan.down) {
    peer.failures = 20;
    peer.down_since = now - days(1);
    peer.retry = now;
  }
  return put_peer(txn, peer);
}

}  // namespace

Result<void> add_fans(const std::filesystem::path& dir, const std::string& node,
                      const std::string& name, const std::vector<Fan>& fans) {
  const auto store = TRY(Store::open(dir));
  Writer writer(*store);
  return writer.apply([&](WriteTxn& txn) -> Result<void> {
    const auto now = SystemClock().now();
    const auto followee = find_actor(txn, TRY(Iri::parse("http://" + node + "/users/" + name)));
    if (!followee) return fail(Code::not_found, "no " + name);
    for (const auto& fan : fans) TRY(add_fan(txn, fan, followee->id, now));
    return {};
  });
}

}  // namespace hallway::test
