#include "server/indexer.h"

#include <gmock/gmock.h>

#include "server/commands.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class IndexerTest : public ApiTest {
 protected:
  std::vector<std::string> found(const std::string& q) {
    return all(done("GET", "/api/v2/search?type=statuses&q=" + percent_encode(q), bob_)["statuses"],
               "id");
  }
  void catch_up() {
    const auto done = node_->indexer().catch_up();
    ASSERT_TRUE(done.ok()) << done.error().what;
  }
  uint64_t due() { return last_search_due(node_->read().value()); }
};

TEST_F(IndexerTest, TakesWhatIsDueAndThenNothingIsDue) {
  const auto one = post(alice_, {{"status", "green tea"}});
  EXPECT_THAT(found("tea"), IsEmpty()) << "nothing is indexed yet";
  EXPECT_GT(due(), 0U);
  catch_up();
  EXPECT_EQ(due(), 0U);
  EXPECT_EQ(node_->indexer().next_due(), std::nullopt);
  EXPECT_THAT(found("tea"), ElementsAre(one));
  const auto two = post(alice_, {{"status", "black tea"}});
  catch_up();
  EXPECT_THAT(found("tea"), ElementsAre(two, one));
}

TEST_F(IndexerTest, APauseLiesBetweenCommits) {
  catch_up();
  post(alice_, {{"status", "green tea"}});
  auto& indexer = node_->indexer();
  ASSERT_TRUE(indexer.run().ok());
  ASSERT_TRUE(indexer.run().ok());
  ASSERT_NE(indexer.next_due(), std::nullopt);
  EXPECT_GT(*indexer.next_due(), clock_.now());
  EXPECT_GT(due(), 0U) << "not before it is on disk";
  clock_.advance(seconds(20));
  ASSERT_TRUE(indexer.run().ok());
  EXPECT_EQ(due(), 0U);
  EXPECT_EQ(found("tea").size(), 1U);
}

TEST_F(IndexerTest, WhileMuchIsWrittenItWorksInShortTurns) {
  catch_up();
  auto& indexer = node_->indexer();
  const auto write_something = [&] {
    post(alice_, {{"status", "tea"}});
    node_->writer().drain();
  };
  write_something();
  EXPECT_GT(indexer.run().value(), 0U) << "at once, as nothing was written for long";
  clock_.advance(milliseconds(400));
  write_something();
  EXPECT_EQ(indexer.run().value(), 0U) << "its turn is over";
  EXPECT_GT(*indexer.next_due(), clock_.now());
  clock_.advance(milliseconds(250));
  EXPECT_GT(indexer.run().value(), 0U) << "nobody writes any more";
  size_t indexed = 0, turns = 0;
  for (int n = 0; n < 60; ++n) {
    clock_.advance(milliseconds(100));
    write_something();
    const auto now = indexer.run().value();
    indexed += now;
    if (now > 0) ++turns;
  }
  EXPECT_GT(indexed, 30U) << "though there is never a pause";
  EXPECT_LT(turns, 15U);
}

TEST_F(IndexerTest, GoesOnAfterACrashWhereverItWas) {
  const auto one = post(alice_, {{"status", "green tea"}});
  open(FederationMode::open);  // nothing was indexed
  const auto two = post(alice_, {{"status", "black tea"}});
  ASSERT_TRUE(node_->indexer().run().ok());  // a part of it
  open(FederationMode::open);
  catch_up();
  EXPECT_THAT(found("tea"), ElementsAre(two, one));
  std::filesystem::remove_all(dir_.path() / "search");
  open(FederationMode::open);
  catch_up();
  EXPECT_THAT(found("tea"), ElementsAre(two, one)) << "made anew from the store";
}

TEST_F(IndexerTest, AnIndexOfALaterStateOfTheStoreIsMadeAnew) {
  const auto one = post(alice_, {{"status", "green tea"}});
  catch_up();
  node_.reset();
  const TempDir saved;
  std::filesystem::copy(dir_.path() / "store", saved.path() / "store",
                        std::filesystem::copy_options::recursive);
  open(FederationMode::open);
  const auto lost = post(alice_, {{"status", "lost tea"}});
  catch_up();
  EXPECT_THAT(found("tea"), ElementsAre(lost, one));
  node_.reset();
  std::filesystem::remove_all(dir_.path() / "store");
  std::filesystem::copy(saved.path() / "store", dir_.path() / "store",
                        std::filesystem::copy_options::recursive);
  open(FederationMode::open);
  catch_up();
  EXPECT_EQ(node_->indexer().progress().made, 1U);
  EXPECT_THAT(found("tea"), ElementsAre(one));
}

TEST_F(IndexerTest, ReindexSaysHowFarItIsWhileTheOldOneAnswers) {
  const auto one = post(alice_, {{"status", "green tea"}});
  catch_up();
  const auto* command = find_command("reindex");
  ASSERT_NE(command, nullptr);
  const auto begun = command->run(*node_, {{"begin", true}});
  ASSERT_TRUE(begun.ok());
  EXPECT_EQ(find_bool(*begun, "under_way"), true);
  ASSERT_TRUE(node_->indexer().run().ok());
  EXPECT_THAT(found("tea"), ElementsAre(one));
  catch_up();
  const auto ended = command->run(*node_, Json::object());
  ASSERT_TRUE(ended.ok());
  EXPECT_EQ(find_bool(*ended, "under_way"), false);
  EXPECT_GE(find_int(*ended, "done").value_or(0), 3);
  EXPECT_THAT(found("tea"), ElementsAre(one));
}

TEST_F(IndexerTest, RingsWhenThereIsSomethingToDo) {
  int rung = 0;
  node_->indexer().on_work([&] { ++rung; });
  post(alice_, {{"status", "tea"}});
  node_->writer().drain();
  EXPECT_GT(rung, 0);
  node_->indexer().on_work(nullptr);
}

}  // namespace
}  // namespace hallway::test
