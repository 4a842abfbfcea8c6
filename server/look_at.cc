#include "server/look_at.h"

#include "federation/pin.h"
#include "server/node.h"

namespace hallway {

void look_at(Node& node, const Actor& actor) {
  const auto now = node.now();
  if (!is_featured_due(actor, now)) return;
  node.writer().submit([&home = node.home(), id = actor.id,
                        now](WriteTxn& txn) { return ask_again_for_featured(txn, home, id, now); },
                       // Not asked for (the disk is full): the next who looks asks.
                       [](const Result<void>&) {});
}

}  // namespace hallway
