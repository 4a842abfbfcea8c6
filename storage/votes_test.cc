#include "storage/votes.h"

#include <gmock/gmock.h>

#include "storage/posts.h"
#include "tests/support/rows.h"

namespace hallway {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Id kPoll{21}, kOther{22};

class Votes : public StoreTest {
 protected:
  void vote(Id poll, Id actor, uint64_t options) {
    write([&](WriteTxn& txn) { return put_votes(txn, poll, actor, options); });
  }
  void due(Id poll, Time at) {
    write([&](WriteTxn& txn) { return put_poll_due(txn, poll, at); });
  }
};

TEST_F(Votes, AreKeptByPollAndPerson) {
  vote(kPoll, kAlice, 0b101);
  vote(kPoll, kBob, uint64_t{1} << 63);
  vote(kOther, kAlice, 0b1);
  EXPECT_EQ(find_votes(read(), kPoll, kAlice), 0b101U);
  EXPECT_EQ(find_votes(read(), kPoll, kBob), uint64_t{1} << 63);
  EXPECT_EQ(find_votes(read(), kOther, kBob), 0U);
  EXPECT_THAT(list_voters(read(), kPoll, 10), ElementsAre(kAlice, kBob));
  EXPECT_THAT(list_voters(read(), kPoll, 1), ElementsAre(kAlice));
}

TEST_F(Votes, OfOnePollGoWithItAlone) {
  vote(kPoll, kAlice, 1);
  vote(kPoll, kBob, 1);
  vote(kOther, kAlice, 1);
  write([](WriteTxn& txn) { return erase_votes(txn, kPoll); });
  EXPECT_THAT(list_voters(read(), kPoll, 10), IsEmpty());
  EXPECT_THAT(list_voters(read(), kOther, 10), ElementsAre(kAlice));
}

TEST_F(Votes, PollsAreDueInOrderAndOnce) {
  due(kOther, kNow + minutes(1));
  due(kPoll, kNow);
  due(kPoll, kNow);
  EXPECT_THAT(list_due_polls(read(), kNow - milliseconds(1), 10), IsEmpty());
  EXPECT_EQ(list_due_polls(read(), kNow, 10).size(), 1U);
  const auto all = list_due_polls(read(), kNow + minutes(1), 10);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].post, kPoll);
  EXPECT_EQ(all[0].at, kNow);
  write([&](WriteTxn& txn) { return erase_poll_due(txn, all[0]); });
  EXPECT_EQ(list_due_polls(read(), kNow + minutes(1), 10).size(), 1U);
}

TEST_F(Votes, OnlyAPostWithAPollHasItsPollReplaced) {
  Post post{.iri = iri("https://a.example/1"), .author = kAlice};
  post.published = kNow;
  write([&](WriteTxn& txn) { return add_post(txn, post, kNow); });
  const Poll poll{.options = {{"Yes", 1}}};
  for (const auto id : {post.id, kPoll}) {
    const auto put = writer_->apply([&](WriteTxn& txn) { return put_poll(txn, id, poll); });
    ASSERT_FALSE(put.ok());
    EXPECT_EQ(put.error().code, Code::not_found);
  }
}

}  // namespace
}  // namespace hallway
