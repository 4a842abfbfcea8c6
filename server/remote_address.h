#pragma once
// Under which address this node shows a file: its own files under theirs, files of other nodes
// through itself (server/remote_files.h), so that whoever looks at a page or uses an app tells
// nobody elsewhere of it. An address names the post or person whose file it is, never where the
// file lies, and is signed together with that: nobody can have this node fetch what they like
// (attack 26).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/home.h"
#include "storage/actors.h"
#include "storage/posts.h"
#include "storage/reactions.h"

namespace hallway {

// The file at `index` of what a post carries, and a small picture of it (empty: there is none).
std::string shown_file(const Home& home, const Post& post, size_t index);
std::string shown_preview(const Home& home, const Post& post, size_t index);
// Its captions, each at the address at which they are shown.
std::vector<Caption> shown_captions(const Home& home, const Post& post, size_t index);
// What somebody looks like, as they say; empty where they say nothing.
std::string shown_icon(const Home& home, const Actor& actor);
std::string shown_header(const Home& home, const Actor& actor);

// The pictures that stand for ":name:" in what somebody wrote, or in how they call themselves, each
// under the address at which it is shown.
std::vector<Emoji> shown_emojis(const Home& home, const Post& post);
std::vector<Emoji> shown_emojis(const Home& home, const Actor& actor);
// The picture of a reaction to a post; empty where it is one emoji of Unicode.
Iri shown_reaction(const Home& home, const Post& post, const EmojiCount& reaction);

// What such an address names: "/media/{kind}/{id}/{what}/{signature}".
struct RemoteName {
  std::string_view kind, id, what, signature;
};
struct RemoteFileAsked {
  Iri url;
  bool small = false;     // a small picture of it is enough
  bool captions = false;  // they are captions
};
// Where it lies, if the address is one that this node gave for what it knows now. `txn` and
// `home`: as ever. Fails with not_found.
Result<RemoteFileAsked> find_remote_file(const ReadTxn& txn, const Home& home,
                                         const RemoteName& name);

}  // namespace hallway
