#pragma once
// A post as a program writes it down in ActivityStreams (ActivityPub §6.2), to what publish() and
// edit_post() take.

#include "server/social/submission.h"
#include "storage/media.h"

namespace hallway::social {

// The object of a Create, but for its files. Text without markup is read as if it had been typed:
// its links, mentions and hashtags count; HTML is kept, with the Mentions and Hashtags in `tag`.
// May wait for the network. Errors: invalid, not_found (what it answers or quotes).
Result<NewPost> read_new_post(const Submission& submission);

// Its files: those that were uploaded here come by the address that uploadMedia gave them, with
// what is said of them now; others stay where they are.
struct Files {
  std::vector<Attachment> others;
  std::vector<Media> uploads;
};
Files files_of(const Submission& submission, const ReadTxn& txn);

// The object of an Update, which names only what changes (§6.3): null takes it away.
Result<PostEdit> read_edit(const Submission& submission, const Post& before);

}  // namespace hallway::social
