#include "storage/search_index.h"

#include <gmock/gmock.h>

#include "tests/support/indexed.h"

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class SearchIndexTest : public test::IndexTest {
 protected:
  void finish() { must(index_->finish_anew("9")); }
  size_t parts() const {
    size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path() / "search")) {
      count += entry.is_directory() ? 1 : 0;
    }
    return count;
  }
};

TEST_F(SearchIndexTest, WhatIsPutInThePlaceOfAnotherOrErasedIsNotFound) {
  put(1, "green tea");
  put(1, "black coffee");
  EXPECT_THAT(find_words("green"), IsEmpty());
  EXPECT_THAT(find_words("coffee"), ElementsAre(1));
  must(index_->erase(Searched::post, {1}));
  must(index_->erase(Searched::post, {2}));
  must(index_->commit("2"));
  EXPECT_THAT(find_words("coffee"), IsEmpty());
  EXPECT_THAT(find({.authors = {{100}}}), IsEmpty());
}

TEST_F(SearchIndexTest, APostAndAnActorOfOneIdAreTwo) {
  put(1, "tea");
  auto actor = text(1, "tea");
  actor.kind = Searched::actor;
  put(actor);
  must(index_->erase(Searched::post, {1}));
  must(index_->commit("2"));
  EXPECT_THAT(find_words("tea"), IsEmpty());
  EXPECT_THAT(find({.kind = Searched::actor, .wanted = {{"tea"}}}), ElementsAre(1));
}

TEST_F(SearchIndexTest, WhatWasCommittedIsThereAfterwardsAndItsPositionWithIt) {
  put(1, "tea");
  finish();
  open();
  EXPECT_EQ(index_->position(), "9");
  EXPECT_THAT(find_words("tea"), ElementsAre(1));
}

TEST_F(SearchIndexTest, OneThatIsMadeAnewTakesThePlaceOfTheOther) {
  put(1, "tea");
  finish();
  must(index_->begin_anew());
  EXPECT_TRUE(index_->is_made_anew());
  EXPECT_THAT(find_words("tea"), ElementsAre(1)) << "the present one answers";
  must(index_->put_anew(text(3, "old coffee")));
  put(2, "new tea");
  EXPECT_THAT(find_words("tea"), UnorderedElementsAre(2, 1));
  EXPECT_THAT(find_words("coffee"), IsEmpty());
  finish();
  EXPECT_THAT(find_words("tea"), ElementsAre(2)) << "what changed meanwhile is in both";
  EXPECT_THAT(find_words("coffee"), ElementsAre(3));
  EXPECT_EQ(parts(), 1U);
}

TEST_F(SearchIndexTest, OneThatWasNotFinishedIsGoneOnWith) {
  put(1, "tea");
  finish();
  must(index_->begin_anew());
  must(index_->put_anew(text(2, "coffee")));
  index_->reach("2");
  must(index_->commit("10"));
  open();
  EXPECT_TRUE(index_->is_made_anew());
  EXPECT_EQ(index_->reached(), "2");
  EXPECT_THAT(find_words("tea"), ElementsAre(1));
  finish();
  EXPECT_THAT(find_words("coffee"), ElementsAre(2));
  EXPECT_THAT(find_words("tea"), IsEmpty());
}

TEST_F(SearchIndexTest, WhatCannotBeReadIsMadeAnew) {
  put(1, "tea");
  finish();
  index_.reset();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir_.path() / "search")) {
    if (entry.is_regular_file()) std::filesystem::resize_file(entry.path(), 10);
  }
  open();
  EXPECT_TRUE(index_->is_made_anew());
  EXPECT_THAT(find_words("tea"), IsEmpty());
  EXPECT_EQ(parts(), 1U);
}

TEST_F(SearchIndexTest, BeforeItIsOpenThereIsNothingToRead) {
  const SearchIndex index(dir_.path() / "other");
  EXPECT_EQ(index.read().error().code, Code::unavailable);
  EXPECT_FALSE(std::filesystem::exists(dir_.path() / "other"));
}

}  // namespace
}  // namespace hallway
