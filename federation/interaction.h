#pragma once
// Interaction policies, as GoToSocial sends them: whom the author of a post lets like, answer and
// boost it. What others say of theirs is obeyed by people here; ours may be liked, answered and
// boosted by whoever may see them, and whoever asks first (LikeRequest, ReplyRequest,
// AnnounceRequest) is told so.

#include <initializer_list>
#include <string_view>

#include "federation/act.h"
#include "storage/posts.h"

namespace hallway {

enum class Interaction { like, reply, announce };

// What `object` says of `by`, who follows its author or not, and is followed or not. Where it says
// nothing, or names what we cannot know, the author's node decides.
struct Asker {
  const Iri& iri;
  bool follows = false, followed = false;
};
bool is_wanted(const Json& object, Interaction what, const Actor& author, const Asker& by);

// The same, without what needs an approval first.
bool is_automatic(const Json& object, Interaction what, const Actor& author, const Asker& by);
// The object of `post` as its origin wrote it; null where none of `words` stands in it.
Json object_with(const ReadTxn& txn, const Post& post,
                 std::initializer_list<std::string_view> words);
// The same; null where it says nothing of interactions.
Json said_of_interactions(const ReadTxn& txn, const Post& post);

// Whatever the policy of `post` says: who is mentioned there, and whose post it answers.
bool may_always_answer(const ReadTxn& txn, const Post& post, const Iri& who);

// Errors: forbidden, where the author of `post` does not want it of local.actor.
Result<void> check_wanted(const Local& local, const Post& post, Interaction what);

// LikeRequest, ReplyRequest, AnnounceRequest: answered with Accept and an authorization that
// anybody can look up, and what was asked for is done at once where it came along; else with
// Reject, alike for what they may not see and what there is not (attack 36).
Result<void> receive_interaction_request(Inbound& in);
// The authorization that the logged Accept `seq` of `author` gave. Errors: not_found.
Result<Json> authorization(const ReadTxn& txn, const Home& home, const Actor& author, uint64_t seq);

// A Reject of a like or boost of ours by the post's author takes it back here. False: of neither.
Result<bool> interaction_rejected(Inbound& in);

}  // namespace hallway
