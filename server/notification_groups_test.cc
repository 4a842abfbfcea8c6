#include "server/notification_groups.h"

#include <gmock/gmock.h>

#include "tests/support/store.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;

// Half a day begins here.
constexpr Time kDawn{int64_t{43'200'000} * 41'565};
constexpr Id kReader{1}, kPost{77};
constexpr auto kLike = NotificationType::reaction;

class NotificationGroups : public StoreTest {
 protected:
  Id tell(NotificationType type, uint64_t actor, Duration after, Id post = kPost) {
    return write([&](WriteTxn& txn) -> Result<Id> {
      TRY(add_notification(txn, {.recipient = kReader,
                                 .type = type,
                                 .actor = Id{actor},
                                 .post = post,
                                 .at = kDawn + after}));
      Id id;
      scan_notifications(txn, kReader, Id{}, [&](const Notification& one) {
        id = one.id;
        return false;
      });
      return id;
    });
  }
  static Grouping all() {
    return {.takes = [](const Notification&) { return true; },
            .groups = [](const Notification&) { return true; }};
  }
  static std::vector<std::string> words(const GroupPage& page) {
    std::vector<std::string> out;
    for (const auto& group : page.groups) {
      out.push_back(group.key + " " + std::to_string(group.count));
    }
    return out;
  }
  GroupPage page(const Window& window, const Grouping& grouping = all()) {
    return group_page(read(), kReader, window, grouping);
  }
};

TEST_F(NotificationGroups, LikesOfOnePostWithinHalfADayAreOne) {
  tell(kLike, 2, seconds(1));
  tell(kLike, 3, hours(11));
  tell(kLike, 4, hours(12));
  tell(kLike, 5, hours(13), Id{78});
  tell(NotificationType::boost, 6, hours(13));
  EXPECT_THAT(words(page({})), ElementsAre("reblog-77-41566 1", "favourite-78-41566 1",
                                           "favourite-77-41566 1", "favourite-77-41565 2"));
}

TEST_F(NotificationGroups, FollowsAreOneAndMentionsStandAlone) {
  tell(NotificationType::follow, 2, hours(1), Id{});
  tell(NotificationType::follow, 3, hours(2), Id{});
  const auto mention = tell(NotificationType::mention, 2, hours(3));
  const auto other = tell(NotificationType::mention, 2, hours(4));
  EXPECT_THAT(words(page({})),
              ElementsAre("ungrouped-" + to_string(other) + " 1",
                          "ungrouped-" + to_string(mention) + " 1", "follow-41565 2"));
}

TEST_F(NotificationGroups, WhatAClientCannotGroupStandsAlone) {
  const auto one = tell(kLike, 2, hours(1)), two = tell(kLike, 3, hours(2));
  auto grouping = all();
  grouping.groups = [](const Notification& n) { return n.type != kLike; };
  EXPECT_THAT(words(page({}, grouping)), ElementsAre("ungrouped-" + to_string(two) + " 1",
                                                     "ungrouped-" + to_string(one) + " 1"));
}

TEST_F(NotificationGroups, APageEndsBeforeTheGroupTooManyButCountsAllOfItsOwn) {
  tell(kLike, 2, hours(1));
  const auto second = tell(NotificationType::boost, 3, hours(2));
  const auto third = tell(kLike, 4, hours(3));
  const auto first_page = page({.limit = 1});
  ASSERT_EQ(first_page.groups.size(), 1U);
  EXPECT_EQ(first_page.groups[0].count, 2U) << "one lies below the page";
  EXPECT_THAT(first_page.groups[0].actors, ElementsAre(Id{4}, Id{2}));
  EXPECT_EQ(first_page.groups[0].latest.id, third);
  EXPECT_EQ(first_page.groups[0].oldest_on_page, third);
  EXPECT_EQ(first_page.oldest, third);
  const auto next = page({.max_id = first_page.oldest, .limit = 1});
  EXPECT_THAT(words(next), ElementsAre("reblog-77-41565 1"));
  EXPECT_EQ(next.oldest, second);
  EXPECT_TRUE(page({.since_id = third}).groups.empty());
}

TEST_F(NotificationGroups, ForwardsThePageRightAboveIsGiven) {
  const auto one = tell(NotificationType::mention, 2, hours(1));
  const auto two = tell(NotificationType::mention, 2, hours(2));
  const auto three = tell(NotificationType::mention, 2, hours(3));
  const auto above = page({.min_id = one, .limit = 1});
  EXPECT_EQ(above.newest, two);
  EXPECT_EQ(page({.min_id = two, .limit = 5}).newest, three);
  EXPECT_TRUE(page({.max_id = two, .min_id = one, .limit = 5}).groups.empty());
}

TEST_F(NotificationGroups, EightPeopleStandForMany) {
  for (uint64_t actor = 2; actor < 22; ++actor) tell(kLike, actor, hours(1));
  tell(kLike, 21, hours(2));
  const auto group = page({}).groups.at(0);
  EXPECT_EQ(group.count, 21U);
  EXPECT_EQ(group.actors.size(), 8U);
  EXPECT_EQ(group.actors[0], Id{21});
  EXPECT_EQ(group.actors[1], Id{20}) << "each once";
}

TEST_F(NotificationGroups, AGroupIsFoundByItsKeyAndNothingElse) {
  tell(kLike, 2, hours(1));
  const auto mention = tell(NotificationType::mention, 3, hours(1));
  const auto like = tell(kLike, 4, hours(2));
  tell(kLike, 5, hours(12));
  const auto range = parse_group_key("favourite-77-41565");
  ASSERT_TRUE(range);
  const auto group = find_group(read(), kReader, *range, all());
  ASSERT_TRUE(group);
  EXPECT_EQ(group->count, 2U);
  EXPECT_EQ(group->latest.id, like);
  for (const auto id : {mention, like}) {
    const auto lone = parse_group_key("ungrouped-" + to_string(id));
    EXPECT_EQ(find_group(read(), kReader, *lone, all())->latest.id, id);
  }
  EXPECT_FALSE(find_group(read(), Id{9}, *range, all())) << "of another person";
  EXPECT_FALSE(find_group(read(), kReader, *parse_group_key("reblog-77-41565"), all()));
}

TEST_F(NotificationGroups, OddKeysAreNone) {
  for (const auto* key : {"", "favourite", "favourite-", "favourite-77-", "favourite-77-x",
                          "ungrouped-", "ungrouped-0", "ungrouped-x", "follow-99999999999999999999",
                          "follow-9223372036854775807"}) {
    EXPECT_FALSE(parse_group_key(key)) << key;
  }
}

}  // namespace
}  // namespace hallway::test
