#include "storage/format.h"

#include <fstream>

#include "tests/support/shared.h"
#include "tests/support/store.h"

namespace hallway {
namespace {

using test::StoreTest;
using test::TempDir;

constexpr uint64_t kRecords = 1'000;
uint64_t g_fail_after = UINT64_MAX;  // records after which the step fails, as a crash would

// Step 1: a record "n" becomes "n" and a count of how often it was migrated.
Result<Step::Slice> count_each(WriteTxn& txn, std::string_view position, size_t most) {
  std::vector<uint64_t> slice;
  txn.scan(
      Table::posts, {},
      [&](std::string_view key, std::string_view) {
        if (key != position) slice.push_back(number_at(key, 0));
        return slice.size() < most;
      },
      position);
  for (const auto n : slice) {
    const auto value = *txn.get(Table::posts, key_of(n));
    const auto times = value.size() > 8 ? number_at(value, 8) + 1 : 1;
    TRY(txn.put(Table::posts, key_of(n), key_of(n, times)));
    if (n >= g_fail_after) return fail(Code::internal, "the power is gone");
  }
  if (slice.empty()) return Step::Slice();
  return Step::Slice(std::string(key_of(slice.back())));
}

// Step 2: done in one slice.
Result<Step::Slice> mark_done(WriteTxn& txn, std::string_view, size_t) {
  TRY(txn.put(Table::meta, key_of_text("second step"), "done"));
  return Step::Slice();
}

constexpr Step kTestSteps[] = {
    {.from = 1, .what = "Posts are counted", .migrate = count_each},
    {.from = 2, .what = "A mark is set", .migrate = mark_done},
};

class Format : public StoreTest {
 protected:
  void SetUp() override {
    g_fail_after = UINT64_MAX;
    StoreTest::SetUp();
    write([](WriteTxn& txn) -> Result<void> {
      for (uint64_t n = 1; n <= kRecords; ++n) {
        TRY(txn.put(Table::posts, key_of(n), view(value_of(n))));
      }
      return txn.put(Table::meta, key_of_text("format"), view(value_of(1)));
    });
  }
  void expect_each_migrated_once() {
    uint64_t rows = 0;
    read().scan(Table::posts, {}, [&](std::string_view, std::string_view value) {
      EXPECT_EQ(number_at(value, 0), ++rows);
      EXPECT_EQ(number_at(value, 8), 1U) << rows;
      return true;
    });
    EXPECT_EQ(rows, kRecords);
    EXPECT_TRUE(read().has(Table::meta, key_of_text("second step")));
    EXPECT_EQ(read().count(Table::positions), 0U) << "nothing is left of the way";
  }
  Migration migration() { return {.steps = kTestSteps, .slice = 64}; }
};

TEST_F(StoreTest, AFreshStoreHasThePresentFormat) {
  EXPECT_TRUE(read().has(Table::meta, key_of_text("format")));
  EXPECT_EQ(find_format(read()), present_format());
  EXPECT_EQ(migrate(*store_, *writer_).value(), present_format());
}

TEST(FormatSteps, LeadFromTheFirstVersionToThePresentOneWithoutAGap) {
  uint32_t from = 1;
  for (const auto& step : format_steps()) {
    EXPECT_EQ(step.from, from++);
    EXPECT_FALSE(step.what.empty());
    EXPECT_NE(step.migrate, nullptr);
  }
  EXPECT_EQ(from, present_format());
}

TEST_F(Format, AnOlderStoreIsTakenUpVersionByVersion) {
  size_t slices = 0;
  auto how = migration();
  how.progress = [&](const Step& step) { slices += step.from == 1; };
  EXPECT_EQ(migrate(*store_, *writer_, how).value(), 3U);
  EXPECT_EQ(find_format(read()), 3U);
  EXPECT_EQ(slices, kRecords / 64 + 2) << "each slice is a change of its own";
  expect_each_migrated_once();
}

TEST_F(Format, AMigratedStoreIsNotMigratedAgain) {
  ASSERT_TRUE(migrate(*store_, *writer_, migration()).ok());
  EXPECT_EQ(migrate(*store_, *writer_, migration()).value(), 3U);
  expect_each_migrated_once();
}

TEST_F(Format, TheNodeWritesBetweenTheSlices) {
  auto how = migration();
  uint64_t written = 0;
  how.progress = [&](const Step&) {
    write([&](WriteTxn& txn) { return txn.put(Table::seen, key_of(++written), {}); });
  };
  ASSERT_TRUE(migrate(*store_, *writer_, how).ok());
  EXPECT_GT(written, 10U);
  EXPECT_EQ(read().count(Table::seen), written);
  expect_each_migrated_once();
}

TEST_F(Format, AfterACrashItGoesOnWhereItStood) {
  g_fail_after = 500;
  EXPECT_EQ(migrate(*store_, *writer_, migration()).error().what, "the power is gone");
  EXPECT_EQ(find_format(read()), 1U);
  reopen();
  g_fail_after = UINT64_MAX;
  size_t slices = 0;
  auto how = migration();
  how.progress = [&](const Step& step) { slices += step.from == 1; };
  ASSERT_TRUE(migrate(*store_, *writer_, how).ok());
  EXPECT_LT(slices, kRecords / 64) << "it does not begin again";
  expect_each_migrated_once();
}

TEST_F(Format, AskedToStopItKeepsWhatIsDone) {
  std::stop_source stop;
  auto how = migration();
  how.stop = stop.get_token();
  size_t slices = 0;
  how.progress = [&](const Step&) {
    if (++slices == 3) stop.request_stop();
  };
  EXPECT_EQ(migrate(*store_, *writer_, how).value(), 1U);
  EXPECT_EQ(slices, 3U);
  reopen();
  ASSERT_TRUE(migrate(*store_, *writer_, migration()).ok());
  expect_each_migrated_once();
}

TEST_F(Format, AStoreFromWhichNoStepLeadsOnIsCorrupt) {
  auto how = migration();
  how.steps = std::span(kTestSteps).subspan(1);
  EXPECT_EQ(migrate(*store_, *writer_, how).error().code, Code::corrupt);
}

TEST_F(Format, AStoreOfANewerHallwayIsRefusedAndLeftAsItWas) {
  write([](WriteTxn& txn) {
    return txn.put(Table::meta, key_of_text("format"), view(value_of(present_format() + 1)));
  });
  close();
  const auto file = dir_.path() / "store" / "data.mdb";
  const auto before = test::read_file(file);
  const auto opened = Store::open(dir_.path());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, Code::invalid);
  EXPECT_NE(opened.error().what.find("written by a newer Hallway"), std::string::npos);
  EXPECT_EQ(before, test::read_file(file));
}

}  // namespace
}  // namespace hallway
