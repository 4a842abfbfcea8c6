#pragma once
// Actors on the wire: reading somebody's document, writing ours, and their life: Update and Delete
// of a whole actor.

#include "federation/act.h"
#include "federation/work_profile.h"
#include "storage/actors.h"
#include "storage/values/json.h"

namespace hallway {

// Reads an actor document (any of the five types, or several types of which one is). `id`, `inbox`
// and preferredUsername are needed; keys are taken from publicKey (object, array, string form
// ignored) and assertionMethod (FEP-521a), at most 16, only those whose owner/controller is the
// actor and whose id is of its origin (attacks 3, 4). Text is sanitized. The domain is where the
// document says its handle is (FEP-2c59): a claim, which store_remote_actor drops unless it was
// checked. Errors: invalid.
Result<Actor> parse_actor(const Json& document);
// True for a key, as a document shows it, that its owner took back or let out, or that ends nobody
// can tell when. When it ends is for its user to see (ActorKey::expires).
bool is_spoiled(const Json& key);

// Our actor's document. All that is in it is public: a profile is public by design; of what they do
// where they work (federation/work_profile.h), whose reach is public.
Json to_json(const Actor& actor, const Home& home);

// Makes the record of a new local actor (not stored): every endpoint under home.
Actor local_actor(const Home& home, std::string_view name, Time now);

// Stores a remote actor just read, over what was known: local decisions (suspended) stay, a handle
// counts only if checked. Returns the stored record.
Result<Actor> store_remote_actor(WriteTxn& txn, Actor read, bool handle_checked, Time now);

Result<void> receive_actor_update(Inbound& in, const Json& object);
Result<void> receive_actor_delete(Inbound& in);
// Everything of theirs goes: posts become tombstones, follows, boosts and reactions vanish, and of
// our own people what the log carries. Who left more than one transaction can erase is `departed`
// until erase_left_behind has done the rest.
Result<void> bury_actor(WriteTxn& txn, Actor actor, Time now);
// Goes on with one of the departed. False: there was none.
Result<bool> erase_left_behind(WriteTxn& txn, Time now);

// What somebody says of themselves, plain text, as HTML: a paragraph a line, empty ones left out.
std::string summary_of(std::string_view text);

// Changes display name, summary (plain text), fields, aliases or work of a local actor and tells
// followers: of their work those nodes that it reaches, all others that there is nothing of it.
// Errors: forbidden, invalid (their work).
struct ProfileChange {
  std::optional<std::string> display_name, summary;
  std::optional<bool> locked, discoverable, indexable;
  std::optional<std::vector<Field>> fields;
  std::optional<std::vector<Iri>> also_known_as;
  std::optional<Iri> icon, header;  // addresses of pictures; empty: none any more
  WorkChange work = {};
};
Result<Actor> update_profile(Local& local, const ProfileChange& change);

}  // namespace hallway
