#include "server/moderation.h"

#include "server/node.h"
#include "server/people.h"
#include "storage/fetches.h"

namespace hallway {
namespace {

Result<void> demand_remote(const Node& node, const Actor& actor) {
  if (!actor.local && !node.home().owns(actor.iri)) return {};
  return fail(Code::invalid, actor.iri.text() +
                                 " is of this node; for its people there is: hallway account "
                                 "disable NAME");
}

// Of somebody who was blocked unheard of, only the address is known so far.
Result<void> ask_who_that_is(WriteTxn& txn, const Node& node, const Iri& iri) {
  return add_fetch(
      txn, {.iri = iri, .reason = FetchReason::refresh, .next = node.now(), .created = node.now()});
}

template <class Change>
Result<Actor> change_actor(Node& node, Id actor, std::string_view deed, const Change& change,
                           std::string_view by) {
  return node.writer().apply([&](WriteTxn& txn) -> Result<Actor> {
    auto stored = find_actor(txn, actor);
    if (!stored || stored->gone) return fail(Code::not_found, "there is no such person");
    change(*stored);
    TRY(put_actor(txn, *stored, node.now()));
    TRY(note_deed(txn, node, deed, stored->iri.text(), details_by(by)));
    return *std::move(stored);
  });
}

}  // namespace

Result<Actor> set_blocked(Node& node, const Actor& actor, bool blocked, std::string_view by) {
  TRY(demand_remote(node, actor));
  return node.writer().apply([&](WriteTxn& txn) -> Result<Actor> {
    auto stored = find_actor(txn, actor.iri).value_or(actor);
    stored.suspended = blocked;
    TRY(put_actor(txn, stored, node.now()));
    if (!blocked && stored.inbox.empty()) TRY(ask_who_that_is(txn, node, stored.iri));
    TRY(note_deed(txn, node, blocked ? "BlockActor" : "UnblockActor", stored.iri.text(),
                  details_by(by)));
    return stored;
  });
}

Result<Actor> set_limited(Node& node, Id actor, bool limited, std::string_view by) {
  return change_actor(
      node, actor, limited ? "LimitActor" : "UnlimitActor",
      [&](Actor& changed) { changed.limited = limited; }, by);
}

Result<Actor> set_sensitized(Node& node, Id actor, bool sensitized, std::string_view by) {
  auto changed = TRY(change_actor(
      node, actor, sensitized ? "SensitizeActor" : "UnsensitizeActor",
      [&](Actor& one) { one.sensitized = sensitized; }, by));
  node.pieces().forget();  // of what they posted before
  return changed;
}

Agreement agreement_with(const Peer& peer) {
  return {.relation = peer.relation,
          .permits = peer.permits,
          .public_comment = peer.public_comment,
          .private_comment = peer.private_comment,
          .limited = peer.limited,
          .experts = peer.experts};
}

Result<Peer> set_agreement(Node& node, const Domain& domain, const Agreement& agreement,
                           std::string_view by) {
  if (domain == node.home().domain) {
    return fail(Code::invalid, domain.text() + " is this node itself");
  }
  auto agreed = TRY(node.writer().apply([&](WriteTxn& txn) -> Result<Peer> {
    auto peer = TRY(meet_peer(txn, domain, node.now()));
    peer.relation = agreement.relation;
    peer.permits = agreement.permits;
    peer.related = node.now();
    peer.public_comment = agreement.public_comment;
    peer.private_comment = agreement.private_comment;
    peer.limited = agreement.limited;
    peer.experts = agreement.experts;
    TRY(put_peer(txn, peer));
    Json details = details_by(by);
    details["domain"] = domain.text();
    details["relation"] = name_of(agreement.relation);
    if (agreement.limited) details["limited"] = true;
    if (agreement.experts != ExpertConsent::by_relation) {
      details["experts"] = name_of(agreement.experts);
    }
    details["permits"] = Json::array();
    for (const auto& permit : agreement.permits) details["permits"].push_back(to_string(permit));
    TRY(note_deed(txn, node, "SetPartner", "", details));
    return peer;
  }));
  node.pieces().forget();  // they say who is limited
  return agreed;
}

Result<Report> change_report(Node& node, Id id, std::string_view deed,
                             const std::function<void(Report&)>& change, std::string_view by) {
  return node.writer().apply([&](WriteTxn& txn) -> Result<Report> {
    auto report = find_report(txn, id);
    if (!report) return fail(Code::not_found, "there is no report " + to_string(id));
    change(*report);
    TRY(put_report(txn, *report));
    const auto target = find_actor(txn, report->target);
    auto details = details_by(by);
    details["report"] = to_string(id);
    TRY(note_deed(txn, node, deed, target ? target->iri.text() : std::string(), details));
    return *std::move(report);
  });
}

}  // namespace hallway
