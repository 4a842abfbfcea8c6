#include "server/experts_door.h"

#include <gmock/gmock.h>

#include "federation/expert_exchange.h"
#include "tests/support/world.h"

namespace hallway::test {
namespace {

class ExpertsDoor : public ::testing::Test {
 protected:
  void SetUp() override { design_.relate("acme.example", Relation::sibling); }
  int ask(OutboundRequest request) {
    const auto answer = world_.net.client("acme.example").exchange(std::move(request));
    EXPECT_TRUE(answer.ok());
    return answer.ok() ? answer->status : 0;
  }
  OutboundRequest request(const std::string& body) {
    return acme_.node().fetcher().signed_post(url_, body).value();
  }

  World world_;
  Town& design_ = world_.town("design.example");
  Town& acme_ = world_.town("acme.example");
  const Iri url_ = Iri::parse("https://design.example/hallway/experts").value();
  const std::string counts_ = dump_json(to_json(ExpertCountsAsked{{"boiler"}}));
};

TEST_F(ExpertsDoor, AnswersANodeThatAsksInItsOwnName) {
  ASSERT_TRUE(design_.node().indexer().catch_up().ok());
  EXPECT_EQ(ask(request(counts_)), 200);
  EXPECT_EQ(ask(request("{}")), 400);
  EXPECT_EQ(ask(request("no json")), 400);
  EXPECT_EQ(ask(request("{\"words\":[" + std::string(300'000, ' ') + "]}")), 413);
}

TEST_F(ExpertsDoor, WhileNothingIsIndexedItSaysSo) { EXPECT_EQ(ask(request(counts_)), 503); }

TEST_F(ExpertsDoor, NobodyElseIsToldAnything) {
  ASSERT_TRUE(design_.node().indexer().catch_up().ok());
  auto plain = request(counts_);
  plain.headers.erase("Signature");
  EXPECT_EQ(ask(plain), 401);
  auto changed = request(counts_);
  changed.body = dump_json(to_json(ExpertCountsAsked{{"merger"}}));
  EXPECT_EQ(ask(changed), 401);

  const auto bob = acme_.person("bob");
  auto in_his_name = request(counts_);
  {
    const auto txn = acme_.node().read();
    const auto key = acme_.node().keys().find(*txn, bob.id, KeyType::rsa);
    ASSERT_TRUE(key.ok());
    ASSERT_TRUE(
        sign_request(in_his_name, Signing::cavage_rsa, key->id, key->key, world_.clock.now()).ok());
  }
  EXPECT_EQ(ask(in_his_name), 403);
  design_.relate("acme.example", Relation::public_);
  EXPECT_EQ(ask(request(counts_)), 403);
}

TEST_F(ExpertsDoor, AFloodIsStopped) {
  ASSERT_TRUE(design_.node().indexer().catch_up().ok());
  const auto agreed = design_.node().writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto peer = find_peer(txn, Domain::parse("acme.example").value()).value();
    peer.relation = Relation::partner;
    peer.experts = ExpertConsent::both;
    return put_peer(txn, peer);
  });
  ASSERT_TRUE(agreed.ok());
  int refused = 0;
  for (int i = 0; i < 610; ++i) refused += ask(request(counts_)) == 429 ? 1 : 0;
  EXPECT_EQ(refused, 10);
  world_.clock.advance(minutes(2));
  EXPECT_EQ(ask(request(counts_)), 200);
}

}  // namespace
}  // namespace hallway::test
