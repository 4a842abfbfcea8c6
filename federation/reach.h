#pragma once
// Whom a post would reach that is still being written: by the functions that address, label and
// deliver it, so that what its author is told beforehand is what happens.

#include "federation/bound.h"
#include "federation/post.h"

namespace hallway {

struct Reach {
  Label label = Label::public_;
  bool open_here = false;         // everybody here may read it
  bool anybody = false;           // so may the public web
  std::vector<Id> here;           // people here whom it is put before, but for the author
  std::vector<Bound> nodes;       // with those that policy keeps it from
  size_t relays = 0;              // that hand it on
  size_t followers_left_out = 0;  // beyond those that were looked at
};

// Of the author's followers the first `most_followers` are looked at. Mentions in the text that
// `fresh` does not resolve reach nobody. Errors: not_found (what it answers or quotes), invalid (a
// label wider than theirs).
Result<Reach> reach_of(const ReadTxn& txn, const Home& home, const Actor& author,
                       const NewPost& fresh, size_t most_followers);

// Whether some of those whom it reaches are neither of this node nor of a sister department.
bool leaves_organization(const ReadTxn& txn, const Home& home, const Reach& reach);

}  // namespace hallway
