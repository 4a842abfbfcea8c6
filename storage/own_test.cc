#include "storage/own.h"

#include <gmock/gmock.h>

#include "storage/bookmarks.h"
#include "storage/conversation_marks.h"
#include "storage/filters.h"
#include "storage/followed_tags.h"
#include "storage/kept_activities.h"
#include "storage/kept_objects.h"
#include "storage/lists.h"
#include "storage/markers.h"
#include "storage/muted_threads.h"
#include "storage/posts.h"
#include "storage/regards.h"
#include "storage/scheduled_posts.h"
#include "storage/skill_endorsements.h"
#include "tests/support/rows.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Own : public StoreTest {
 protected:
  template <class Act>
  void act(Act&& act) {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(act(txn));
      return true;
    });
  }
  uint64_t rows() {
    uint64_t sum = 0;
    const auto txn = read();
    for (const auto table :
         {Table::bookmarks, Table::bookmarks_by_post, Table::lists, Table::list_members,
          Table::filters, Table::markers, Table::remarks, Table::endorsements, Table::followed_tags,
          Table::muted_threads, Table::conversation_marks, Table::scheduled, Table::scheduled_due,
          Table::kept_activities, Table::kept_objects, Table::skill_endorsements,
          Table::skill_endorsements_by}) {
      sum += txn.count(table);
    }
    return sum;
  }
  static Result<void> keep_everything(WriteTxn& txn, Id person) {
    TRY(add_bookmark(txn, person, Id{70}, kNow));
    List list{.owner = person, .title = "Close"};
    TRY(put_list(txn, list, kNow));
    TRY(add_list_member(txn, list, kCarol));
    Filter filter{.owner = person};
    TRY(put_filter(txn, filter, kNow));
    TRY(set_marker(txn, person, "home", Id{5}, kNow));
    TRY(put_remark(txn, person, kCarol, "tall"));
    TRY(add_endorsement(txn, person, kCarol, kNow));
    TRY(add_skill_endorsement(txn, {kCarol, "tea", person}, kNow));
    TRY(add_followed_tag(txn, person, "tea", kNow));
    TRY(add_muted_thread(txn, person, Id{70}, kNow));
    TRY(put_conversation_mark(txn, person, Id{70}, {.read = Id{71}}));
    TRY(keep_activity(txn, person, Box::outbox, 1, kNow));
    KeptObject object{.owner = person, .json = "{}", .at = kNow};
    TRY(put_kept_object(txn, object, kNow));
    ScheduledPost later{.author = person, .at = kNow + hours(1), .wish = "{}"};
    return put_scheduled(txn, later, kNow);
  }
};

TEST_F(Own, AllOfItGoesWithItsOwnerAndNothingOfOthers) {
  act([](WriteTxn& txn) { return keep_everything(txn, kAlice); });
  const auto of_one = rows();
  EXPECT_EQ(of_one, 17U);
  act([](WriteTxn& txn) { return keep_everything(txn, kBob); });
  EXPECT_EQ(rows(), 2 * of_one);
  act([](WriteTxn& txn) { return erase_own(txn, kAlice); });
  EXPECT_EQ(rows(), of_one);
  EXPECT_TRUE(is_bookmarked(read(), kBob, Id{70}));
  EXPECT_FALSE(is_bookmarked(read(), kAlice, Id{70}));
}

TEST_F(Own, AMarkerCountsHowOftenItWasSet) {
  EXPECT_FALSE(find_marker(read(), kAlice, "home"));
  act([](WriteTxn& txn) -> Result<void> {
    TRY(set_marker(txn, kAlice, "home", Id{9}, kNow));
    TRY(set_marker(txn, kAlice, "home", Id{7}, kNow + hours(1)));
    TRY(set_marker(txn, kAlice, "notifications", Id{3}, kNow));
    return {};
  });
  const auto home = find_marker(read(), kAlice, "home");
  ASSERT_TRUE(home);
  EXPECT_EQ(home->last_read, Id{7});
  EXPECT_EQ(home->version, 2U);
  EXPECT_EQ(home->at, kNow + hours(1));
  EXPECT_FALSE(find_marker(read(), kBob, "home"));
}

TEST_F(Own, ARemarkIsReplacedAndAnEmptyOneTakesItAway) {
  act([](WriteTxn& txn) { return put_remark(txn, kAlice, kBob, "tall"); });
  act([](WriteTxn& txn) { return put_remark(txn, kAlice, kBob, "very tall"); });
  EXPECT_EQ(find_remark(read(), kAlice, kBob), "very tall");
  EXPECT_EQ(find_remark(read(), kBob, kAlice), "");
  act([](WriteTxn& txn) { return put_remark(txn, kAlice, kBob, ""); });
  EXPECT_EQ(find_remark(read(), kAlice, kBob), "");
}

TEST_F(Own, WhoIsRecommendedIsListedPageByPage) {
  act([](WriteTxn& txn) -> Result<void> {
    TRY(add_endorsement(txn, kAlice, kCarol, kNow));
    return add_endorsement(txn, kAlice, kBob, kNow);
  });
  EXPECT_TRUE(endorses(read(), kAlice, kBob));
  EXPECT_THAT(list_endorsed(read(), kAlice, Id{}, 9), ElementsAre(kBob, kCarol));
  EXPECT_THAT(list_endorsed(read(), kAlice, kBob, 9), ElementsAre(kCarol));
  act([](WriteTxn& txn) { return erase_endorsement(txn, kAlice, kBob); });
  EXPECT_FALSE(endorses(read(), kAlice, kBob));
}

TEST_F(Own, TagsAreFollowedNewestFirst) {
  act([](WriteTxn& txn) -> Result<void> {
    TRY(add_followed_tag(txn, kAlice, "tea", kNow));
    TRY(add_followed_tag(txn, kAlice, "rust", kNow + hours(1)));
    return add_followed_tag(txn, kAlice, "tea", kNow + hours(2));
  });
  const auto tags = list_followed_tags(read(), kAlice);
  ASSERT_EQ(tags.size(), 2U);
  EXPECT_EQ(tags[0].name, "rust");
  EXPECT_EQ(tags[1].at, kNow) << "again changes nothing";
  act([](WriteTxn& txn) { return erase_followed_tag(txn, kAlice, "tea"); });
  EXPECT_FALSE(follows_tag(read(), kAlice, "tea"));
}

TEST_F(Own, TagsThatAreFollowedAtOnceHaveTimesOfTheirOwn) {
  act([](WriteTxn& txn) -> Result<void> {
    for (const auto* tag : {"one", "two", "three"}) TRY(add_followed_tag(txn, kAlice, tag, kNow));
    return {};
  });
  const auto tags = list_followed_tags(read(), kAlice);
  ASSERT_EQ(tags.size(), 3U);
  EXPECT_EQ(tags.back().at, kNow);
  for (size_t i = 1; i < tags.size(); ++i) EXPECT_GT(tags[i - 1].at, tags[i].at) << tags[i].name;
}

TEST_F(Own, AMutedThreadIsKnownByEachOfItsPosts) {
  const auto posts = write([](WriteTxn& txn) -> Result<std::vector<Post>> {
    Post first{.iri = iri("https://a.example/1"), .author = kBob};
    TRY(add_post(txn, first, kNow));
    Post answer{.iri = iri("https://a.example/2"), .author = kCarol, .in_reply_to = first.iri};
    TRY(add_post(txn, answer, kNow));
    TRY(add_muted_thread(txn, kAlice, first.context, kNow));
    return std::vector{first, answer};
  });
  EXPECT_TRUE(has_muted_thread_of(read(), kAlice, posts[1].id));
  EXPECT_FALSE(has_muted_thread_of(read(), kBob, posts[1].id));
  EXPECT_FALSE(has_muted_thread_of(read(), kAlice, Id{7}));
  act([&](WriteTxn& txn) { return erase_muted_thread(txn, kAlice, posts[0].context); });
  EXPECT_FALSE(has_muted_thread_of(read(), kAlice, posts[1].id));
}

TEST_F(Own, WhatIsScheduledFallsDueInOrderAndOnce) {
  ScheduledPost late{.author = kAlice, .at = kNow + hours(2), .wish = "late"};
  ScheduledPost soon{.author = kBob, .at = kNow + hours(1), .wish = "soon"};
  act([&](WriteTxn& txn) -> Result<void> {
    TRY(put_scheduled(txn, late, kNow));
    return put_scheduled(txn, soon, kNow);
  });
  EXPECT_EQ(next_scheduled(read()), kNow + hours(1));
  EXPECT_THAT(list_due_posts(read(), kNow, 9), IsEmpty());
  ASSERT_EQ(list_due_posts(read(), kNow + hours(2), 9).size(), 2U);
  EXPECT_EQ(list_due_posts(read(), kNow + hours(2), 1)[0].wish, "soon");
  late.at = kNow + minutes(10);
  act([&](WriteTxn& txn) { return put_scheduled(txn, late, kNow); });
  EXPECT_EQ(list_due_posts(read(), kNow + hours(9), 9).size(), 2U) << "moved, not doubled";
  EXPECT_EQ(next_scheduled(read()), kNow + minutes(10));
  act([&](WriteTxn& txn) { return erase_scheduled(txn, late); });
  EXPECT_FALSE(find_scheduled(read(), kAlice, late.id));
  EXPECT_THAT(list_scheduled(read(), kAlice), IsEmpty());
  EXPECT_EQ(list_scheduled(read(), kBob).size(), 1U);
}

}  // namespace
}  // namespace hallway::test
