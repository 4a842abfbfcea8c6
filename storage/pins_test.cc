#include "storage/pins.h"

#include <gmock/gmock.h>

#include "storage/posts.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PinsTest : public StoreTest {
 protected:
  void pin(Id actor, Id post, Time at) {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(add_pin(txn, actor, post, at));
      return true;
    });
  }
};

TEST_F(PinsTest, WhatWasPinnedLastComesFirst) {
  pin(Id{1}, Id{10}, Time{3});
  pin(Id{1}, Id{12}, Time{1});
  pin(Id{1}, Id{11}, Time{2});
  pin(Id{2}, Id{13}, Time{9});
  EXPECT_THAT(list_pins(read(), Id{1}, 10), ElementsAre(Id{10}, Id{11}, Id{12}));
  EXPECT_THAT(list_pins(read(), Id{1}, 2), ElementsAre(Id{10}, Id{11}));
  pin(Id{1}, Id{12}, Time{8});
  EXPECT_THAT(list_pins(read(), Id{1}, 1), ElementsAre(Id{10})) << "again changes nothing";
}

TEST_F(PinsTest, APinGoesWhenItIsTakenAwayAndWithItsPost) {
  const auto post = write([&](WriteTxn& txn) -> Result<Post> {
    Post made{.iri = iri("https://a.example/1"), .author = Id{1}, .published = Time{5}};
    TRY(add_post(txn, made, Time{6}));
    TRY(add_pin(txn, Id{1}, made.id, Time{6}));
    TRY(add_pin(txn, Id{1}, Id{3}, Time{7}));
    return made;
  });
  EXPECT_TRUE(is_pinned(read(), Id{1}, post.id));
  EXPECT_FALSE(is_pinned(read(), Id{2}, post.id));
  write([&](WriteTxn& txn) -> Result<bool> {
    TRY(erase_pin(txn, Id{1}, Id{3}));
    TRY(erase_pin(txn, Id{1}, Id{4}));
    TRY(bury_post(txn, post.id, Time{8}));
    return true;
  });
  EXPECT_THAT(list_pins(read(), Id{1}, 10), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
