#include "server/workers.h"

#include <gtest/gtest.h>

#include "storage/deliveries.h"
#include "storage/posts.h"
#include "tests/support/eventually.h"
#include "tests/support/node.h"

namespace hallway {
namespace {

using test::eventually;

class WorkersAtWork : public test::NodeTest {};

TEST_F(WorkersAtWork, ACommitRingsTheBellAndTheDeliveryIsTried) {
  const auto token = person("alice");
  const auto bob = stranger("bob", "partner.example");
  Workers workers(*node_);
  EXPECT_EQ(call("POST", "/api/v1/accounts/" + to_string(bob.id) + "/follow", token).status, 200);
  EXPECT_TRUE(eventually([&] { return network_.asked > 0; }));
  workers.stop();
  const auto txn = node_->read();
  ASSERT_TRUE(txn.ok());
  EXPECT_EQ(txn->count(Table::deliveries), 1U) << "what failed is still owed";
}

TEST_F(WorkersAtWork, WhatWasOwedBeforeTheyStartedIsTried) {
  const auto token = person("alice");
  const auto bob = stranger("bob", "partner.example");
  EXPECT_EQ(call("POST", "/api/v1/accounts/" + to_string(bob.id) + "/follow", token).status, 200);
  EXPECT_EQ(network_.asked, 0);
  Workers workers(*node_);
  EXPECT_TRUE(eventually([&] { return network_.asked > 0; }));
}

TEST_F(WorkersAtWork, TheyEraseWhatTheDepartedLeft) {
  const auto bob = stranger("bob", "partner.example");
  const auto left = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
    Post post{.iri = test::iri("https://partner.example/1"), .author = bob.id};
    post.published = clock_.now();
    TRY(add_post(txn, post, clock_.now()));
    return add_departed(txn, bob.id);
  });
  ASSERT_TRUE(left.ok());
  Workers workers(*node_);
  EXPECT_TRUE(eventually([&] { return list_departed(*node_->read(), 1).empty(); }));
  EXPECT_TRUE(find_post(*node_->read(), test::iri("https://partner.example/1"))->gone);
}

TEST_F(WorkersAtWork, TheyStopAtOnceAndTwice) {
  Workers workers(*node_);
  workers.stop();
  workers.stop();
  const auto token = person("alice");
  const auto bob = stranger("bob", "partner.example");
  EXPECT_EQ(call("POST", "/api/v1/accounts/" + to_string(bob.id) + "/follow", token).status, 200);
  EXPECT_EQ(network_.asked, 0) << "nobody works any longer";
}

}  // namespace
}  // namespace hallway
