#pragma once
// What every act has in hand while it changes the store: Inbound for what arrived, Local for what
// somebody here does. Neither has a network.

#include <functional>
#include <string_view>

#include "federation/home.h"
#include "federation/keys.h"
#include "federation/note.h"
#include "federation/policy.h"
#include "storage/actors.h"
#include "storage/log.h"
#include "storage/values/json.h"
#include "storage/values/random.h"

namespace hallway {

class Sender;  // authenticate.h

// One authenticated activity inside its transaction.
struct Inbound {
  WriteTxn& txn;
  const Home& home;
  Random& random;
  LocalKeys& keys;  // an answer (Accept) is signed in the same transaction
  Time now;
  const Actor& actor;  // who acts: the sender, or the proven actor of a forwarded activity
  const Json& activity;
  Iri id;  // of the activity; may be empty (some senders leave it out for Accept, Undo)
  std::string type;
  uint64_t seq = 0;              // its log entry, once taken
  const SealedPayload& payload;  // the bytes as received
  Source source = Source::inbox;
  // The post that `activity` carries, where it was read beforehand (post.h).
  const Result<ReadNote>* carried = nullptr;
  // Set by an act that found nothing to do (an unknown object, not relevant here): counted, not
  // stored.
  std::string_view ignored = {};
  // Stands for the id of an activity without one, so that it too is done once.
  Iri instead_of_id = {};

  // What the activity is remembered by.
  [[nodiscard]] const Iri& name() const { return id.empty() ? instead_of_id : id; }
};

// Whether an activity of this name was taken before.
bool was_taken(const ReadTxn& txn, const Iri& name);

// To be called by an act before its first change: appends the log entry (in.seq) and marks the
// activity as seen. An act that has nothing to do does not take it, and nothing of it is stored.
Result<void> take(Inbound& in);
// The same for a Create that is about to store `post`. One that is named after its post, as
// Mastodon does (".../statuses/1/activity"), is remembered by that post: a row of its own would
// cost a page of the store, anywhere.
Result<void> take_with(Inbound& in, const Iri& post);

// One act of somebody here inside its transaction.
struct Local {
  WriteTxn& txn;
  const Home& home;
  Random& random;
  LocalKeys& keys;
  Time now;
  Actor actor;  // who acts: a local actor
};

// As it stands now: who was let in may have been shut out, or deleted, a moment ago. To be called
// before `actor` is put back. Errors: forbidden.
Result<void> check_standing(const Local& local);

// Signs (FEP-8b32), logs and marks as seen an activity of ours, without bto and bcc, its object's
// too (ActivityPub §6.2). Returns the log sequence number whose payload deliveries send.
struct Recorded {
  uint64_t seq = 0;
  Iri id;
};
// Fails with forbidden where the actor was suspended or deleted: nothing is signed for them.
// Gives `activity` an id (home.thing(..., "activities", ...)) unless it has one, and actor, and
// @context.
Result<Recorded> record_activity(Local& local, Json activity);

}  // namespace hallway
