#include "storage/imported.h"

#include "storage/own.h"
#include "tests/support/rows.h"

namespace hallway::test {
namespace {

class Imported : public StoreTest {};

TEST_F(Imported, IsKnownOfWhomItIsAndGoesWithThem) {
  const auto line = sha256("a line"), other = sha256("another");
  write([&](WriteTxn& txn) { return put_imported(txn, kAlice, line, Id{7}); });
  EXPECT_EQ(find_imported(read(), kAlice, line), Id{7});
  EXPECT_FALSE(find_imported(read(), kAlice, other));
  EXPECT_FALSE(find_imported(read(), kBob, line)) << "another may have written the same";
  write([&](WriteTxn& txn) { return put_imported(txn, kBob, line, Id{8}); });
  write([&](WriteTxn& txn) { return erase_own(txn, kAlice); });
  EXPECT_FALSE(find_imported(read(), kAlice, line));
  EXPECT_EQ(find_imported(read(), kBob, line), Id{8});
}

}  // namespace
}  // namespace hallway::test
