#include "storage/peers.h"

#include "tests/support/rows.h"

namespace hallway {
namespace {

using test::domain;
using test::kNow;
using Peers = test::StoreTest;

TEST_F(Peers, AreMetOnceHoweverOften) {
  const auto meet = [&](std::string_view name, Time at) {
    return write([&](WriteTxn& txn) { return meet_peer(txn, domain(name), at); });
  };
  const auto first = meet("a.example", kNow);
  EXPECT_EQ(first.relation, Relation::unknown);
  EXPECT_EQ(first.first_seen, kNow);
  const auto again = meet("A.example", kNow + days(1));
  EXPECT_EQ(again.id, first.id);
  EXPECT_EQ(again.first_seen, kNow);
  EXPECT_NE(meet("a.example:8443", kNow).id, first.id);
  EXPECT_EQ(read().count(Table::peers), 2U);
}

TEST_F(Peers, ComeBackAsTheyWerePut) {
  auto peer = write([](WriteTxn& txn) { return meet_peer(txn, domain("a.example"), kNow); });
  peer.relation = Relation::sibling;
  peer.permits = {Cidr::parse("10.1.0.0/16").value(), Cidr::parse("fd00::/8").value()};
  peer.signing = KnownSigning::rfc9421_ed25519;
  peer.ed25519 = true;
  peer.failures = 3;
  peer.retry = kNow + minutes(5);
  peer.last_success = kNow - days(1);
  peer.software = "hallway";
  peer.down_since = kNow - hours(1);
  write([&](WriteTxn& txn) { return put_peer(txn, peer); });
  const auto found = find_peer(read(), domain("a.example")).value();
  EXPECT_EQ(find_peer(read(), peer.id)->domain, domain("a.example"));
  EXPECT_EQ(found.relation, Relation::sibling);
  ASSERT_EQ(found.permits.size(), 2U);
  EXPECT_EQ(to_string(found.permits[1]), to_string(peer.permits[1]));
  EXPECT_EQ(found.signing, KnownSigning::rfc9421_ed25519);
  EXPECT_TRUE(found.ed25519);
  EXPECT_EQ(std::tie(found.failures, found.retry, found.last_success, found.software),
            std::tie(peer.failures, peer.retry, peer.last_success, peer.software));
  EXPECT_EQ(found.down_since, peer.down_since);
  EXPECT_FALSE(find_peer(read(), domain("b.example")));
}

TEST_F(Peers, AreVisitedAll) {
  for (const auto* name : {"a.example", "b.example", "c.example"}) {
    write([&](WriteTxn& txn) { return meet_peer(txn, domain(name), kNow); });
  }
  std::vector<std::string> names;
  for_each_peer(read(), [&](const Peer& p) { names.push_back(p.domain.text()); });
  EXPECT_EQ(names, (std::vector<std::string>{"a.example", "b.example", "c.example"}));
}

TEST(PeerNames, ComeBackAndOthersAreNone) {
  for (const auto r : {Relation::unknown, Relation::public_, Relation::partner, Relation::sibling,
                       Relation::blocked}) {
    EXPECT_EQ(parse_relation(name_of(r)), r);
  }
  EXPECT_EQ(name_of(Relation::public_), "public");
  EXPECT_FALSE(parse_relation("friend"));
}

}  // namespace
}  // namespace hallway
