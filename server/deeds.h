#pragma once
// The small forms by which whoever is signed in acts on a post; me.h takes them.

#include "server/html_page.h"
#include "server/session.h"
#include "storage/posts.h"

namespace hallway {

// The hidden field that every form carries.
void write_form_token(Html& html, const Session& session);
// A form to vote in its poll, while that is open and nobody voted who looks; answer, like,
// react with one of a few emojis or take that back, and boost, where that may be boosted at all.
void write_actions(Html& html, const ReadTxn& txn, const Session& session, const Post& post,
                   Time now);

}  // namespace hallway
