#include "server/expert_nodes.h"

#include <gtest/gtest.h>

#include "tests/support/node.h"

namespace hallway::test {
namespace {

class ExpertNodesTest : public NodeTest {
 protected:
  ExpertNodes::Outcome ask(const std::vector<std::string>& words) {
    ExpertSum sum(words);
    ExpertCounts here{.all = {.posts = 100, .words = 1'000}, .words = {}, .topics = {}};
    for (const auto& word : sum.words()) {
      here.words.push_back(word == "boiler" ? WordCount{.posts = 2, .count = 3} : WordCount());
    }
    sum.add(here);
    return node_->expert_nodes().ask(std::move(sum));
  }
};

TEST_F(ExpertNodesTest, WhereNothingWasAgreedNobodyIsAsked) {
  relate("acme.example", Relation::partner);
  relate("other.example", Relation::public_);
  const auto outcome = ask({"the", "boiler"});
  EXPECT_TRUE(outcome.nodes.empty());
  EXPECT_EQ(network_.asked, 0);
  ASSERT_EQ(outcome.asked.words.size(), 1U);
  EXPECT_EQ(outcome.asked.words[0].text, "boiler");
  EXPECT_EQ(outcome.asked.words[0].all.posts, 2U);
  EXPECT_EQ(outcome.asked.all.posts, 100U);
  relate("sister.example", Relation::sibling);
  EXPECT_EQ(ask({"boiler"}).nodes.size(), 1U) << "from the moment it is";
}

TEST_F(ExpertNodesTest, WhoCannotBeReachedIsSaidToHaveFailedAndTheRestGoesOn) {
  relate("sister.example", Relation::sibling);
  for (int turn = 1; turn <= 2; ++turn) {
    const auto outcome = ask({"boiler"});
    ASSERT_EQ(outcome.nodes.size(), 1U);
    EXPECT_EQ(outcome.nodes[0].domain.text(), "sister.example");
    EXPECT_EQ(name_of(outcome.nodes[0].state), "failed");
    EXPECT_EQ(outcome.asked.words.size(), 1U);
    EXPECT_EQ(network_.asked, turn) << "what failed is tried again";
  }
}

TEST_F(ExpertNodesTest, WhoIsKnownToBeDownIsNotWaitedFor) {
  relate("sister.example", Relation::sibling);
  const auto down = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto peer = find_peer(txn, Domain::parse("sister.example").value()).value();
    peer.retry = clock_.now() + minutes(5);
    return put_peer(txn, peer);
  });
  ASSERT_TRUE(down.ok());
  EXPECT_EQ(name_of(ask({"boiler"}).nodes.at(0).state), "failed");
  EXPECT_EQ(network_.asked, 0);
}

}  // namespace
}  // namespace hallway::test
