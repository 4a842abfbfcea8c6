#include "storage/notifications.h"

#include "tests/support/rows.h"

namespace hallway {
namespace {

using test::kAlice;
using test::kBob;
using test::kNow;

class Notifications : public test::StoreTest {
 protected:
  void add(Notification n) {
    write([&](WriteTxn& txn) { return add_notification(txn, n); });
  }
  std::vector<Notification> list(Id recipient, Id before = {}, size_t most = 100) {
    std::vector<Notification> out;
    scan_notifications(read(), recipient, before,
                       [&](const Notification& n) { return out.push_back(n), out.size() < most; });
    return out;
  }
};

TEST_F(Notifications, AreListedNewestFirstToTheirRecipientOnly) {
  add({.recipient = kAlice, .type = NotificationType::follow, .actor = kBob, .at = kNow});
  add({.recipient = kAlice,
       .type = NotificationType::mention,
       .actor = kBob,
       .post = Id{21},
       .at = kNow + seconds(1)});
  add({.recipient = kBob, .type = NotificationType::boost, .actor = kAlice, .at = kNow});
  const auto got = list(kAlice);
  ASSERT_EQ(got.size(), 2U);
  EXPECT_EQ(got[0].type, NotificationType::mention);
  EXPECT_EQ(got[0].post, Id{21});
  EXPECT_EQ(got[0].at, kNow + seconds(1));
  EXPECT_EQ(got[1].type, NotificationType::follow);
  EXPECT_EQ(got[1].actor, kBob);
  EXPECT_EQ(list(kBob).size(), 1U);
  EXPECT_TRUE(list(Id{99}).empty());
}

TEST_F(Notifications, OfOneMomentAreAllKeptAndInOrder) {
  for (uint64_t n = 1; n <= 5; ++n) add({.recipient = kAlice, .post = Id{n}, .at = kNow});
  const auto got = list(kAlice);
  ASSERT_EQ(got.size(), 5U);
  for (size_t i = 0; i < 5; ++i) EXPECT_EQ(got[i].post, Id{5 - i});
}

TEST_F(Notifications, AClockThatWentBackDoesNotBringThemOutOfOrder) {
  add({.recipient = kAlice, .post = Id{1}, .at = kNow});
  add({.recipient = kAlice, .post = Id{2}, .at = kNow - hours(1)});
  EXPECT_EQ(list(kAlice).at(0).post, Id{2});
}

TEST_F(Notifications, ArePaged) {
  for (uint64_t n = 1; n <= 5; ++n) add({.recipient = kAlice, .post = Id{n}, .at = kNow});
  const auto first = list(kAlice, {}, 2);
  const auto second = list(kAlice, first.back().id, 2);
  EXPECT_EQ(second.at(0).post, Id{3});
  EXPECT_EQ(second.at(1).post, Id{2});
  EXPECT_EQ(list(kAlice, list(kAlice).back().id).size(), 0U);
}

}  // namespace
}  // namespace hallway
