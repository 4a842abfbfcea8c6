#include "server/node.h"

#include <gmock/gmock.h>

#include "server/local_people.h"
#include "tests/support/node.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;

class NodeOpening : public test::NodeTest {};

TEST_F(NodeOpening, MakesTheInstanceActorOnceWithBothKeys) {
  const auto txn = node_->read();
  ASSERT_TRUE(txn.ok());
  const auto actor = find_instance_actor(*txn, node_->home());
  ASSERT_TRUE(actor.ok()) << actor.error().what;
  EXPECT_EQ(actor->type, "Application");
  EXPECT_EQ(actor->iri.text(), "https://design.example/actor");
  EXPECT_EQ(actor->keys.size(), 2U);
  EXPECT_TRUE(find_private_key(*txn, actor->id, KeyType::rsa));
  EXPECT_TRUE(find_private_key(*txn, actor->id, KeyType::ed25519));
}

TEST_F(NodeOpening, KeepsItsKeysWhenOpenedAgain) {
  const auto before = json(get("/actor", {{"Accept", "application/activity+json"}}));
  open(FederationMode::open);
  EXPECT_EQ(json(get("/actor", {{"Accept", "application/activity+json"}})), before);
}

TEST_F(NodeOpening, EachActorsKeysAreMadeForItAlone) {
  node_.reset();
  const test::TempDir fresh;
  auto opened = Node::open(fresh.path(), test::config_for("design.example", FederationMode::open),
                           {.clock = clock_, .random = random_, .client = network_});
  ASSERT_TRUE(opened.ok()) << opened.error().what;
  const auto alice = add_person(**opened, {.name = "alice"});
  ASSERT_TRUE(alice.ok()) << alice.error().what;
  const auto txn = (*opened)->read();
  const auto node = find_actor(*txn, (*opened)->home().instance_actor());
  ASSERT_TRUE(node);
  std::set<std::string> spare;
  for (int i = 0; i < 20; ++i) {
    const auto pairs = test::spare_keys();
    spare.insert({pairs->rsa.to_der(), pairs->ed25519.to_der()});
  }
  for (const auto type : {KeyType::rsa, KeyType::ed25519}) {
    const auto of_node = find_private_key(*txn, node->id, type);
    const auto of_alice = find_private_key(*txn, alice->actor.id, type);
    ASSERT_TRUE(of_node && of_alice);
    EXPECT_NE(of_node->der, of_alice->der);
    EXPECT_FALSE(spare.contains(of_node->der) || spare.contains(of_alice->der));
  }
}

TEST_F(NodeOpening, RefusesTheStoreOfAnotherDomain) {
  person("alice");
  node_.reset();
  const auto other =
      Node::open(dir_.path(), test::config_for("other.example", FederationMode::open),
                 {.clock = clock_, .random = random_, .client = network_});
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, Code::invalid);
  EXPECT_THAT(other.error().what, HasSubstr("https://design.example/"));
}

TEST_F(NodeOpening, RefusesAFolderThatIsInUse) {
  const auto second =
      Node::open(dir_.path(), test::config_for("design.example", FederationMode::open),
                 {.clock = clock_, .random = random_, .client = network_});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, Code::conflict);
}

TEST_F(NodeOpening, AtRestNothingIsDue) {
  EXPECT_EQ(node_->run_due(), 0U);
  EXPECT_EQ(node_->next_due(), std::nullopt);
  EXPECT_EQ(node_->keep_house().value_or(99), 0U);
}

// A migration of 250 slices, each of which counts how often it was done.
constexpr uint64_t kSlices = 250;
uint64_t g_power_fails_in = 0;  // a slice
Key done_key(uint64_t slice) { return key_of_text("slice " + std::to_string(slice)); }

Result<Step::Slice> count_slices(WriteTxn& txn, std::string_view position, size_t) {
  const uint64_t slice = position.empty() ? 1 : number_at(position, 0) + 1;
  const auto done = txn.get(Table::meta, done_key(slice));
  const uint64_t times = done ? number_at(*done, 0) : 0;
  TRY(txn.put(Table::meta, done_key(slice), view(value_of(times + 1))));
  if (slice == g_power_fails_in) return fail(Code::internal, "the power is gone");
  if (slice == kSlices) return Step::Slice();
  return Step::Slice(std::string(key_of(slice)));
}
constexpr Step kOneStep[] = {{.from = 1, .what = "Slices are counted", .migrate = count_slices}};

class OlderStore : public test::NodeTest {
 protected:
  void SetUp() override {
    g_power_fails_in = 0;
    NodeTest::SetUp();
    reopen();
  }
  void reopen() {
    node_.reset();
    auto opened = Node::open(dir_.path(), test::config_for("design.example", FederationMode::open),
                             {.clock = clock_,
                              .random = random_,
                              .client = network_,
                              .make_keys = test::spare_keys,
                              .format_steps = kOneStep});
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    node_ = std::move(*opened);
  }
  uint32_t format() { return find_format(*node_->read()); }
};

TEST_F(OlderStore, IsTakenUpBitByBitWhileTheHouseIsKept) {
  EXPECT_EQ(format(), 1U);
  EXPECT_TRUE(node_->keep_house().ok());
  EXPECT_EQ(format(), 1U) << "all of it at once would keep a node from stopping";
  for (int turn = 0; turn < 10 && format() == 1; ++turn) EXPECT_TRUE(node_->keep_house().ok());
  EXPECT_EQ(format(), 2U);
  const auto commits = node_->writer().figures().commits;
  EXPECT_TRUE(node_->keep_house().ok());
  EXPECT_EQ(node_->writer().figures().commits, commits) << "it is done once";
}

TEST_F(OlderStore, IsTakenUpFromWhereACrashLeftIt) {
  g_power_fails_in = 7;
  EXPECT_EQ(node_->keep_house().error().what, "the power is gone");
  g_power_fails_in = 0;
  reopen();
  for (int turn = 0; turn < 10 && format() == 1; ++turn) EXPECT_TRUE(node_->keep_house().ok());
  EXPECT_EQ(format(), 2U);
  const auto txn = node_->read();
  for (uint64_t slice = 1; slice <= kSlices; ++slice) {
    const auto done = txn->get(Table::meta, done_key(slice));
    ASSERT_TRUE(done) << slice;
    EXPECT_EQ(number_at(*done, 0), 1U) << slice;
  }
}

TEST_F(NodeOpening, NamesAreCheckedAndGivenOnce) {
  EXPECT_EQ(add_person(*node_, {.name = "inbox"}).error().code, Code::invalid);
  EXPECT_EQ(add_person(*node_, {.name = "a b"}).error().code, Code::invalid);
  ASSERT_TRUE(add_person(*node_, {.name = "alice"}).ok());
  const auto again = add_person(*node_, {.name = "ALICE"});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, Code::conflict);
}

}  // namespace
}  // namespace hallway
