#pragma once
// People, groups, organizations, services and applications: ours and those of other nodes.

#include <optional>
#include <string>
#include <vector>

#include "storage/emoji.h"
#include "storage/peers.h"
#include "storage/store.h"
#include "storage/values/iri.h"
#include "storage/values/time.h"
#include "storage/work_profile.h"

namespace hallway {

struct ActorKey {
  std::string id;   // IRI, usually with a fragment
  std::string der;  // SubjectPublicKeyInfo
  Time expires;     // 0: never
};

struct Field {
  std::string name, value;
  Time verified{};  // since when the page that the value leads to leads back; 0: it does not
};

struct Actor {
  Id id;
  Iri iri;
  std::string type = "Person";
  std::string name;    // preferredUsername
  std::string domain;  // of its handle
  std::string display_name;
  std::string summary;  // sanitized HTML
  Iri url;
  Iri inbox, shared_inbox, outbox, followers, following, featured;
  Iri featured_tags;              // of somebody else's: the collection
  std::vector<std::string> tags;  // that it features, normalized, without '#'
  Iri icon, header;
  std::vector<ActorKey> keys;
  std::vector<Field> fields;
  std::vector<Emoji> emojis;  // in its name, summary and fields
  std::vector<Iri> also_known_as;
  Iri moved_to;
  Iri moving_to;  // where a Move says that was not carried out yet; a later document takes it back
  bool local = false;
  bool locked = false;  // asks before somebody may follow
  bool discoverable = false;
  bool indexable = false;   // FEP-5feb
  bool suspended = false;   // by us
  bool limited = false;     // by us: shown to those who follow them, and to who looks for them
  bool sensitized = false;  // by us: all that they post is hidden until somebody wants to see it
  bool gone = false;        // deleted by its owner
  Time published, fetched;
  bool checked_handle = false;
  Time moved_at;  // when followers here were last led on to where they moved
  Time looked;    // when somebody looked and what it features was asked for again
  WorkProfile work;
  // The best signature its document says its host verifies (FEP-844e); kept with the peer, not
  // here.
  KnownSigning verifies = KnownSigning::unknown;

  // Where to send what is for this actor among others.
  [[nodiscard]] const Iri& best_inbox() const {
    return shared_inbox.empty() ? inbox : shared_inbox;
  }
  [[nodiscard]] std::string shown_name() const {
    return display_name.empty() ? name : display_name;
  }
  [[nodiscard]] std::string handle() const { return name + "@" + domain; }
};

std::optional<Actor> find_actor(const ReadTxn& txn, Id id);
// A number that is another as soon as anything in the record is; 0: no such actor.
uint64_t actor_stamp(const ReadTxn& txn, Id id);
std::optional<Actor> find_actor(const ReadTxn& txn, const Iri& iri);
// Another number whenever the record is another, as good as never the same: says at little cost
// whether a copy is still good. Nothing where there is no such actor.
std::optional<uint64_t> find_actor_version(const ReadTxn& txn, Id id);
// Whether an actor may still act, without reading the rest of it. Nothing where there is none.
struct Standing {
  bool suspended = false, gone = false, limited = false;
};
std::optional<Standing> find_standing(const ReadTxn& txn, Id id);
// Where to send what is for somebody elsewhere among others. Nothing where nobody is to be reached:
// here, gone, suspended, or without an inbox.
struct Mailbox {
  Domain domain;
  std::string inbox;
};
std::optional<Mailbox> find_mailbox(const ReadTxn& txn, Id id);
// Where it is and where its followers are, without reading the rest. Nothing where there is none.
struct Addresses {
  std::string iri, followers;
};
std::optional<Addresses> find_addresses(const ReadTxn& txn, Id id);
// The actor whose document lists the public key `key_id`.
std::optional<Actor> find_key_owner(const ReadTxn& txn, std::string_view key_id);
std::optional<Actor> find_actor_by_handle(const ReadTxn& txn, std::string_view name,
                                          std::string_view domain);

// Stores a new actor or replaces the one with its id; id 0 is set to that of the actor known by the
// IRI, else to a new one. A handle that another live actor holds moves to this one only when this
// one's was checked, and never from an actor of ours. A key that another live actor lists moves
// only to one of the key's own origin. Fails with conflict where the IRI names something else.
Result<void> put_actor(WriteTxn& txn, Actor& actor, Time now);

// Actors that have gone and left things that are still to be erased. Again is no error.
Result<void> add_departed(WriteTxn& txn, Id actor);
Result<void> erase_departed(WriteTxn& txn, Id actor);
std::vector<Id> list_departed(const ReadTxn& txn, size_t most);

// Suspended or limited. Reads every actor there is.
void for_each_restrained_actor(const ReadTxn& txn, const std::function<void(const Actor&)>& visit);
// By id, the greatest first, below `before` (0: from the greatest), until `visit` returns false.
void scan_actors(const ReadTxn& txn, Id before, const std::function<bool(const Actor&)>& visit);
void for_each_local_actor(const ReadTxn& txn, const std::function<void(const Actor&)>& visit);

}  // namespace hallway
