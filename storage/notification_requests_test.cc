#include "storage/notification_requests.h"

#include <gmock/gmock.h>

#include "storage/notification_policy.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;

constexpr Time kHour{1'795'612'315'000};
constexpr Id kMe{1}, kThem{2}, kOthers{3};

class NotificationRequestsTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    want(Judgement::filter);
  }
  void want(Judgement judgement) {
    write([&](WriteTxn& txn) {
      return put_notification_policy(txn, kMe, {.not_following = judgement});
    });
  }
  void tell(NotificationType type, Id actor, uint64_t post = 0) {
    write([&](WriteTxn& txn) {
      return add_notification(
          txn, {.recipient = kMe, .type = type, .actor = actor, .post = Id{post}, .at = kHour});
    });
  }
  std::vector<NotificationRequest> requests() {
    std::vector<NotificationRequest> all;
    scan_requests(read(), kMe, Id{}, [&](const auto& one) {
      all.push_back(one);
      return true;
    });
    return all;
  }
  // As each notification stands, newest first.
  std::vector<Shownness> standing() {
    std::vector<Shownness> all;
    const auto txn = read();
    scan_notifications(txn, kMe, Id{}, [&](const Notification& one) {
      all.push_back(shownness_of(txn, one));
      return true;
    });
    return all;
  }
};

constexpr auto kAMention = NotificationType::mention;

TEST_F(NotificationRequestsTest, MentionsOfOnePersonMakeOneRequest) {
  tell(kAMention, kThem, 11);
  tell(NotificationType::follow, kThem);
  tell(kAMention, kThem, 12);
  tell(kAMention, kOthers, 13);
  const auto all = requests();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].actor, kOthers);
  EXPECT_EQ(all[1].actor, kThem);
  EXPECT_EQ(all[1].mentions, 2U);
  EXPECT_EQ(all[1].last_post, Id{12});
  EXPECT_EQ(find_request(read(), kMe, all[1].id)->actor, kThem);
  EXPECT_EQ(find_request(read(), kOthers, all[1].id), std::nullopt) << "of another person";
}

TEST_F(NotificationRequestsTest, AcceptingShowsWhatWaitedAndWhatComes) {
  tell(kAMention, kThem, 11);
  tell(kAMention, kOthers, 12);
  EXPECT_THAT(standing(), ElementsAre(Shownness::held_back, Shownness::held_back));
  write([&](WriteTxn& txn) { return accept_request(txn, kMe, requests()[1].id, kHour); });
  tell(kAMention, kThem, 13);
  EXPECT_THAT(standing(), ElementsAre(Shownness::shown, Shownness::held_back, Shownness::shown));
  EXPECT_EQ(requests().size(), 1U);
}

TEST_F(NotificationRequestsTest, DismissingForgetsWhatWaitedButNotWhatComes) {
  tell(kAMention, kThem, 11);
  tell(NotificationType::follow, kThem);
  write([&](WriteTxn& txn) { return dismiss_request(txn, kMe, requests()[0].id); });
  EXPECT_TRUE(requests().empty());
  tell(kAMention, kThem, 12);
  EXPECT_THAT(standing(),
              ElementsAre(Shownness::held_back, Shownness::dismissed, Shownness::dismissed));
  ASSERT_EQ(requests().size(), 1U);
  EXPECT_EQ(requests()[0].mentions, 1U);
  write([&](WriteTxn& txn) { return accept_request(txn, kMe, requests()[0].id, kHour); });
  EXPECT_THAT(standing(),
              ElementsAre(Shownness::shown, Shownness::dismissed, Shownness::dismissed));
}

TEST_F(NotificationRequestsTest, ARequestIsAnsweredOnce) {
  tell(kAMention, kThem, 11);
  const auto id = requests()[0].id;
  write([&](WriteTxn& txn) { return accept_request(txn, kMe, id, kHour); });
  const auto again =
      writer_->apply([&](WriteTxn& txn) { return accept_request(txn, kMe, id, kHour); });
  EXPECT_EQ(again.error().code, Code::not_found);
  const auto other = writer_->apply([&](WriteTxn& txn) { return dismiss_request(txn, kMe, id); });
  EXPECT_EQ(other.error().code, Code::not_found);
}

TEST_F(NotificationRequestsTest, WhatIsDroppedLeavesNothing) {
  want(Judgement::drop);
  tell(kAMention, kThem, 11);
  EXPECT_TRUE(standing().empty());
  EXPECT_TRUE(requests().empty());
}

}  // namespace
}  // namespace hallway::test
