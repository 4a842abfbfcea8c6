#include "storage/replace_document.h"

#include "storage/log.h"
#include "storage/post_record.h"

namespace hallway {

Result<void> replace_document(WriteTxn& txn, Id id, uint64_t seq) {
  auto post = find_post(txn, id);
  if (!post || post->gone) return fail(Code::not_found, "no post " + to_string(id));
  TRY(erase_payload(txn, post->document));
  post->document = seq;
  return txn.put(Table::posts, key_of(id), encode_post(*post));
}

}  // namespace hallway
