#pragma once
// Invitations: addresses at which colleagues make themselves an account, each for some time and so
// many people. Of its secret only a digest is kept, so whoever makes one sees it once. They become
// members, and nobody has to let them in.

#include <string>
#include <string_view>
#include <vector>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

class Node;

struct Invitation {
  std::string id;    // the first digits of the digest, which open nothing
  std::string by;    // the account that made it; empty: an operator
  std::string note;  // for whom it is, in the words of who made it
  Time created, expires;
  int64_t left = 1;  // how many more people it lets in
  int64_t used = 0;
};

struct NewInvitation {
  int64_t days = 7;
  int64_t people = 1;
  std::string note = {};
  std::string by = {};
};

// The address, and what stands for it in lists. Errors: invalid (more than 90 days or 500 people,
// or less than one; a note of more than 200 bytes), conflict (200 are open).
struct MadeInvitation {
  std::string link;
  Invitation invitation;
};
Result<MadeInvitation> make_invitation(Node& node, const NewInvitation& fresh);

// Those that still let somebody in; oldest first.
std::vector<Invitation> list_invitations(const ReadTxn& txn, Time now);

// Fails with not_found where it is unknown, used up, withdrawn or too old.
Result<Invitation> find_invitation(const ReadTxn& txn, std::string_view secret, Time now);
// Lets one more person in by it. Errors: as above.
Result<Invitation> use_invitation(WriteTxn& txn, std::string_view secret, Time now);

// It lets nobody in any more. `by`: the account that withdraws it; empty: an operator. Fails with
// not_found.
Result<void> withdraw_invitation(Node& node, std::string_view id, std::string_view by);

}  // namespace hallway
