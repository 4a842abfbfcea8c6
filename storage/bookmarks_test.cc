#include "storage/bookmarks.h"

#include <gmock/gmock.h>

#include "storage/posts.h"
#include "tests/support/rows.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Bookmarks : public StoreTest {
 protected:
  void keep(Id person, Id post, Time at = kNow) {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(add_bookmark(txn, person, post, at));
      return true;
    });
  }
  Ids down(Id person, Id before = {}) {
    Ids posts;
    scan_bookmarks(read(), person, before,
                   [&](Id, Id post) { return posts.push_back(post), true; });
    return posts;
  }
};

TEST_F(Bookmarks, WhatWasKeptLastComesFirst) {
  keep(kAlice, Id{30});
  keep(kAlice, Id{10});
  keep(kAlice, Id{20}, kNow + hours(1));
  keep(kBob, Id{40});
  keep(kAlice, Id{30}, kNow + hours(2));
  EXPECT_THAT(down(kAlice), ElementsAre(Id{20}, Id{10}, Id{30})) << "again changes nothing";
  EXPECT_THAT(down(kBob), ElementsAre(Id{40}));
}

TEST_F(Bookmarks, AWalkGoesOnWhereItStood) {
  for (uint64_t n = 1; n <= 4; ++n) keep(kAlice, Id{n});
  Ids ids;
  scan_bookmarks(read(), kAlice, Id{}, [&](Id id, Id) { return ids.push_back(id), true; });
  ASSERT_EQ(ids.size(), 4U);
  EXPECT_THAT(down(kAlice, ids[1]), ElementsAre(Id{2}, Id{1}));
  Ids up;
  scan_bookmarks_up(read(), kAlice, ids[2], [&](Id, Id post) { return up.push_back(post), true; });
  EXPECT_THAT(up, ElementsAre(Id{3}, Id{4}));
}

TEST_F(Bookmarks, OneGoesWhenItIsTakenAwayAndAllGoWithTheirPost) {
  const auto post = write([&](WriteTxn& txn) -> Result<Post> {
    Post made{.iri = iri("https://a.example/1"), .author = kAlice};
    TRY(add_post(txn, made, kNow));
    return made;
  });
  keep(kAlice, post.id);
  keep(kBob, post.id);
  keep(kBob, Id{7});
  write([&](WriteTxn& txn) -> Result<bool> {
    TRY(erase_bookmark(txn, kBob, Id{7}));
    TRY(erase_bookmark(txn, kBob, Id{8}));
    return true;
  });
  EXPECT_THAT(down(kBob), ElementsAre(post.id));
  EXPECT_TRUE(is_bookmarked(read(), kAlice, post.id));
  write([&](WriteTxn& txn) -> Result<bool> {
    TRY(bury_post(txn, post.id, kNow));
    return true;
  });
  EXPECT_THAT(down(kAlice), IsEmpty());
  EXPECT_THAT(down(kBob), IsEmpty());
  EXPECT_FALSE(is_bookmarked(read(), kAlice, post.id));
}

}  // namespace
}  // namespace hallway::test
