#include "storage/forget_post.h"

#include "storage/names.h"
#include "storage/reactions.h"

namespace hallway {
namespace {

Result<void> forget_what_it_got(WriteTxn& txn, Id post) {
  for (const auto& reaction : list_reactions_of(txn, post, SIZE_MAX))
    TRY(erase_reaction(txn, reaction));
  for (const auto actor : list_boosting(txn, post, Id{}, SIZE_MAX)) {
    if (const auto boost = find_boost(txn, post, actor)) TRY(erase_boost(txn, *boost));
  }
  return {};
}

}  // namespace

Result<void> forget_post(WriteTxn& txn, const Post& post, Time now) {
  TRY(forget_what_it_got(txn, post.id));
  TRY(bury_post(txn, post.id, now));  // text, documents, and what it has besides
  TRY(txn.erase(Table::by_context, key_of(post.context, post.id)));
  if (post.parent) TRY(txn.erase(Table::by_parent, key_of(post.parent, post.id)));
  if (!post.in_reply_to.empty()) {
    const auto waiting = sha256(post.in_reply_to.text());
    TRY(txn.erase(Table::by_parent_iri, key_of(waiting, post.id)));
  }
  TRY(erase_name(txn, post.iri));
  return txn.erase(Table::posts, key_of(post.id));
}

}  // namespace hallway
