#include "federation/relay.h"

#include "federation/deliver.h"
#include "federation/group.h"
#include "federation/note.h"
#include "storage/deliveries.h"
#include "storage/fetches.h"

namespace hallway {
namespace {

// Its inbox, whether we know who it is or not.
std::optional<Iri> inbox_of(const ReadTxn& txn, const Relay& relay) {
  if (relay.kind == RelayKind::public_) return relay.address;
  const auto actor = find_actor(txn, relay.actor);
  if (!actor || actor->gone) return std::nullopt;
  return actor->inbox;
}

Result<void> owe_to(WriteTxn& txn, const Home& home, const Relay& relay, const Delivery& what) {
  const auto inbox = inbox_of(txn, relay);
  if (!inbox || !may_talk(txn, home, inbox->domain())) return {};
  auto row = what;
  row.peer = TRY(meet_peer(txn, inbox->domain(), what.created)).id;
  row.inbox = *inbox;
  return put_delivery(txn, row);
}

Result<void> send(Local& local, const Relay& relay, uint64_t activity) {
  return owe_to(
      local.txn, local.home, relay,
      {.activity = activity, .signer = local.actor.id, .created = local.now, .next = local.now});
}

std::string followed(const Relay& relay) {
  return relay.kind == RelayKind::public_ ? std::string(kPublic) : relay.address.text();
}

Result<void> ask(Inbound& in, const Iri& iri, FetchReason reason) {
  if (much_waits(in.txn)) {
    in.ignored = "relayed while much else waits";
    return {};
  }
  TRY(take(in));
  return add_fetch(in.txn,
                   {.iri = iri, .reason = reason, .depth = 1, .next = in.now, .created = in.now});
}

}  // namespace

bool goes_to_relays(const Post& post) {
  return post.visibility == Visibility::public_ && post.label == Label::public_;
}

Result<Relay> subscribe(Local& local, const Iri& address, const std::optional<Actor>& actor) {
  if (local.home.owns(address)) return fail(Code::invalid, address.text() + " is this node itself");
  if (const auto verdict = may_talk(local.txn, local.home, address.domain()); !verdict) {
    return fail(Code::forbidden, address.text() + ": " + std::string(verdict.why));
  }
  if (auto known = find_relay(local.txn, address)) return std::move(*known);
  Relay relay{.address = address,
              .kind = actor ? RelayKind::actor : RelayKind::public_,
              .actor = actor ? actor->id : Id{},
              .at = local.now};
  const auto recorded = TRY(record_activity(
      local, {{"type", "Follow"}, {"object", followed(relay)}, {"to", Json::array()}}));
  relay.follow = recorded.id;
  TRY(put_relay(local.txn, relay));
  TRY(send(local, relay, recorded.seq));
  return relay;
}

Result<void> unsubscribe(Local& local, const Iri& address) {
  const auto relay = find_relay(local.txn, address);
  if (!relay) return fail(Code::not_found, "there is no relay " + address.text());
  const auto recorded = TRY(record_activity(local, {{"type", "Undo"},
                                                    {"object",
                                                     {{"id", relay->follow.text()},
                                                      {"type", "Follow"},
                                                      {"actor", local.actor.iri.text()},
                                                      {"object", followed(*relay)}}},
                                                    {"to", Json::array()}}));
  TRY(send(local, *relay, recorded.seq));
  return erase_relay(local.txn, *relay);
}

Result<bool> relay_answered(Inbound& in, bool accepted) {
  const auto follow = find_iri(in.activity, "object");
  if (!follow || !in.home.owns(*follow)) return false;
  for (auto& relay : list_relays(in.txn)) {
    if (!(relay.follow == *follow)) continue;
    // By the relay itself, or whoever speaks for the inbox that was asked.
    const bool theirs = relay.kind == RelayKind::actor ? relay.actor == in.actor.id
                                                       : in.actor.iri.same_origin(relay.address);
    if (!theirs) return false;
    TRY(take(in));
    relay.accepted = accepted;
    relay.actor = in.actor.id;
    TRY(put_relay(in.txn, relay));
    return true;
  }
  return false;
}

Result<void> receive_relay_follow(Inbound& in, const Actor& instance) {
  TRY(take(in));
  Local local{in.txn, in.home, in.random, in.keys, in.now, instance};
  const auto recorded = TRY(record_activity(local, {{"type", "Accept"},
                                                    {"object",
                                                     {{"id", in.id.text()},
                                                      {"type", "Follow"},
                                                      {"actor", in.actor.iri.text()},
                                                      {"object", instance.iri.text()}}},
                                                    {"to", Json::array({in.actor.iri.text()})}}));
  TRY(owe(in.txn, in.home, {.activity = recorded.seq, .recipients = {in.actor.id}}, instance.id,
          in.now));
  return {};
}

Result<void> receive_relayed(Inbound& in) {
  const bool wrapped = hands_on(in.activity);
  const auto type = wrapped ? type_of(handed_on(in.activity)) : std::string("Create");
  const auto iri =
      wrapped ? find_iri(handed_on(in.activity), "object") : find_iri(in.activity, "object");
  if (!iri || in.home.owns(*iri)) {
    in.ignored = "relays nothing of others";
    return {};
  }
  const auto known = find_post(in.txn, *iri);
  if (type == "Create" && !known) return ask(in, *iri, FetchReason::parent);
  const bool changed = type == "Update" || type == "Delete";
  if (changed && known && !known->gone) return ask(in, *iri, FetchReason::again);
  in.ignored = "relays what is known, or what we do not act on";
  return {};
}

Json as_announced(const Json& activity, const Actor& relay) {
  const auto object = find_iri(activity, "object");
  return {{"type", "Announce"},
          {"actor", relay.iri.text()},
          {"object",
           {{"type", type_of(activity)}, {"object", object ? Json(object->text()) : Json()}}}};
}

Result<void> relay_change(Local& local, const Post& post, uint64_t change) {
  if (!goes_to_relays(post)) return {};
  for (const auto& relay : list_relays(local.txn)) {
    if (relay.accepted && relay.kind == RelayKind::public_) TRY(send(local, relay, change));
  }
  return {};
}

Result<void> relay_post(Local& local, const Post& post, uint64_t create) {
  TRY(relay_change(local, post, create));
  if (!goes_to_relays(post)) return {};
  for (const auto& relay : list_relays(local.txn)) {
    if (!relay.accepted || relay.kind != RelayKind::actor) continue;
    const auto instance = find_actor(local.txn, local.home.instance_actor());
    if (!instance) return fail(Code::corrupt, "the store has no instance actor");
    Local node{local.txn, local.home, local.random, local.keys, local.now, *instance};
    const auto recorded = TRY(record_activity(node, {{"type", "Announce"},
                                                     {"object", post.iri.text()},
                                                     {"published", to_rfc3339(local.now)},
                                                     {"to", Json::array({relay.address.text()})}}));
    TRY(send(node, relay, recorded.seq));
  }
  return {};
}

}  // namespace hallway
