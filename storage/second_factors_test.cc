#include "storage/second_factors.h"

#include "storage/accounts.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

using SecondFactorsTest = StoreTest;

TEST_F(SecondFactorsTest, AreReadAsTheyWerePut) {
  const SecondFactor factor{.secret = std::string("a\0b", 3),
                            .confirmed = Time{7},
                            .last_step = 9,
                            .recovery = {sha256("one"), sha256("two")}};
  write([&](WriteTxn& txn) { return put_second_factor(txn, Id{1}, factor); });
  const auto read_back = find_second_factor(read(), Id{1});
  ASSERT_TRUE(read_back);
  EXPECT_EQ(read_back->secret, factor.secret);
  EXPECT_EQ(read_back->confirmed, factor.confirmed);
  EXPECT_EQ(read_back->last_step, 9U);
  EXPECT_EQ(read_back->recovery, factor.recovery);
  write([](WriteTxn& txn) { return erase_second_factor(txn, Id{1}); });
  EXPECT_FALSE(find_second_factor(read(), Id{1}));
}

TEST_F(SecondFactorsTest, GoWithTheirAccount) {
  const auto account = write([](WriteTxn& txn) -> Result<Account> {
    Account made{.name = "ada", .actor = Id{1}, .created = Time{1}};
    TRY(put_account(txn, made));
    TRY(put_second_factor(txn, made.id, {.secret = "s"}));
    return made;
  });
  write([&](WriteTxn& txn) { return erase_account(txn, account); });
  EXPECT_FALSE(find_second_factor(read(), account.id));
}

}  // namespace
}  // namespace hallway::test
