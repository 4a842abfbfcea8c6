#include "federation/inbox.h"

#include <algorithm>
#include <array>
#include <latch>
#include <memory>

#include "federation/actor.h"
#include "federation/block.h"
#include "federation/follow.h"
#include "federation/group.h"
#include "federation/hearsay.h"
#include "federation/interaction.h"
#include "federation/move.h"
#include "federation/note.h"
#include "federation/other_act.h"
#include "federation/pin.h"
#include "federation/post.h"
#include "federation/quote.h"
#include "federation/react.h"
#include "federation/relay.h"
#include "federation/report.h"
#include "federation/skills.h"
#include "federation/synchronize.h"
#include "federation/undo.h"
#include "storage/follows.h"
#include "storage/heard.h"

namespace hallway {
namespace {

constexpr size_t kLargeBody = 64 * 1024;

struct Row {
  std::string_view type;
  Result<void> (*receive)(Inbound&);
  bool carries_post = false;
};

// Every activity this node acts on. To support another, write its file and add a row.
constexpr std::array kInbound = {
    Row{.type = "Create", .receive = receive_create, .carries_post = true},
    Row{.type = "Update", .receive = receive_update, .carries_post = true},
    Row{.type = "Delete", .receive = receive_delete},
    Row{.type = "Follow", .receive = receive_follow},
    Row{.type = "Accept", .receive = receive_accept},
    Row{.type = "Reject", .receive = receive_reject},
    Row{.type = "Like", .receive = receive_like},
    Row{.type = "EmojiReact", .receive = receive_like},
    Row{.type = "Announce", .receive = receive_announce},
    Row{.type = "Undo", .receive = receive_undo},
    Row{.type = "Block", .receive = receive_block},
    Row{.type = "Flag", .receive = receive_flag},
    Row{.type = "Move", .receive = receive_move},
    Row{.type = "Add", .receive = receive_add},
    Row{.type = "Remove", .receive = receive_remove},
    Row{.type = "LikeRequest", .receive = receive_interaction_request},
    Row{.type = "ReplyRequest", .receive = receive_interaction_request},
    Row{.type = "AnnounceRequest", .receive = receive_interaction_request},
    Row{.type = "QuoteRequest", .receive = receive_quote_request},
    Row{.type = "EndorseSkill", .receive = receive_skill_endorsement},
};

const Row* row_of(std::string_view type) {
  const auto row = std::ranges::find(kInbound, type, &Row::type);
  return row == kInbound.end() ? nullptr : row;
}

std::string activity_type(const Json& activity) {
  std::string first;
  for (const auto* value : find_list(activity, "type")) {
    const auto type = as_string(*value).value_or("");
    if (row_of(type)) return std::string(type);
    if (first.empty()) first = type.substr(0, 64);
  }
  return first;
}

// The actor whom a Delete of themselves is about.
std::optional<Iri> deleted_self(const Json& activity) {
  if (activity_type(activity) != "Delete") return std::nullopt;
  auto actor = find_iri(activity, "actor");
  const auto object = find_iri(activity, "object");
  return actor && object && *actor == *object ? std::move(actor) : std::nullopt;
}

Result<void> check_shape(const Json& activity) {
  if (!activity.is_object()) return fail(Code::invalid, "an activity is a JSON object");
  if (activity_type(activity).empty()) return fail(Code::invalid, "the activity has no type");
  if (!find_iri(activity, "actor")) return fail(Code::invalid, "the activity names no actor");
  const auto* id = find_member(activity, "id");
  if (id && !id->is_null() && !iri_of(*id)) {
    return fail(Code::invalid, "the activity's id is not an http(s) address");
  }
  return {};
}

std::optional<Result<ReadNote>> post_in(const Json& activity, const Actor& actor) {
  const auto* row = row_of(activity_type(activity));
  return row && row->carries_post ? read_carried(activity, actor) : std::nullopt;
}

// An activity without an id is known by its request: whoever replays that (attack 9) replays the
// signature, whoever means it once more signs once more.
Iri name_by_signature(const Sender& sender) {
  const auto digest = sha256(sender.signature());
  return Iri::parse(sender.actor().iri.origin() + "/#signature-" + hex(as_bytes_view(digest)))
      .value_or(Iri());
}

}  // namespace

Result<Receipt> apply_inbound(Inbound& in) {
  in.type = activity_type(in.activity);
  Receipt receipt{.type = in.type};
  if (was_taken(in.txn, in.name())) {
    receipt.outcome = Receipt::Outcome::seen_before;
    return receipt;
  }
  if (const auto* row = row_of(in.type)) {
    TRY(row->receive(in));
    if (in.seq != 0) return receipt;
    receipt.outcome = Receipt::Outcome::ignored;
    receipt.why = in.ignored;
    return receipt;
  }
  TRY(receive_other(in));
  receipt.outcome = Receipt::Outcome::unknown_type;
  return receipt;
}

Result<std::shared_ptr<const Actor>> Inbox::actor_of(Json& activity, const Sender& sender) {
  const bool forwarded = find_iri(activity, "actor") != sender.actor().iri;
  if (!forwarded || !find_relay_of(TRY(store_.read()), sender.actor().id)) {
    return authenticator_.actor_of(activity, sender);
  }
  // A post with its author's proof too: as theirs alone it would concern nobody here.
  if (activity_type(activity) != "Create") {
    auto actor = authenticator_.actor_of(activity, sender);
    if (actor) return actor;
  }
  activity = as_announced(activity, sender.actor());
  return authenticator_.actor_of(activity, sender);
}

Result<std::optional<Inbox::Arrival>> Inbox::admit(const Request& request) {
  // What is large is not even looked at before it is known who sends it: parsed it may take ten
  // times its size, and strangers could have that of every thread at once.
  const bool large = request.body.size() > kLargeBody;
  auto activity = large ? Result<Json>(Json()) : parse_json(request.body, {.unique_keys = true});
  if (const auto self = activity.ok() ? deleted_self(*activity) : std::nullopt) {
    // Nothing of somebody whom we never met is here (attack 32).
    if (!find_actor(TRY(store_.read()), *self)) return std::optional<Arrival>();
  }
  // Who sends comes before what is sent: an unsigned request learns nothing about our parser.
  const auto sender = TRY(authenticator_.authenticate(request));
  if (large) activity = parse_json(request.body, {.unique_keys = true});
  if (!activity.ok()) return activity.error();
  TRY(check_shape(*activity));
  auto actor = actor_of(*activity, sender);
  if (!actor) {
    auto fetch = hearsay_of(TRY(store_.read()), home_, *activity, clock_.now());
    if (actor.error().code != Code::unauthenticated || !fetch) return actor.error();
    Arrival heard;
    heard.activity = std::move(*activity);
    heard.heard = std::move(fetch);
    heard.teller = sender.actor().iri.domain();
    return std::optional(std::move(heard));
  }
  auto id = find_iri(*activity, "id").value_or(Iri());
  auto instead_of_id = id.empty() ? name_by_signature(sender) : Iri();
  if (!id.empty() && !id.same_origin((*actor)->iri)) {
    return fail(Code::forbidden,
                "the activity's id " + id.text() + " is not of its actor's origin");
  }
  auto carried = post_in(*activity, **actor);
  auto inside = proven_inside(*activity, sender);
  const auto said = request.headers.find(kSynchronizationHeader);
  auto followers =
      said ? differing_followers(TRY(store_.read()), home_, sender.actor(), *said) : std::nullopt;
  Arrival arrival{.activity = std::move(*activity),
                  .actor = *std::move(actor),
                  .id = std::move(id),
                  .instead_of_id = std::move(instead_of_id),
                  .carried = std::move(carried),
                  .payload = seal(random_, request.body),
                  .inside = std::move(inside),
                  .followers = std::move(followers)};
  arrival.teller = sender.actor().iri.domain();
  return std::optional(std::move(arrival));
}

// Nothing where there is no proof, or it is not worth a look: group.h then asks the origin.
std::optional<Inbox::Proven> Inbox::proven_inside(const Json& activity, const Sender& sender) {
  if (activity_type(activity) != "Announce" || !hands_on(activity)) return std::nullopt;
  const auto& inner = handed_on(activity);
  if (!find_member(inner, "proof") || !check_shape(inner)) return std::nullopt;
  {
    const auto txn = store_.read();
    if (!txn || !is_followed(*txn, sender.actor().id)) return std::nullopt;
  }
  auto actor = authenticator_.actor_of(inner, sender);
  auto id = find_iri(inner, "id");
  if (!actor || !id || !id->same_origin((*actor)->iri)) return std::nullopt;
  auto carried = post_in(inner, **actor);
  return Proven{.activity = inner,
                .actor = *std::move(actor),
                .id = *std::move(id),
                .carried = std::move(carried),
                .payload = seal(random_, dump_json(inner))};
}

void Inbox::receive(const Request& request, Done done) {
  auto admitted = admit(request);
  if (!admitted.ok()) return done(admitted.error());
  if (!*admitted) {
    return done(Receipt{
        .outcome = Receipt::Outcome::ignored, .type = "Delete", .why = "deletes a stranger"});
  }
  const auto arrival = std::make_shared<Arrival>(std::move(**admitted));
  writer_.submit(
      [this, arrival](WriteTxn& txn) -> Result<void> {
        arrival->receipt = TRY(apply(txn, *arrival));
        return {};
      },
      [arrival, done = std::move(done)](const Result<void>& committed) {
        done(committed.ok() ? Result<Receipt>(std::move(arrival->receipt)) : committed.error());
      });
}

Result<Receipt> Inbox::receive(const Request& request) {
  std::optional<Result<Receipt>> receipt;
  std::latch answered(1);
  receive(request, [&](Result<Receipt> result) {
    receipt.emplace(std::move(result));
    answered.count_down();
  });
  answered.wait();
  return std::move(*receipt);
}

Result<Receipt> Inbox::apply(WriteTxn& txn, const Arrival& arrival) {
  // Last, for what is refused is to have written nothing.
  auto receipt = TRY(arrival.heard ? apply_heard(txn, arrival) : apply_told(txn, arrival));
  TRY(hear_from(txn, arrival.teller, clock_.now()));
  return receipt;
}

Result<Receipt> Inbox::apply_told(WriteTxn& txn, const Arrival& arrival) {
  const auto& actor = *arrival.actor;
  const auto standing = find_standing(txn, actor.id);
  const auto& iri = actor.iri;
  if (!standing || standing->gone) return fail(Code::gone, iri.text() + " is gone");
  if (standing->suspended) return fail(Code::forbidden, iri.text() + " is suspended");
  Inbound in{txn,          home_,           random_,          keys_,
             clock_.now(), actor,           arrival.activity, arrival.id,
             /*type=*/{},
             /*seq=*/0,    arrival.payload, Source::inbox};
  if (arrival.inside) TRY(apply_inside(txn, *arrival.inside));
  if (arrival.followers) TRY(look_at_followers(txn, *arrival.followers, in.now));
  in.instead_of_id = arrival.instead_of_id;
  if (arrival.carried) in.carried = &*arrival.carried;
  return apply_inbound(in);
}

// Anybody can tell of anything: never so much that what others wait for does not come (attack 30).
Result<Receipt> Inbox::apply_heard(WriteTxn& txn, const Arrival& arrival) {
  Receipt receipt{.outcome = Receipt::Outcome::ignored,
                  .type = activity_type(arrival.activity),
                  .why = "heard of; its origin is asked"};
  if (much_waits(txn) || !heard_.hear(arrival.teller, clock_.now())) {
    receipt.why = "heard of while much else waits";
    return receipt;
  }
  TRY(add_fetch(txn, *arrival.heard));
  return receipt;
}

Result<void> Inbox::apply_inside(WriteTxn& txn, const Proven& inside) {
  const auto standing = find_standing(txn, inside.actor->id);
  if (!standing || standing->gone || standing->suspended) return {};
  Inbound in{txn,          home_,          random_,         keys_,
             clock_.now(), *inside.actor,  inside.activity, inside.id,
             /*type=*/{},
             /*seq=*/0,    inside.payload, Source::inbox};
  if (inside.carried) in.carried = &*inside.carried;
  const auto done = apply_inbound(in);
  // What somebody may not do, or did wrong, is no fault of the group's.
  const bool theirs = !done.ok() && in.seq == 0 &&
                      (done.error().code == Code::forbidden || done.error().code == Code::invalid);
  if (!done.ok() && !theirs) return done.error();
  return {};
}

}  // namespace hallway
