#pragma once
// Stories of two departments: Alice of design and Bob of acme.

#include "tests/support/world.h"

namespace hallway::test {

class TwoTowns : public testing::Test {
 protected:
  // They know and follow each other from here on.
  void befriend() {
    bob_at_design_ = design_.meet("bob@acme.example");
    alice_at_acme_ = acme_.meet("alice@design.example");
    design_.follow(alice_, bob_at_design_);
    acme_.follow(bob_, alice_at_acme_);
    world_.settle();
  }
  // A post as the other town knows it.
  static Post there(Town& town, const Post& post) { return town.find(post.iri).value_or(Post{}); }

  World world_;
  Town& design_ = world_.town("design.example");
  Town& acme_ = world_.town("acme.example");
  Actor alice_ = design_.person("alice");
  Actor bob_ = acme_.person("bob");
  Actor bob_at_design_, alice_at_acme_;
};

}  // namespace hallway::test
