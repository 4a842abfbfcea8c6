#include "storage/filters.h"

#include <gmock/gmock.h>

#include <set>

#include "tests/support/rows.h"

namespace hallway::test {
namespace {

using ::testing::IsEmpty;

class Filters : public StoreTest {
 protected:
  Filter put(Filter filter) {
    return write([&](WriteTxn& txn) -> Result<Filter> {
      TRY(put_filter(txn, filter, kNow));
      return filter;
    });
  }
};

TEST_F(Filters, OneIsKeptAsItWasSaid) {
  const auto made = put({.owner = kAlice,
                         .title = "Noise",
                         .contexts = kFilterHome | kFilterThread,
                         .action = FilterAction::hide,
                         .expires = kNow + hours(1),
                         .keywords = {{.text = "noise", .whole_word = true}},
                         .posts = {{.post = Id{7}}}});
  const auto known = find_filter(read(), kAlice, made.id);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->title, "Noise");
  EXPECT_EQ(known->contexts, kFilterHome | kFilterThread);
  EXPECT_EQ(known->action, FilterAction::hide);
  ASSERT_EQ(known->keywords.size(), 1U);
  EXPECT_EQ(known->keywords[0].text, "noise");
  EXPECT_TRUE(known->keywords[0].whole_word);
  ASSERT_EQ(known->posts.size(), 1U);
  EXPECT_EQ(known->posts[0].post, Id{7});
  EXPECT_FALSE(known->ended(kNow));
  EXPECT_TRUE(known->ended(kNow + hours(1)));
  EXPECT_FALSE(find_filter(read(), kBob, made.id));
}

TEST_F(Filters, NoTwoPartsOfAPersonHaveTheSameNumber) {
  auto one = put({.owner = kAlice, .keywords = {{.text = "a"}, {.text = "b"}}});
  put({.owner = kAlice, .keywords = {{.text = "c"}}, .posts = {{.post = Id{7}}}});
  one.keywords.push_back({.text = "d"});
  put(one);
  std::set<Id> numbers;
  size_t parts = 0;
  for (const auto& filter : list_filters(read(), kAlice)) {
    for (const auto& word : filter.keywords) numbers.insert(word.id), ++parts;
    for (const auto& post : filter.posts) numbers.insert(post.id), ++parts;
  }
  EXPECT_EQ(parts, 5U);
  EXPECT_EQ(numbers.size(), parts);
  EXPECT_FALSE(numbers.contains(Id{}));
}

TEST_F(Filters, OneCanBeTakenAway) {
  const auto made = put({.owner = kAlice, .title = "Noise"});
  write([&](WriteTxn& txn) -> Result<bool> {
    TRY(erase_filter(txn, kAlice, made.id));
    return true;
  });
  EXPECT_THAT(list_filters(read(), kAlice), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
