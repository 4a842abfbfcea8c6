#pragma once
// What others wrote before, taken into a node by its operator (hallway import-posts): public posts
// at the time of their writing, of authors who are made where they are missing. Nobody is told of
// them; they stand in profiles, outboxes, timelines and search as if they had always been there.

#include <span>

#include "server/imported_post.h"

namespace hallway {

class Node;

struct ImportOutcome {
  size_t made = 0;
  size_t known = 0;     // were here already
  size_t people = 0;    // who were added
  size_t left_out = 0;  // of people who were deleted here
  // The first that this node does not take, and why: then nothing was done.
  std::optional<size_t> refused;
  std::string why;
};

// In one write transaction: all of them or none. `label`: how far they may go; none: as posts do
// here. Errors: those of the store. Blocks; not on the writer's thread.
Result<ImportOutcome> import_posts(Node& node, std::span<const ImportedPost> posts,
                                   std::optional<Label> label);

}  // namespace hallway
