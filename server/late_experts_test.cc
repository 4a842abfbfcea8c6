#include "server/late_experts.h"

#include <gmock/gmock.h>

#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

// What becomes of a listener when nobody else is asked; with other nodes: tests/stories.
class LateExpertsTest : public NodeTest {
 protected:
  Result<std::shared_ptr<Stream>> follow(bool complete) {
    return node_->late_experts().follow([this, complete]() -> Result<LateExperts::Found> {
      ++asked_;
      return LateExperts::Found{.data = R"({"people":[]})", .complete = complete};
    });
  }
  int asked_ = 0;
};

TEST_F(LateExpertsTest, WhatIsCompleteIsSaidAndOver) {
  const auto stream = follow(true);
  ASSERT_TRUE(stream.ok());
  const auto taken = (*stream)->pipe().take();
  EXPECT_EQ(taken.bytes, "event: found\ndata: {\"people\":[]}\n\nevent: end\ndata: {}\n\n");
  EXPECT_TRUE(taken.closed);
  EXPECT_EQ(node_->late_experts().next_due(), std::nullopt);
}

TEST_F(LateExpertsTest, ThatItCannotBeAskedIsAnErrorOfItsOwn) {
  const auto stream = node_->late_experts().follow(
      []() -> Result<LateExperts::Found> { return fail(Code::invalid, "no words"); });
  EXPECT_EQ(stream.error().code, Code::invalid);
}

TEST_F(LateExpertsTest, WhoHungUpIsForgottenWithTheirQuestion) {
  auto stream = follow(false);
  ASSERT_TRUE(stream.ok());
  EXPECT_NE(node_->late_experts().next_due(), std::nullopt);
  *stream = nullptr;
  EXPECT_EQ(node_->late_experts().run(), 0U);
  EXPECT_EQ(node_->late_experts().next_due(), std::nullopt);
  EXPECT_EQ(asked_, 1);
}

TEST_F(LateExpertsTest, SoManyMayWaitAndTheNextHasWhatThereIs) {
  std::vector<std::shared_ptr<Stream>> streams;
  for (int i = 0; i < 64; ++i) {
    streams.push_back(follow(false).value());
    EXPECT_FALSE(streams.back()->pipe().take().closed);
  }
  const auto taken = follow(false).value()->pipe().take();
  EXPECT_THAT(taken.bytes, HasSubstr("event: found"));
  EXPECT_TRUE(taken.closed);
}

TEST_F(LateExpertsTest, ANodeThatStopsSaysNoMore) {
  const auto stream = follow(false).value();
  stream->leave();
  EXPECT_TRUE(stream->pipe().take().closed);
  EXPECT_EQ(node_->late_experts().run(), 0U);
}

}  // namespace
}  // namespace hallway::test
