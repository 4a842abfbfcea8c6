// Attack 31: hosts that never answer leave nothing behind.

#include <gmock/gmock.h>

#include "tests/support/delivering.h"
#include "tests/support/sanitizer.h"

namespace hallway::test {
namespace {

using DeliverForgetTest = DeliverTest;

TEST_F(DeliverForgetTest, Attack31ManyDeadInboxHostsLeaveNoRecords) {
  post(alice_);
  settle();
  const auto peers = count(Table::peers);
  constexpr int kHosts = kSanitized ? 8 : 20;
  for (int i = 0; i < kHosts; ++i) {
    const auto host = "dead" + std::to_string(i) + ".example";
    befriend(put_remote("zed", host), alice_);
  }
  post(alice_);
  settle();
  EXPECT_EQ(count(Table::peers), peers + kHosts) << "while something is owed to them";
  const auto start = clock_.now();
  while (go_on()) ASSERT_LT(clock_.now() - start, days(9));
  EXPECT_EQ(left(), 0U);
  EXPECT_EQ(count(Table::peers), peers);
  EXPECT_EQ(count(Table::peer_domains), peers);
  EXPECT_EQ(count(Table::peers_due), 0U);
}

TEST_F(DeliverForgetTest, Attack31WhoRefusesEverythingLeavesNoRecordEither) {
  answer(410);
  post(alice_);
  settle();
  EXPECT_EQ(left(), 0U);
  EXPECT_EQ(count(Table::peers), 0U);
}

TEST_F(DeliverForgetTest, WhoOnceTookSomethingIsRemembered) {
  answer(202);
  post(alice_);
  settle();
  EXPECT_NE(peer(kHost).last_success, Time{});
  answer(410);
  post(alice_);
  settle();
  EXPECT_NE(peer(kHost).last_success, Time{});
  set_peer("partner.example", [](Peer& p) { p.relation = Relation::partner; });
  befriend(put_remote("pam", "partner.example"), alice_);
  post(alice_);
  const auto start = clock_.now();
  while (go_on()) ASSERT_LT(clock_.now() - start, days(32));
  EXPECT_EQ(peer("partner.example").relation, Relation::partner);
}

}  // namespace
}  // namespace hallway::test
