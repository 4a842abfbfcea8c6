#pragma once
// Conversations: threads of direct posts, as one of those in them sees them.

#include <optional>
#include <vector>

#include "federation/home.h"
#include "federation/timeline.h"

namespace hallway {

struct Conversation {
  Id context;              // of its posts
  Post last;               // the last direct one that they may see
  std::vector<Id> people;  // whom that is between, without whoever reads; sorted
  bool unread = false;     // it is somebody else's and was not read yet
};

// Those of `person`, the one with the latest post first; bounds of `window` are ids of last posts.
// Without what they took away since. Looks at no more than some thousand posts.
std::vector<Conversation> list_conversations(const ReadTxn& txn, const Home& home, Id person,
                                             const Window& window);
std::optional<Conversation> find_conversation(const ReadTxn& txn, const Home& home, Id person,
                                              Id context);
// The one that `post` belongs to, or did until it was deleted, as it is now. None: the person is
// not in it, took it away, mutes who wrote the post, or nothing is left of it.
std::optional<Conversation> find_conversation_with(const ReadTxn& txn, const Home& home, Id person,
                                                   const Post& post);
// The direct posts that `person` is in, newest first, but for those of whom they mute. Looks at no
// more than some thousand posts.
std::vector<TimelineItem> direct_timeline(const ReadTxn& txn, const Home& home, Id person,
                                          const Window& window);

// The direct posts of one that `person` is in, newest first, without what they took away. Looks at
// no more than some thousand posts.
std::vector<TimelineItem> conversation_timeline(const ReadTxn& txn, const Home& home, Id person,
                                                Id context, const Window& window);

// Up to its last post. Fails with not_found.
Result<void> read_conversation(WriteTxn& txn, const Home& home, Id person, Id context);
// It comes back when somebody writes again. Fails with not_found.
Result<void> remove_conversation(WriteTxn& txn, const Home& home, Id person, Id context);

}  // namespace hallway
