#include "storage/search_due.h"

#include <gtest/gtest.h>

#include "storage/actors.h"
#include "storage/forget_post.h"
#include "storage/posts.h"
#include "tests/support/rows.h"

namespace hallway {
namespace {

using test::iri;

class SearchDueTest : public test::StoreTest {
 protected:
  std::vector<Id> due() const {
    std::vector<Id> ids;
    for (const auto& one : list_search_due(read(), 0, 100)) ids.push_back(one.id);
    return ids;
  }
  Post post() {
    Post post{.iri = iri("https://a.example/1"), .author = {7}, .content = "<p>Tea</p>"};
    write([&](WriteTxn& txn) { return add_post(txn, post, test::kNow); });
    return post;
  }
  void forget_due() {
    write([&](WriteTxn& txn) { return erase_search_due(txn, UINT64_MAX); });
  }
};

TEST_F(SearchDueTest, WhateverChangesWhatIsFoundIsDue) {
  const auto id = post().id;
  EXPECT_EQ(due(), std::vector{id});
  forget_due();
  write([&](WriteTxn& txn) { return update_post(txn, *find_post(txn, id)); });
  EXPECT_EQ(due(), std::vector{id});
  forget_due();
  write([&](WriteTxn& txn) { return forget_post(txn, *find_post(txn, id), test::kNow); });
  EXPECT_EQ(due(), std::vector{id});
  forget_due();
  Actor actor{.iri = iri("https://a.example/alice"), .name = "alice", .domain = "a.example"};
  write([&](WriteTxn& txn) { return put_actor(txn, actor, test::kNow); });
  ASSERT_EQ(due(), std::vector{actor.id});
  EXPECT_EQ(list_search_due(read(), 0, 1)[0].kind, Searched::actor);
}

TEST_F(SearchDueTest, WhatComesWhileOthersAreIndexedStays) {
  for (uint64_t n = 1; n <= 3; ++n) {
    write([&](WriteTxn& txn) { return add_search_due(txn, {n}, Searched::post); });
  }
  const auto first = list_search_due(read(), 0, 2);
  ASSERT_EQ(first.size(), 2U);
  write([&](WriteTxn& txn) { return erase_search_due(txn, first.back().number); });
  EXPECT_EQ(due(), std::vector{Id{3}});
  write([&](WriteTxn& txn) { return add_search_due(txn, {3}, Searched::post); });
  EXPECT_EQ(due(), (std::vector{Id{3}, Id{3}})) << "of a later state of the same";
  EXPECT_EQ(list_search_due(read(), last_search_due(read()), 9).size(), 0U);
}

}  // namespace
}  // namespace hallway
