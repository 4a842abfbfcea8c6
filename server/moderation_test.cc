#include "server/moderation.h"

#include "storage/log.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

class Moderation : public NodeTest {
 protected:
  std::string last_deed() {
    const auto txn = node_->read().value();
    const auto entry = last_log(txn);
    return entry ? entry->type + " " + entry->object : "";
  }
};

TEST_F(Moderation, EachDeedIsInTheLog) {
  const auto mallory = stranger("mallory", "evil.example");
  const std::string iri = " https://evil.example/users/mallory";
  ASSERT_TRUE(set_limited(*node_, mallory.id, true).ok());
  EXPECT_EQ(last_deed(), "LimitActor" + iri);
  ASSERT_TRUE(set_limited(*node_, mallory.id, false, "ada").ok());
  EXPECT_EQ(last_deed(), "UnlimitActor" + iri);
  ASSERT_TRUE(set_blocked(*node_, mallory, true).ok());
  EXPECT_EQ(last_deed(), "BlockActor" + iri);
  ASSERT_TRUE(set_blocked(*node_, mallory, false).ok());
  EXPECT_EQ(last_deed(), "UnblockActor" + iri);
}

TEST_F(Moderation, WhoIsNotThereCannotBeLimitedAndOurOwnAreNotBlocked) {
  EXPECT_EQ(set_limited(*node_, Id{12}, true).error().code, Code::not_found);
  person("alice");
  const auto alice = find_actor_by_handle(node_->read().value(), "alice", "design.example").value();
  EXPECT_EQ(set_blocked(*node_, alice, true).error().code, Code::invalid);
}

}  // namespace
}  // namespace hallway::test
