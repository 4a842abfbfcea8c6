#include "storage/search_facts.h"

#include <gtest/gtest.h>

#include "tests/support/store.h"

namespace hallway {
namespace {

class SearchFactsTest : public ::testing::Test {
 protected:
  static SearchFacts facts(uint64_t id) { return {.id = id, .author = id * 100, .length = 7}; }
  SearchFactsWriter writer() { return SearchFactsWriter::open(dir_.path()).value(); }
  const test::TempDir dir_;
};

TEST_F(SearchFactsTest, ARecordIsReadByTheNumberOfItsDocument) {
  auto to = writer();
  for (const uint32_t document : {1, 5, 3}) ASSERT_TRUE(to.put(document, facts(document)).ok());
  ASSERT_TRUE(to.sync().ok());
  const auto view = SearchFactsView::open(dir_.path());
  ASSERT_TRUE(view.ok());
  EXPECT_EQ(view->of(5).author, 500U);
  EXPECT_EQ(view->of(3).length, 7U);
  for (const uint32_t nobody : {0U, 2U, 6U, UINT32_MAX}) EXPECT_EQ(view->of(nobody).id, 0U);
}

TEST_F(SearchFactsTest, WhatIsAddedIsSeenAfterALookHoweverMuchItIs) {
  auto to = writer();
  auto view = SearchFactsView::open(dir_.path());
  ASSERT_TRUE(view.ok());
  for (const uint32_t document : {1U, 100'000U, 1'000'000U}) {
    ASSERT_TRUE(to.put(document, facts(document)).ok());
    EXPECT_EQ(view->of(document).id, 0U);
    ASSERT_TRUE(view->refresh().ok());
    EXPECT_EQ(view->of(document).id, document);
    EXPECT_EQ(view->of(1).id, 1U);
  }
}

TEST_F(SearchFactsTest, ACopyHasWhatWasThere) {
  const test::TempDir other;
  ASSERT_TRUE(writer().put(4, facts(4)).ok());
  ASSERT_TRUE(copy_facts(dir_.path(), other.path()).ok());
  EXPECT_EQ(SearchFactsView::open(other.path())->of(4).id, 4U);
  EXPECT_FALSE(copy_facts(other.path() / "nowhere", dir_.path()).ok());
}

TEST_F(SearchFactsTest, WhereThereIsNoneNothingIsRead) {
  const auto view = SearchFactsView::open(dir_.path());
  ASSERT_FALSE(view.ok());
  EXPECT_EQ(view.error().code, Code::unavailable);
}

}  // namespace
}  // namespace hallway
