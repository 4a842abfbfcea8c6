#pragma once
// The versions of a post: each edit keeps the document that it replaced.

#include <vector>

#include "federation/policy.h"
#include "storage/posts.h"

namespace hallway {

struct Version {
  Post post;
  Time at;  // when it was written
};

// Oldest first, the present one last; of more than `most` the youngest. What is told anew without
// being another text (votes) is no version. A version that was addressed to others than `viewer` is
// left out.
std::vector<Version> versions_of(const ReadTxn& txn, const Home& home, const Post& post,
                                 const Destination& viewer, size_t most = 100);

// Keeps `post`, of which `seq` tells anew without editing it. Of what was told of one version its
// first document and the last are kept: votes are told of thousands of times.
Result<void> keep_told_anew(WriteTxn& txn, Post post, uint64_t seq);

}  // namespace hallway
