#pragma once
// How a post looks on a page for people.

#include "federation/policy.h"
#include "server/html_page.h"
#include "storage/actors.h"
#include "storage/posts.h"
#include "storage/reactions.h"

namespace hallway {

// Where a person's page is: here for ours, at their own node for others.
std::string page_of(const Actor& actor, const Home& home);
std::string face_of(const Actor& actor, const Home& home);  // the address of a picture
std::string page_of(const Post& post, const Actor& author, const Home& home);
// "@alice" for ours, "@alice@elsewhere.example" for others.
std::string short_handle(const Actor& actor);

// Links to the pages of the tags that somebody features; nothing where there are none.
void write_featured_tags(Html& html, const Home& home, const Actor& actor);

struct PostView {
  const Post& post;
  const Actor& author;
  Time now;  // whether a poll has ended
  const Actor* booster = nullptr;
  bool here = false;  // the one that this page is about
  Destination viewer = Destination::anybody();
};
void write_post(Html& html, const ReadTxn& txn, const Home& home, const PostView& view);

// What an actor is who is no person, in a word for people; empty for a person.
std::string_view words_for_type(const Actor& actor);

// What it says: warning, title, text, files, poll.
void write_text(Html& html, const Home& home, const Post& post, Time now);

// How far a post may go, in words for people.
std::string_view words_for(Label label);
// The beginning of its text, for titles and previews; the warning instead, where it has one.
std::string excerpt_of(const Post& post, size_t most);

}  // namespace hallway
