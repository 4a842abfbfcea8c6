#include "storage/lists.h"

#include <gmock/gmock.h>

#include "storage/follows.h"
#include "tests/support/rows.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Lists : public StoreTest {
 protected:
  List make(Id owner, const std::string& title) {
    return write([&](WriteTxn& txn) -> Result<List> {
      List list{.owner = owner, .title = title};
      TRY(put_list(txn, list, kNow));
      return list;
    });
  }
  void add(const List& list, Id actor) {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(add_list_member(txn, list, actor));
      return true;
    });
  }
  Ids members(const List& list, Id after = {}, size_t most = SIZE_MAX) {
    return list_members(read(), list, after, most);
  }
};

TEST_F(Lists, AreTheirOwnersAlone) {
  const auto first = make(kAlice, "first"), second = make(kAlice, "second");
  make(kBob, "another");
  const auto mine = list_lists(read(), kAlice);
  ASSERT_EQ(mine.size(), 2U);
  EXPECT_EQ(mine[0].title, "first");
  EXPECT_EQ(mine[1].id, second.id);
  EXPECT_FALSE(find_list(read(), kCarol, first.id));
}

TEST_F(Lists, AChangeKeepsTheMembers) {
  auto list = make(kAlice, "first");
  add(list, kBob);
  add(list, kBob);
  add(list, kCarol);
  list.title = "renamed";
  list.replies = ListReplies::none;
  list.exclusive = true;
  write([&](WriteTxn& txn) -> Result<bool> {
    TRY(put_list(txn, list, kNow));
    return true;
  });
  const auto known = find_list(read(), kAlice, list.id);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->title, "renamed");
  EXPECT_EQ(known->replies, ListReplies::none);
  EXPECT_TRUE(known->exclusive);
  EXPECT_THAT(members(list), ElementsAre(kBob, kCarol));
  EXPECT_THAT(members(list, kBob), ElementsAre(kCarol));
  EXPECT_THAT(members(list, Id{}, 1), ElementsAre(kBob));
}

TEST_F(Lists, AMemberGoesWhenTheyAreNoLongerFollowed) {
  const auto one = make(kAlice, "one"), other = make(kAlice, "other");
  add(one, kBob);
  add(other, kBob);
  add(other, kCarol);
  write([&](WriteTxn& txn) -> Result<bool> {
    Follow follow{.follower = kAlice, .followee = kBob, .at = kNow};
    TRY(put_follow(txn, follow));
    TRY(erase_follow(txn, kAlice, kBob));
    return true;
  });
  EXPECT_THAT(members(one), IsEmpty());
  EXPECT_THAT(members(other), ElementsAre(kCarol));
}

TEST_F(Lists, OneGoesWithAllWhoAreOnIt) {
  const auto list = make(kAlice, "one"), other = make(kAlice, "other");
  add(list, kBob);
  add(other, kBob);
  write([&](WriteTxn& txn) -> Result<bool> {
    TRY(erase_list(txn, kAlice, list.id));
    return true;
  });
  EXPECT_FALSE(find_list(read(), kAlice, list.id));
  EXPECT_FALSE(is_on_list(read(), list, kBob));
  EXPECT_TRUE(is_on_list(read(), other, kBob));
}

}  // namespace
}  // namespace hallway::test
