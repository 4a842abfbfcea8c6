#pragma once
// Answers that were here before the post that they answer, or before its author said who may answer
// it: they are judged as those that come later (approval.h). One that lacks an approval is held: it
// is kept, and shown to nobody (policy.h), until the approval that it names is confirmed or none is
// needed any more. What people here wrote is not judged: its author's node answers with a Reject.

#include <optional>

#include "federation/act.h"
#include "storage/fetches.h"
#include "storage/posts.h"

namespace hallway {

inline constexpr size_t kJudgedAtOnce = 100, kMostJudged = 10'000;  // answers to one post

// Does `post` have answers, and say who may answer it?
bool judges_answers(const ReadTxn& txn, const Post& post);
// `answered`, as it is stored, has just arrived or changed: its first 100 answers are judged at
// once, the others by a fetch row. Nothing to do where it says nothing of who may answer, and
// neither did `before`.
Result<void> judge_answers(Inbound& in, const Post& answered, bool before);
// Judges the answers after `after`, at most 100. Gives the last of them; nothing where no more
// follow.
Result<std::optional<Id>> judge_some(WriteTxn& txn, Id answered, Id after, Time now);

// The row by which the approval of `held` is looked up that `object`, the answer as its author sent
// it now, names; nothing where it is not held or names none. Where much waits it has its turn
// later.
std::optional<Fetch> approval_to_ask(const ReadTxn& txn, const Post& held, const Json& object,
                                     Time now);
// What stands at `url`, where such a row led. Errors: forbidden (it is no approval of it).
Result<void> take_approval(WriteTxn& txn, Id held, const Iri& url, const Json& document);

}  // namespace hallway
