#include "storage/withdrawn.h"

#include "storage/log.h"
#include "tests/support/rows.h"

namespace hallway {
namespace {

using test::iri;
using test::kNow;

class Withdrawn : public test::StoreTest {
 protected:
  std::optional<Id> found() { return find_withdrawn(read(), boost_.iri.text()); }
  void withdraw() {
    write([&](WriteTxn& txn) { return put_withdrawn(txn, boost_); });
  }
  SeededRandom random_{1};
  const Boost boost_{.id = {7}, .iri = iri("https://a.example/b/1")};
};

TEST_F(Withdrawn, ABoostIsKnownByItsAddressAfterItIsGone) {
  EXPECT_EQ(found(), std::nullopt);
  withdraw();
  EXPECT_EQ(found(), Id{7});
  write([&](WriteTxn& txn) { return erase_withdrawn(txn, boost_.iri.text()); });
  EXPECT_EQ(found(), std::nullopt);
}

TEST_F(Withdrawn, ABoostWithoutAnAddressIsNotRemembered) {
  write([](WriteTxn& txn) { return put_withdrawn(txn, {.id = {9}}); });
  EXPECT_EQ(find_withdrawn(read(), ""), std::nullopt);
}

TEST_F(Withdrawn, ItIsForgottenWithItsUndo) {
  withdraw();
  write([&](WriteTxn& txn) -> Result<void> {
    for (const auto* type : {"Like", "Undo"}) {
      TRY(append_log(txn, seal(random_, "{}"),
                     {.at = kNow, .actor = "a", .type = type, .object = boost_.iri.text()}));
    }
    return {};
  });
  const auto forget = [&](size_t most) {
    write([&](WriteTxn& txn) { return forget_seen(txn, kNow + days(1), kNow + days(1), most); });
  };
  forget(1);
  EXPECT_EQ(found(), Id{7}) << "what else was done to its address changes nothing";
  forget(1);
  EXPECT_EQ(found(), std::nullopt);
}

}  // namespace
}  // namespace hallway
