// Owing an activity: rows in the store, written in the transaction of the act. Sending is in
// deliver.cc.

#include <map>
#include <set>

#include "federation/deliver.h"
#include "federation/policy.h"
#include "storage/blocks.h"
#include "storage/peers.h"

namespace hallway {
namespace {

// A block stands between them and its author, or who hands it on.
bool is_kept_from(const ReadTxn& txn, const Post& post, Id signer, Id person) {
  return estranged(txn, post.author, person) ||
         (signer != post.author && estranged(txn, signer, person));
}

}  // namespace

Result<size_t> owe(WriteTxn& txn, const Home& home, const Owed& owed, Id signer, Time now) {
  std::map<Domain, std::vector<Id>> people;
  std::map<Domain, std::set<std::string>> inboxes;
  for (const auto id : owed.recipients) {
    const auto mailbox = find_mailbox(txn, id);
    if (!mailbox) continue;
    // Beside others behind a shared inbox they would get it all the same.
    if (owed.post && is_kept_from(txn, *owed.post, signer, id)) continue;
    people[mailbox->domain].push_back(id);
    inboxes[mailbox->domain].insert(mailbox->inbox);
  }
  size_t rows = 0;
  for (const auto& [domain, there] : people) {
    const auto verdict =
        owed.post ? may_flow(txn, home, *owed.post, Destination::to_domain(domain, there))
                  : may_talk(txn, home, domain);
    if (!verdict) continue;
    const auto peer = TRY(meet_peer(txn, domain, now));
    for (const auto& inbox : inboxes[domain]) {
      Delivery row{.peer = peer.id,
                   .inbox = TRY(Iri::parse(inbox)),
                   .activity = owed.activity,
                   .signer = signer,
                   .created = now,
                   .next = now,
                   .failures_before = peer.failures};
      TRY(put_delivery(txn, row));
      ++rows;
    }
  }
  return rows;
}

}  // namespace hallway
