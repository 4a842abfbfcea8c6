#pragma once
// Of threads of direct posts: how far somebody here has read one, and up to where they took it away
// from their list. The threads themselves are found by the posts.

#include "storage/store.h"

namespace hallway {

struct ConversationMark {
  Id read;     // the last post of others that was read
  Id removed;  // the last post when it was taken away; what comes later brings it back
};

ConversationMark find_conversation_mark(const ReadTxn& txn, Id person, Id context);
Result<void> put_conversation_mark(WriteTxn& txn, Id person, Id context,
                                   const ConversationMark& mark);

}  // namespace hallway
