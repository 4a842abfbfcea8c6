#include "server/local_people.h"

#include <gtest/gtest.h>

#include "tests/support/node.h"

namespace hallway {
namespace {

class LocalPeople : public test::NodeTest {
 protected:
  Code found(std::string_view name) {
    const auto actor = find_local_actor(*node_->read(), node_->home(), name);
    return actor.ok() ? Code::internal : actor.error().code;
  }
  void change(const std::function<void(Actor&)>& how) {
    const auto done = node_->writer().apply([&](WriteTxn& txn) {
      auto actor = find_actor_by_handle(txn, "alice", "design.example").value_or(Actor{});
      how(actor);
      return put_actor(txn, actor, clock_.now());
    });
    EXPECT_TRUE(done.ok());
  }
};

TEST_F(LocalPeople, OnlyWhoIsHereIsFoundByName) {
  person("alice");
  stranger("carol", "other.example");
  EXPECT_EQ(found("alice"), Code::internal);
  EXPECT_EQ(found("Alice"), Code::internal) << "names are compared without case";
  for (const auto* name : {"carol", "nobody", "", "instance.actor", "alice@design.example"}) {
    EXPECT_EQ(found(name), Code::not_found) << name;
  }
}

TEST_F(LocalPeople, WhoIsSuspendedIsAsUnknownAndWhoIsGoneIsGone) {
  person("alice");
  change([](Actor& a) { a.suspended = true; });
  EXPECT_EQ(found("alice"), Code::not_found);
  change([](Actor& a) { a.gone = true; });
  EXPECT_EQ(found("alice"), Code::not_found) << "suspension tells nothing";
  change([](Actor& a) { a.suspended = false; });
  EXPECT_EQ(found("alice"), Code::gone);
}

TEST_F(LocalPeople, TheNodeItselfIsFoundByItsAddress) {
  const auto actor = find_instance_actor(*node_->read(), node_->home());
  ASSERT_TRUE(actor.ok());
  EXPECT_EQ(actor->iri, node_->home().instance_actor());
}

}  // namespace
}  // namespace hallway
