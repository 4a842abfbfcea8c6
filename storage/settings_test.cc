#include "storage/settings.h"

#include <gtest/gtest.h>

#include "tests/support/store.h"

namespace hallway {
namespace {

class Settings : public test::StoreTest {
 protected:
  Result<void> set(std::string_view name, std::string_view text) {
    return writer_->apply([&](WriteTxn& txn) { return put_setting(txn, name, text); });
  }
};

TEST_F(Settings, AreKeptByNameUntilTheyAreSetToNothing) {
  EXPECT_EQ(find_setting(read(), "name"), "");
  for (const auto* text : {"Design", "Kiln & Glaze, House 2", "8 bytes.", "ä"}) {
    ASSERT_TRUE(set("name", text).ok());
    EXPECT_EQ(find_setting(read(), "name"), text);
  }
  EXPECT_EQ(find_setting(read(), "accent"), "");
  ASSERT_TRUE(set("name", "").ok());
  EXPECT_EQ(find_setting(read(), "name"), "");
}

TEST_F(Settings, HoldNothingThatWouldBeCutOff) {
  EXPECT_EQ(set("name", std::string_view("a\0b", 3)).error().code, Code::invalid);
  EXPECT_EQ(find_setting(read(), "name"), "");
}

}  // namespace
}  // namespace hallway
