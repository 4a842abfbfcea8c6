#include "storage/kept_objects.h"

#include <gmock/gmock.h>

#include "tests/support/rows.h"

namespace hallway::test {
namespace {

class KeptObjects : public StoreTest {
 protected:
  Id keep(KeptObject object) {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(put_kept_object(txn, object, kNow));
      return true;
    });
    return object.id;
  }
};

TEST_F(KeptObjects, AreReadAsTheyWereWritten) {
  const auto id = keep({.owner = kAlice, .json = R"({"type":"Collection"})", .at = kNow});
  EXPECT_EQ(id.time(), kNow);
  const auto found = find_kept_object(read(), kAlice, id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->json, R"({"type":"Collection"})");
  EXPECT_EQ(found->at, kNow);
  EXPECT_FALSE(found->gone);
  EXPECT_FALSE(find_kept_object(read(), kBob, id)) << "it is alice's";
}

TEST_F(KeptObjects, HaveIdsOfTheirOwnAndAreReplacedByThem) {
  const auto first = keep({.owner = kAlice, .json = "1", .at = kNow});
  const auto second = keep({.owner = kAlice, .json = "2", .at = kNow});
  EXPECT_LT(first, second);
  keep({.id = first, .owner = kAlice, .json = "gone", .at = kNow + hours(1), .gone = true});
  EXPECT_TRUE(find_kept_object(read(), kAlice, first)->gone);
  EXPECT_EQ(find_kept_object(read(), kAlice, second)->json, "2");
  EXPECT_EQ(count_kept_objects(read(), kAlice, 10), 2U);
  EXPECT_EQ(count_kept_objects(read(), kAlice, 1), 1U);
  EXPECT_EQ(count_kept_objects(read(), kBob, 10), 0U);
}

}  // namespace
}  // namespace hallway::test
