#include "storage/push.h"

#include <gmock/gmock.h>

#include "storage/follows.h"
#include "tests/support/rows.h"

namespace hallway {
namespace {

using test::iri;
using test::kAlice;
using test::kBob;
using test::kNow;
using ::testing::IsEmpty;

class PushTable : public test::StoreTest {
 protected:
  static PushSubscription subscription(const std::string& token) {
    return {.person = kAlice,
            .token = sha256(token),
            .endpoint = iri("https://push.example/" + token),
            .p256dh = std::string(kPushKeyBytes, 'k'),
            .auth = std::string(kPushAuthBytes, 'a'),
            .alerts = 1U << static_cast<unsigned>(NotificationType::mention),
            .created = kNow};
  }
  void subscribe(PushSubscription one) {
    write([&](WriteTxn& txn) { return put_push_subscription(txn, one); });
  }
  void notify(NotificationType type, Id from = kBob) {
    write([&](WriteTxn& txn) {
      return add_notification(txn, {.recipient = kAlice, .type = type, .actor = from, .at = kNow});
    });
  }
  std::vector<Push> due(Time now = kNow) { return list_due_pushes(read(), now, 100); }
  void follow(Id follower, Id followee) {
    write([&](WriteTxn& txn) {
      Follow made{.iri = iri("https://a.example/f/" + to_string(follower)),
                  .follower = follower,
                  .followee = followee,
                  .state = FollowState::accepted};
      return put_follow(txn, made);
    });
  }
};

TEST_F(PushTable, ASubscriptionIsFoundByItsTokenAlone) {
  subscribe(subscription("phone"));
  const auto found = find_push_subscription(read(), kAlice, sha256("phone"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->endpoint, iri("https://push.example/phone"));
  EXPECT_EQ(found->p256dh, std::string(kPushKeyBytes, 'k'));
  EXPECT_EQ(found->auth, std::string(kPushAuthBytes, 'a'));
  EXPECT_TRUE(found->wants(NotificationType::mention));
  EXPECT_FALSE(found->wants(NotificationType::follow));
  EXPECT_FALSE(find_push_subscription(read(), kBob, sha256("phone")));
  EXPECT_FALSE(find_push_subscription(read(), kAlice, sha256("other")));
  write([](WriteTxn& txn) { return erase_push_subscription(txn, kAlice, sha256("phone")); });
  EXPECT_FALSE(find_push_subscription(read(), kAlice, sha256("phone")));
}

TEST_F(PushTable, EachSubscriptionThatWantsItIsOwedTheNotification) {
  subscribe(subscription("phone"));
  subscribe(subscription("tablet"));
  notify(NotificationType::follow);
  EXPECT_THAT(due(), IsEmpty());
  EXPECT_FALSE(next_push(read()));
  notify(NotificationType::mention);
  const auto owed = due();
  ASSERT_EQ(owed.size(), 2U);
  EXPECT_NE(owed[0].token, owed[1].token);
  EXPECT_EQ(owed[0].notification, owed[1].notification);
  EXPECT_EQ(next_push(read()), kNow);
  EXPECT_THAT(due(kNow - milliseconds(1)), IsEmpty());
}

TEST_F(PushTable, WhoMayBeHeardIsAskedOfThePolicy) {
  struct Case {
    PushPolicy policy;
    bool stranger, followed, follower;
  };
  const Id stranger{21}, followed{22}, follower{23};
  follow(kAlice, followed);
  follow(follower, kAlice);
  for (const auto& one :
       {Case{PushPolicy::all, true, true, true}, Case{PushPolicy::followed, false, true, false},
        Case{PushPolicy::follower, false, false, true},
        Case{PushPolicy::none, false, false, false}}) {
    auto mine = subscription("phone");
    mine.policy = one.policy;
    subscribe(mine);
    const auto owed_for = [&](Id from) {
      const auto before = due().size();
      notify(NotificationType::mention, from);
      return due().size() > before;
    };
    EXPECT_EQ(owed_for(stranger), one.stranger) << static_cast<int>(one.policy);
    EXPECT_EQ(owed_for(followed), one.followed) << static_cast<int>(one.policy);
    EXPECT_EQ(owed_for(follower), one.follower) << static_cast<int>(one.policy);
  }
}

TEST_F(PushTable, TheNodesKeyIsKeptAsItIs) {
  EXPECT_EQ(find_push_key(read()), "");
  for (const auto& der : {std::string("\0\1secret\0", 9), std::string(138, 'd')}) {
    write([&](WriteTxn& txn) { return put_push_key(txn, der); });
    EXPECT_EQ(find_push_key(read()), der);
  }
}

TEST_F(PushTable, WhatIsOwedWaitsUntilItIsErased) {
  subscribe(subscription("phone"));
  notify(NotificationType::mention);
  auto owed = due().at(0);
  owed.attempts = 1;
  owed.next = kNow + minutes(1);
  write([&](WriteTxn& txn) { return put_push(txn, owed); });
  EXPECT_THAT(due(), IsEmpty()) << "its earlier place is given up";
  EXPECT_EQ(next_push(read()), kNow + minutes(1));
  EXPECT_EQ(due(kNow + minutes(1)).at(0).attempts, 1U);
  write([&](WriteTxn& txn) { return erase_push(txn, owed); });
  write([&](WriteTxn& txn) { return erase_push(txn, owed); });
  EXPECT_FALSE(next_push(read()));
  notify(NotificationType::mention);
  write([](WriteTxn& txn) { return erase_pushes(txn, kAlice); });
  EXPECT_FALSE(next_push(read()));
}

}  // namespace
}  // namespace hallway
