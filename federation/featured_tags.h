#pragma once
// Featured tags: hashtags that somebody wants seen on their page (`featuredTags` of Mastodon).

#include <string>
#include <string_view>
#include <vector>

#include "federation/act.h"
#include "storage/values/json.h"

namespace hallway {

inline constexpr size_t kMostFeaturedTags = 10;  // of one of ours

// Where the collection of a local actor stands.
Iri featured_tags_of(const Actor& actor);
// One of them as it is sent: a Hashtag that leads to the page of the tag here.
Json hashtag_json(const Home& home, const std::string& tag);
// The Hashtags that a collection, or a page of one, holds: at most 20, each once, normalized.
std::vector<std::string> read_featured_tags(const Json& collection);
bool is_hashtag(const Json& object);

// Asks for the collection of somebody else's actor, where they have one.
Result<void> ask_for_featured_tags(WriteTxn& txn, const Actor& actor, Time now);
// What that collection holds is what they feature from now on.
Result<void> take_featured_tags(WriteTxn& txn, Actor actor, std::vector<std::string> tags,
                                Time now);
// Add and Remove of a Hashtag by its owner, whose target was looked at (pin.h).
Result<void> receive_featured_tag(Inbound& in, const Json& hashtag);

// Followers are told. Again is no error. Errors: invalid (no hashtag, or 10 are featured).
// Returns its normal form.
Result<std::string> feature_tag(Local& local, std::string_view written);
Result<void> unfeature_tag(Local& local, const std::string& tag);

}  // namespace hallway
