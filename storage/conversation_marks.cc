#include "storage/conversation_marks.h"

#include "storage/record.h"

namespace hallway {

ConversationMark find_conversation_mark(const ReadTxn& txn, Id person, Id context) {
  const auto value = txn.get(Table::conversation_marks, key_of(person, context));
  if (!value) return {};
  const auto r = decode_record<record::ConversationMark>(*value);
  return r ? ConversationMark{.read = {r->read}, .removed = {r->removed}} : ConversationMark{};
}

Result<void> put_conversation_mark(WriteTxn& txn, Id person, Id context,
                                   const ConversationMark& mark) {
  record::ConversationMarkT r;
  r.read = mark.read.value;
  r.removed = mark.removed.value;
  return txn.put(Table::conversation_marks, key_of(person, context),
                 encode_record<record::ConversationMark>(r));
}

}  // namespace hallway
