#pragma once
// Notes and their kin on the wire: an object to a Post and back. Pure. Files of an object are read
// in attachment.h, polls in poll.h, emojis in emoji.h.

#include <optional>
#include <vector>

#include "federation/home.h"
#include "storage/actors.h"
#include "storage/posts.h"
#include "storage/values/json.h"

namespace hallway {

// True for the types that become posts: Note, Article, Page, Question, Image, Video, Audio,
// Document, Event, ChatMessage.
bool is_post_type(std::string_view type);
// The first type of `object` we know a use for, else its first type; empty where it has none.
std::string type_of(const Json& object);

// A natural-language property (ActivityStreams §4.7): plain, the first of a list, or the first of
// its map; empty where it is none of these.
std::string find_text(const Json& object, std::string_view key);

// Reads an object. id must be an IRI of the same origin as attributedTo (attack 16). Fields of
// wrong types count as absent; content is sanitized; lists are capped (mentions 100, tags 100,
// attachments 32, emojis 64,
// options of a poll 64). Errors: invalid.
struct ReadNote {
  Post post;  // id, author, parent, context, label, document not set
  Iri author;
  std::optional<Label> label;  // what the sender said
};
Result<ReadNote> parse_note(const Json& object, std::string_view author_followers);

// Audience from to and cc: Public in to, in cc, the author's followers, else direct.
Visibility visibility_of(const std::vector<std::string>& to, const std::vector<std::string>& cc,
                         std::string_view followers);

// The `context` of a post of ours: that of what it answers, else its own collection (FEP-7888).
// Empty where it answers one without.
Iri context_of(const Post& post);
// Where a collection of a post of ours stands: "replies", "context", "likes", "shares".
Iri collection_of(const Post& post, std::string_view name);

// Our post as an object. Arrays for to, cc, tag, attachment, always. A buried post gives a
// Tombstone.
Json note_json(const Post& post, const Actor& author, const Home& home);

}  // namespace hallway
