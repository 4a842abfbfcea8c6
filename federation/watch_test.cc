#include "federation/watch.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

class WatchTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    watch(alice_, bob_);
    befriend(alice_, eve_);
    watch(alice_, eve_);
  }
  void watch(const Actor& who, const Actor& whom) {
    ok(act(who, [&](Local& local) { return follow(local, whom.id, {.notify = true}); }));
  }
  // Posts that alice was told of, newest first.
  [[nodiscard]] std::vector<Id> told() const {
    std::vector<Id> posts;
    scan_notifications(read(), alice_.id, Id{}, [&](const Notification& one) {
      if (one.type == NotificationType::post) posts.push_back(one.post);
      return true;
    });
    return posts;
  }
};

TEST_F(WatchTest, EachPostOfWhoIsWatchedIsTold) {
  const auto mine = post(bob_, "Hello");
  EXPECT_THAT(told(), testing::ElementsAre(mine.id));
  const auto object = note(eve_);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Create", object)), Outcome::taken);
  EXPECT_EQ(told().size(), 2U) << "from elsewhere too";
  post(alice_, "my own");
  EXPECT_EQ(told().size(), 2U);
}

TEST_F(WatchTest, AnswersAndDirectPostsAreNot) {
  const auto first = post(alice_, "question");
  post(bob_, NewPost{.text = "answer", .in_reply_to = first.id});
  post(bob_, NewPost{.text = "psst", .visibility = Visibility::direct});
  EXPECT_THAT(told(), testing::IsEmpty());
  const auto own = post(bob_, "one");
  post(bob_, NewPost{.text = "more", .in_reply_to = own.id});
  EXPECT_EQ(told().size(), 2U) << "a thread of their own is";
}

TEST_F(WatchTest, NothingIsToldOnceItIsNoLongerAskedFor) {
  ok(act(alice_, [&](Local& local) { return follow(local, bob_.id, {.notify = false}); }));
  post(bob_, "Hello");
  watch(alice_, bob_);
  EXPECT_TRUE(act(alice_, [&](Local& local) { return unfollow(local, bob_.id); }).ok());
  post(bob_, "Hello again");
  EXPECT_THAT(told(), testing::IsEmpty());
  EXPECT_EQ(list_watchers(read(), bob_.id).size(), 0U);
}

TEST_F(WatchTest, WhoIsMentionedIsToldOnce) {
  Handle alice;
  alice.name = "alice";
  post(bob_, NewPost{.text = "@alice look", .mentions = {{alice, alice_.id}}});
  EXPECT_THAT(told(), testing::IsEmpty());
  EXPECT_EQ(count(Table::notifications), 2U) << "bob's follower, alice's mention";
}

}  // namespace
}  // namespace hallway::test
