#include "server/shown_notification.h"

#include "storage/blocks.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

class ShownNotifications : public NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    me_ = person_id("alice");
    carol_ = stranger("carol", "other.example");
  }
  Id person_id(const std::string& name) {
    person(name);
    return find_actor_by_handle(node_->read().value(), name, "design.example").value().id;
  }
  [[nodiscard]] std::optional<ShownNotification> shown(Id post = {}) {
    const Notification one{.recipient = me_,
                           .type = NotificationType::follow,
                           .actor = carol_.id,
                           .post = post,
                           .at = clock_.now()};
    return find_shown(node_->read().value(), node_->home(), one);
  }
  void change(const Writer::Change& change) {
    const auto done = node_->writer().apply(change);
    ASSERT_TRUE(done.ok()) << done.error().what;
  }

  Id me_;
  Actor carol_;
};

TEST_F(ShownNotifications, OneOfSomebodyWhoMayBeShownIs) {
  EXPECT_EQ(shown().value().actor.id, carol_.id);
  EXPECT_FALSE(shown().value().post);
  EXPECT_FALSE(shown(Id{7})) << "its post is not there any more";
}

TEST_F(ShownNotifications, NoneOfWhomTheNodeShutOut) {
  suspend(carol_);
  EXPECT_FALSE(shown());
}

TEST_F(ShownNotifications, NoneOfABlockedServer) {
  relate("other.example", Relation::blocked);
  EXPECT_FALSE(shown());
  relate("other.example", Relation::public_);
  EXPECT_TRUE(shown());
}

TEST_F(ShownNotifications, NoneOfWhomItsRecipientKeepsAwayFrom) {
  change([&](WriteTxn& txn) { return put_domain_block(txn, me_, carol_.iri.domain()); });
  EXPECT_FALSE(shown());
}

TEST_F(ShownNotifications, NoneThatAPolicyHoldsBackUnlessItIsAskedFor) {
  const Notification held{.id = Id{7},
                          .recipient = me_,
                          .type = NotificationType::follow,
                          .actor = carol_.id,
                          .at = clock_.now(),
                          .filtered = true};
  const auto txn = node_->read().value();
  EXPECT_FALSE(find_shown(txn, node_->home(), held));
  EXPECT_TRUE(find_shown(txn, node_->home(), held, HeldBack::shown));
}

}  // namespace
}  // namespace hallway::test
