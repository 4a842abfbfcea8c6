#include "storage/announcements.h"

#include <gmock/gmock.h>

#include "tests/support/store.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;

constexpr Time kMonday{1'795'612'315'000};
constexpr Id kAda{1}, kBen{2};

class AnnouncementsTest : public StoreTest {
 protected:
  Announcement announce(Announcement one) {
    return write([&](WriteTxn& txn) -> Result<Announcement> {
      one.published = one.updated = kMonday;
      TRY(put_announcement(txn, one));
      return one;
    });
  }
  void react(Id announcement, const std::string& emoji, Id person) {
    write([&](WriteTxn& txn) {
      return add_announcement_reaction(txn, announcement, emoji, person, kMonday);
    });
  }
  std::vector<std::string> reactions(Id announcement, Id viewer) {
    std::vector<std::string> all;
    for (const auto& one : list_announcement_reactions(read(), announcement, viewer)) {
      all.push_back(one.name + " " + std::to_string(one.count) + (one.mine ? " mine" : ""));
    }
    return all;
  }
};

TEST_F(AnnouncementsTest, AreKeptWholeAndListedOldestFirst) {
  const auto first = announce({.text = "Tea", .starts = kMonday, .ends = kMonday + hours(1)});
  const auto second = announce({.text = "Cake", .all_day = true});
  const auto all = list_announcements(read());
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, first.id);
  EXPECT_EQ(all[0].text, "Tea");
  EXPECT_EQ(all[0].starts, kMonday);
  EXPECT_EQ(all[1].id, second.id);
  EXPECT_TRUE(all[1].all_day);
  EXPECT_EQ(find_announcement(read(), second.id)->published, kMonday);
}

TEST_F(AnnouncementsTest, AreShownUntilTheyEnd) {
  const Announcement one{.starts = kMonday, .ends = kMonday + hours(1)};
  EXPECT_TRUE(one.is_shown(kMonday - days(1))) << "before it begins one wants to know";
  EXPECT_TRUE(one.is_shown(kMonday));
  EXPECT_FALSE(one.is_shown(kMonday + hours(1)));
  EXPECT_TRUE(Announcement().is_shown(kMonday));
}

TEST_F(AnnouncementsTest, ReactionsAreCountedByPersonAndName) {
  const auto one = announce({.text = "Tea"});
  react(one.id, "🎉", kAda);
  react(one.id, "🎉", kAda);
  react(one.id, "🎉", kBen);
  react(one.id, "👍", kBen);
  EXPECT_THAT(reactions(one.id, kAda), testing::UnorderedElementsAre("🎉 2 mine", "👍 1"));
  write([&](WriteTxn& txn) { return erase_announcement_reaction(txn, one.id, "🎉", kAda); });
  EXPECT_THAT(reactions(one.id, kAda), testing::UnorderedElementsAre("🎉 1", "👍 1"));
}

TEST_F(AnnouncementsTest, MoreThanEightDifferentReactionsAreRefused) {
  const auto one = announce({.text = "Tea"});
  for (char c = 'a'; c < 'i'; ++c) react(one.id, std::string(1, c), kAda);
  const auto ninth = writer_->apply(
      [&](WriteTxn& txn) { return add_announcement_reaction(txn, one.id, "i", kBen, kMonday); });
  EXPECT_EQ(ninth.error().code, Code::invalid);
  react(one.id, "a", kBen);
  EXPECT_EQ(reactions(one.id, kBen).size(), 8U);
}

TEST_F(AnnouncementsTest, GoWithAllThatPeopleMadeOfThem) {
  const auto one = announce({.text = "Tea"}), other = announce({.text = "Cake"});
  for (const auto id : {one.id, other.id}) {
    react(id, "🎉", kAda);
    write([&](WriteTxn& txn) { return mark_announcement_read(txn, kAda, id, kMonday); });
  }
  write([&](WriteTxn& txn) { return erase_announcement(txn, one.id); });
  EXPECT_EQ(find_announcement(read(), one.id), std::nullopt);
  EXPECT_FALSE(is_announcement_read(read(), kAda, one.id));
  EXPECT_TRUE(is_announcement_read(read(), kAda, other.id));
  EXPECT_THAT(reactions(one.id, kAda), testing::IsEmpty());
  EXPECT_THAT(reactions(other.id, kAda), ElementsAre("🎉 1 mine"));
  const auto again = writer_->apply([&](WriteTxn& txn) { return erase_announcement(txn, one.id); });
  EXPECT_EQ(again.error().code, Code::not_found);
}

}  // namespace
}  // namespace hallway::test
