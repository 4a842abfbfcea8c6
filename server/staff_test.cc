#include "server/staff.h"

#include <gmock/gmock.h>

#include "storage/log.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

class Staff : public NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    person("alice");
    person("bob");
  }
  Actor alice() { return find_person(*node_->read(), "alice")->actor; }
  Code manager_refused(std::string_view named) {
    const auto found = find_manager(*node_, named);
    return found.ok() ? Code::internal : found.error().code;
  }
};

TEST_F(Staff, AManagerIsFoundByWhateverNamesThem) {
  const auto zoe = stranger("zoe", "sister.example");
  const auto bob = find_person(*node_->read(), "bob")->actor;
  for (const auto& named : {std::string("bob"), std::string("@bob"), bob.handle(),
                            "@" + bob.handle(), to_string(bob.id), bob.iri.text()}) {
    const auto found = find_manager(*node_, named);
    ASSERT_TRUE(found.ok()) << named;
    EXPECT_EQ(*found, bob.iri) << named;
  }
  EXPECT_EQ(*find_manager(*node_, "@zoe@sister.example"), zoe.iri);
  EXPECT_TRUE(find_manager(*node_, "")->empty());
  EXPECT_EQ(manager_refused("nobody"), Code::not_found);
  EXPECT_EQ(manager_refused("nobody@design.example"), Code::not_found);
  EXPECT_EQ(manager_refused("a b"), Code::not_found);
  EXPECT_EQ(manager_refused(std::string(kInstanceActorName)), Code::not_found);
  EXPECT_EQ(network_.asked, 0) << "who is here is not asked for elsewhere";
}

TEST_F(Staff, AnOperatorSetsWorkAndTheLogSaysSo) {
  const auto change = work_change_in(*node_, {{"title", "Potter"}, {"skills", {"Tea"}}});
  ASSERT_TRUE(change.ok());
  const auto set = set_work(*node_, "alice", *change);
  ASSERT_TRUE(set.ok()) << set.error().what;
  EXPECT_TRUE(*set);
  EXPECT_EQ(alice().work.title, "Potter");
  const auto last = last_log(*node_->read());
  EXPECT_EQ(last->type, "SetWorkProfile");
  EXPECT_EQ(last->source, Source::admin);
  EXPECT_FALSE(*set_work(*node_, "alice", *change)) << "it is so already";
  EXPECT_EQ(last_log(*node_->read())->seq, last->seq);
}

TEST_F(Staff, WhatCannotBeIsRefused) {
  EXPECT_EQ(set_work(*node_, "nobody", {.title = "x"}).error().code, Code::not_found);
  EXPECT_EQ(set_work(*node_, "alice", {.title = std::string(201, 'x')}).error().code,
            Code::invalid);
  EXPECT_EQ(work_change_in(*node_, {{"reach", "moon"}}).error().code, Code::invalid);
  ASSERT_TRUE(set_disabled(*node_, "alice", true).ok());
  EXPECT_EQ(set_work(*node_, "alice", {.title = "x"}).error().code, Code::forbidden);
}

}  // namespace
}  // namespace hallway::test
