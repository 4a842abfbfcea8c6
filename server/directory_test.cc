#include "server/directory.h"

#include <gmock/gmock.h>

#include "storage/blocks.h"
#include "storage/follows.h"
#include "storage/posts.h"
#include "storage/suggestions.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class Directory : public NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    for (const auto* name : {"ada", "ben", "cleo", "dan"}) {
      tokens_of_[name] = person(name);
      clock_.advance(milliseconds(5));
    }
    eve_ = stranger("eve", "other.example");
    change(eve_.id, [](Actor& actor) { actor.discoverable = true; });
  }
  Id id(const std::string& name) {
    return find_actor_by_handle(node_->read().value(), name, "design.example").value().id;
  }
  void change(Id actor, const std::function<void(Actor&)>& change) {
    write([&](WriteTxn& txn) -> Result<void> {
      auto stored = find_actor(txn, actor).value();
      change(stored);
      return put_actor(txn, stored, clock_.now());
    });
  }
  void write(const Writer::Change& change) {
    const auto done = node_->writer().apply(change);
    ASSERT_TRUE(done.ok()) << done.error().what;
  }
  void follow(Id follower, Id followee) {
    Follow one{.iri = iri("https://design.example/f/" + std::to_string(++follows_)),
               .follower = follower,
               .followee = followee,
               .state = FollowState::accepted,
               .at = clock_.now()};
    write([&](WriteTxn& txn) { return put_follow(txn, one); });
  }
  void remote_post(const Actor& author) {
    Post one{.iri = iri(author.iri.text() + "/1"), .author = author.id};
    write([&](WriteTxn& txn) { return add_post(txn, one, clock_.now()); });
  }
  std::vector<std::string> page(Id viewer, const DirectoryQuery& query = {}) {
    const auto txn = node_->read().value();
    std::vector<std::string> names;
    for (const auto& one : directory_page(txn, node_->home(), viewer, query)) {
      names.push_back(one.name);
    }
    return names;
  }
  std::vector<std::string> suggested(const std::string& name, size_t limit = 40) {
    const auto txn = node_->read().value();
    std::vector<std::string> names;
    for (const auto& one : suggestions_for(txn, node_->home(), id(name), limit)) {
      names.push_back(one.actor.name + (one.by_circle ? " by circle" : ""));
    }
    return names;
  }
  std::map<std::string, std::string> tokens_of_;
  Actor eve_;
  int follows_ = 0;
};

TEST_F(Directory, WhoWroteLastComesFirstOrWhoCameLast) {
  post(tokens_of_["ben"], {{"status", "x"}});
  post(tokens_of_["ada"], {{"status", "x"}});
  EXPECT_THAT(page(Id{}, {.limit = 2}), ElementsAre("ada", "ben"));
  EXPECT_THAT(page(Id{}, {.order = DirectoryOrder::newest}),
              ElementsAre("dan", "cleo", "ben", "ada"));
  EXPECT_THAT(page(Id{}, {.order = DirectoryOrder::newest, .offset = 1, .limit = 2}),
              ElementsAre("cleo", "ben"));
}

TEST_F(Directory, PeopleElsewhereAreForWhoIsSignedIn) {
  EXPECT_THAT(page(id("ada"), {.limit = 9}), testing::Not(testing::Contains("eve")))
      << "she has written nothing";
  remote_post(eve_);
  EXPECT_THAT(page(id("ada"), {.limit = 1}), ElementsAre("eve"));
  EXPECT_THAT(page(id("ada"), {.order = DirectoryOrder::newest}), testing::Contains("eve"));
  EXPECT_THAT(page(id("ada"), {.local = true}), testing::Not(testing::Contains("eve")));
  EXPECT_THAT(page(Id{}), testing::Not(testing::Contains("eve")));
}

TEST_F(Directory, WhoDoesNotWantToBeFoundOrShouldNotIsNot) {
  change(id("ada"), [](Actor& actor) { actor.discoverable = false; });
  change(id("ben"), [](Actor& actor) { actor.limited = true; });
  change(id("cleo"), [](Actor& actor) { actor.suspended = true; });
  EXPECT_THAT(page(Id{}), ElementsAre("dan"));
  write([&](WriteTxn& txn) { return put_mute(txn, {.by = id("ada"), .whom = id("dan")}); });
  EXPECT_THAT(page(id("ada")), IsEmpty());
}

TEST_F(Directory, WhomOnesCircleFollowsIsSuggestedFirst) {
  follow(id("ada"), id("ben"));
  follow(id("ben"), id("dan"));
  follow(id("ben"), eve_.id);
  follow(id("ben"), id("ada"));
  follow(id("dan"), id("cleo"));
  EXPECT_THAT(suggested("ada"), UnorderedElementsAre("eve by circle", "dan by circle", "cleo"));
  EXPECT_THAT(suggested("ada", 2), UnorderedElementsAre("eve by circle", "dan by circle"));
}

TEST_F(Directory, WhoWasDeclinedOrAskedOrIsKeptAwayIsNotSuggested) {
  write([&](WriteTxn& txn) { return decline_suggestion(txn, id("ada"), id("ben"), Time{1}); });
  write([&](WriteTxn& txn) -> Result<void> {
    Follow asked{.follower = id("ada"), .followee = id("cleo"), .at = clock_.now()};
    return put_follow(txn, asked);
  });
  write([&](WriteTxn& txn) { return put_block(txn, {.by = id("dan"), .whom = id("ada")}); });
  EXPECT_THAT(suggested("ada"), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
