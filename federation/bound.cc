#include "federation/bound.h"

#include <map>

#include "storage/blocks.h"

namespace hallway {
namespace {

// A block stands between them and its author, or who hands it on.
bool is_kept_from(const ReadTxn& txn, const Post& post, Id signer, Id person) {
  return estranged(txn, post.author, person) ||
         (signer != post.author && estranged(txn, signer, person));
}

}  // namespace

std::vector<Bound> list_bound(const ReadTxn& txn, const Home& home, std::span<const Id> recipients,
                              const Post* post, Id signer) {
  std::map<Domain, Bound> nodes;
  for (const auto id : recipients) {
    const auto mailbox = find_mailbox(txn, id);
    if (!mailbox) continue;
    // Beside others behind a shared inbox they would get it all the same.
    if (post && is_kept_from(txn, *post, signer, id)) continue;
    auto& node = nodes[mailbox->domain];
    node.people.push_back(id);
    node.inboxes.insert(mailbox->inbox);
  }
  std::vector<Bound> bound;
  for (auto& [domain, node] : nodes) {
    node.domain = domain;
    node.verdict = post ? may_flow(txn, home, *post, Destination::to_domain(domain, node.people))
                        : may_talk(txn, home, domain);
    bound.push_back(std::move(node));
  }
  return bound;
}

}  // namespace hallway
