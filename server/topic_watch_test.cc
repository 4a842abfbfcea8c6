#include "server/topic_watch.h"

#include <gmock/gmock.h>

#include "tests/support/talking.h"

namespace hallway::test {
namespace {

class TopicWatchTest : public TalkTest {
 protected:
  // What is known after the worker had its turn.
  size_t known() {
    EXPECT_TRUE(node_->topic_watch().run().ok());
    return node_->topic_watch().latest()->said.size();
  }
};

TEST_F(TopicWatchTest, ReadsAnewSomeTimeAfterSomethingWasWritten) {
  EXPECT_EQ(node_->topic_watch().latest()->said.size(), 0U) << "nothing is read at the start";
  const auto ada = here("ada");
  say_of(ada, {"tea"});
  EXPECT_EQ(known(), 1U);
  say_of(ada, {"tea"});
  EXPECT_EQ(known(), 1U) << "not so soon";
  const auto due = node_->topic_watch().next_due();
  ASSERT_TRUE(due);
  EXPECT_GE(*due, clock_.now() + milliseconds(1'900));
  clock_.advance(minutes(10));
  EXPECT_EQ(known(), 2U);
}

TEST_F(TopicWatchTest, WhoReadsKeepsWhatTheyHave) {
  const auto ada = here("ada");
  say_of(ada, {"tea"});
  const auto kept = talk();
  say_of(ada, {"tea"});
  EXPECT_EQ(talk()->said.size(), 2U);
  EXPECT_EQ(kept->said.size(), 1U);
}

TEST_F(TopicWatchTest, AClockThatIsSetBackDoesNotStopIt) {
  clock_.advance(days(30));
  EXPECT_EQ(known(), 0U);
  clock_.advance(days(-29));
  say_of(here("ada"), {"tea"});
  EXPECT_EQ(known(), 1U);
}

}  // namespace
}  // namespace hallway::test
