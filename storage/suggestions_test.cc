#include "storage/suggestions.h"

#include "tests/support/store.h"

namespace hallway::test {
namespace {

using SuggestionsTest = StoreTest;

TEST_F(SuggestionsTest, AreDeclinedByOnePersonForThemselves) {
  write([](WriteTxn& txn) { return decline_suggestion(txn, Id{1}, Id{2}, Time{5}); });
  EXPECT_TRUE(is_declined(read(), Id{1}, Id{2}));
  EXPECT_FALSE(is_declined(read(), Id{2}, Id{1}));
  EXPECT_FALSE(is_declined(read(), Id{1}, Id{3}));
}

}  // namespace
}  // namespace hallway::test
