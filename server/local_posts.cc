#include "server/local_posts.h"

#include "federation/policy.h"

namespace hallway {

Result<Post> find_public_post(const ReadTxn& txn, const Home& home, const Actor& author,
                              std::string_view id) {
  auto post = find_post(txn, parse_id(id).value_or(Id{}));
  if (!post || !post->local || post->author != author.id ||
      !may_flow(txn, home, *post, Destination::anybody())) {
    return fail(Code::not_found, "no such post, or not for everybody");
  }
  if (post->gone) return fail(Code::gone, "the post was deleted");
  return std::move(*post);
}

}  // namespace hallway
