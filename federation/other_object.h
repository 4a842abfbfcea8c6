#pragma once
// Objects of people here that this node has no meaning for, collections of their own among them
// (ActivityPub §6.2 to §6.8): made, changed, deleted and told of like posts; others look them up at
// ".../users/alice/objects/1". storage/kept_objects.h keeps them.

#include "federation/act.h"
#include "federation/other_act.h"

namespace hallway {

inline constexpr size_t kMostObjects = 1'000;  // of a person, deleted ones too
inline constexpr size_t kMostItems = 1'000;    // of a collection
inline constexpr size_t kMostObjectBytes = 64 * 1024;

bool is_collection_type(std::string_view type);  // Collection, OrderedCollection

// The activity that a program wrote, and whom it is for.
struct OtherWish {
  Json activity;
  Audience audience;
};

// `object`, which stands in the activity, gets an id and its author. Errors: invalid (too large,
// too many), those of send_other. Returns the Create.
Result<Recorded> create_object(Local& local, OtherWish wish);
// Of local.actor. What the given object names changes, null takes it away; id, type, author and the
// items stay. Errors: not_found, gone, forbidden (somebody else's), invalid.
Result<Recorded> update_object(Local& local, const Iri& id, OtherWish wish);
Result<Recorded> delete_object(Local& local, const Iri& id, OtherWish wish);
// Puts into a collection of theirs, or takes out, what the activity names; an ordered one has the
// newest first. Errors besides: conflict (it is in it, or not), invalid (no collection, or full).
Result<Recorded> add_item(Local& local, const Iri& collection, OtherWish wish);
Result<Recorded> remove_item(Local& local, const Iri& collection, OtherWish wish);

// Is this the address of such an object of `actor`?
std::optional<Id> object_at(const Home& home, const Actor& actor, const Iri& iri);

}  // namespace hallway
