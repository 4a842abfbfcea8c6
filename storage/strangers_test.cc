#include "storage/strangers.h"

#include <gtest/gtest.h>

#include "storage/deliveries.h"
#include "storage/peers.h"
#include "tests/support/rows.h"

namespace hallway::test {
namespace {

class StrangersTest : public StoreTest {
 protected:
  Peer met(const std::function<void(Peer&)>& change) {
    return write([&](WriteTxn& txn) -> Result<Peer> {
      auto peer = TRY(meet_peer(txn, domain("host" + std::to_string(++hosts_) + ".example"), kNow));
      change(peer);
      TRY(put_peer(txn, peer));
      return peer;
    });
  }
  bool forget(const Peer& peer) {
    return write([&](WriteTxn& txn) { return forget_stranger(txn, peer.id); });
  }
  int hosts_ = 0;
};

TEST_F(StrangersTest, AHostOfWhichNothingIsKnownLeavesNothing) {
  const auto peer = met([](Peer& p) {
    p.failures = 9;
    p.retry = kNow;
    p.down_since = kNow;
  });
  EXPECT_TRUE(forget(peer));
  EXPECT_FALSE(find_peer(read(), peer.id));
  for (const auto table : {Table::peers, Table::peer_domains, Table::peers_due, Table::positions}) {
    EXPECT_EQ(read().count(table), 0U);
  }
  EXPECT_FALSE(forget(peer)) << "again is no error";
}

TEST_F(StrangersTest, WhatWasAgreedOrLearnedIsKept) {
  const std::function<void(Peer&)> kCases[] = {
      [](Peer& p) { p.relation = Relation::partner; },
      [](Peer& p) { p.relation = Relation::blocked; },
      [](Peer& p) { p.permits = {Cidr::parse("10.0.0.0/8").value()}; },
      [](Peer& p) { p.last_success = kNow; },
      [](Peer& p) { p.signing = KnownSigning::rfc9421_rsa; },
      [](Peer& p) { p.ed25519 = true; },
      [](Peer& p) { p.software = "mastodon"; },
  };
  for (const auto& change : kCases) {
    const auto peer = met(change);
    EXPECT_FALSE(forget(peer)) << peer.domain.text();
    EXPECT_TRUE(find_peer(read(), peer.id));
  }
}

TEST_F(StrangersTest, WhoIsStillOwedSomethingIsKept) {
  const auto peer = met([](Peer&) {});
  auto row = write([&](WriteTxn& txn) -> Result<Delivery> {
    Delivery made{.peer = peer.id,
                  .inbox = iri("https://host1.example/inbox"),
                  .created = kNow,
                  .next = kNow};
    TRY(put_delivery(txn, made));
    return made;
  });
  EXPECT_FALSE(forget(peer));
  write([&](WriteTxn& txn) -> Result<bool> {
    TRY(erase_delivery(txn, row));
    return true;
  });
  EXPECT_TRUE(forget(peer));
}

}  // namespace
}  // namespace hallway::test
