#include "server/live_streams.h"

#include "tests/support/streams.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Names = std::vector<std::string>;

class LiveStreams : public StreamTest {
 protected:
  void publish() { post(alice_, {{"status", "words #tea"}, {"visibility", "public"}}); }
};

TEST_F(LiveStreams, StreamsAreTakenUpAndGivenUpInMessages) {
  const auto mine = socket("", alice_);
  publish();
  EXPECT_THAT(framed(mine), IsEmpty()) << "nothing was asked for";
  say(mine, {{"type", "subscribe"}, {"stream", "user"}});
  say(mine, {{"type", "subscribe"}, {"stream", "user"}});
  say(mine, {{"type", "subscribe"}, {"stream", "hashtag"}, {"tag", "Tea"}});
  bytes(mine);
  publish();
  const auto both = framed(mine);
  ASSERT_EQ(both.size(), 2U) << "once for each stream";
  EXPECT_EQ(both[0].stream, Names{"user"});
  EXPECT_EQ(both[1].stream, (Names{"hashtag", "tea"}));
  EXPECT_THAT(briefs(both),
              ElementsAre(HasSubstr("update <p>words"), HasSubstr("update <p>words")));
  say(mine, {{"type", "unsubscribe"}, {"stream", "user"}});
  bytes(mine);
  publish();
  EXPECT_EQ(framed(mine).size(), 1U);
}

TEST_F(LiveStreams, WhatCannotBeSaidIsAnswered) {
  const auto narrow = token_for(*find_account(node_->read().value(), "alice"), "read:statuses");
  const auto mine = socket("", narrow);
  for (const Json& wrong :
       {Json{{"type", "subscribe"}, {"stream", "everything"}}, Json{{"type", "subscribe"}},
        Json{{"type", "dance"}, {"stream", "user"}}, Json::array(), Json("text"),
        Json{{"type", "subscribe"}, {"stream", "hashtag"}},
        Json{{"type", "subscribe"}, {"stream", "user:notification"}}}) {
    say(mine, wrong);
    const auto answers = framed(mine);
    ASSERT_EQ(answers.size(), 1U) << dump_json(wrong);
    EXPECT_EQ(answers[0].event, "");
    EXPECT_NE(answers[0].payload, "") << dump_json(wrong);
  }
  mine->hear(masked_text("no JSON"));
  EXPECT_EQ(framed(mine).size(), 1U);
  EXPECT_TRUE(mine->pipe().open());
}

TEST_F(LiveStreams, OneConnectionListensToSoManyAndNoMore) {
  const auto mine = socket("", alice_);
  for (size_t i = 0; i <= Live::kMostChannels; ++i) {
    say(mine, {{"type", "subscribe"}, {"stream", "hashtag"}, {"tag", "tag" + std::to_string(i)}});
    EXPECT_EQ(framed(mine).size(), i < Live::kMostChannels ? 0U : 1U) << i;
  }
}

TEST_F(LiveStreams, WhoTalksWithoutEndIsLetGo) {
  const auto mine = socket("", alice_);
  std::string flood;
  for (int i = 0; i < 200; ++i) flood += masked_text("{}");
  mine->hear(flood);
  EXPECT_TRUE(mine->pipe().take().closed);
}

TEST_F(LiveStreams, ASocketIsAskedWhetherItIsThereAndClosedWhereItIsNot) {
  const auto mine = socket("?stream=user", alice_);
  std::string seen;
  for (int beat = 0; beat < 20; ++beat) {
    mine->beat();
    auto raw = bytes(mine);
    seen += raw;
    if (!take_frames(raw).empty()) mine->hear(masked_frame(0x8a, ""));  // pong
    ASSERT_TRUE(mine->pipe().open()) << beat;
  }
  EXPECT_EQ(take_frames(seen).size(), 10U);
  for (int beat = 0; beat < 5; ++beat) mine->beat();
  const auto last = mine->pipe().take();
  EXPECT_TRUE(last.closed);
  EXPECT_TRUE(last.bytes.ends_with("\x88\x02\x03\xe9")) << "1001";
}

TEST_F(LiveStreams, PingsAndFarewellsAreAnswered) {
  const auto mine = socket("?stream=user", alice_);
  mine->hear(masked_frame(0x89, "there?"));
  EXPECT_EQ(bytes(mine),
            "\x8a\x06"
            "there?");
  mine->hear(masked_frame(0x88, std::string("\x03\xe8", 2)));
  const auto last = mine->pipe().take();
  EXPECT_EQ(last.bytes.substr(0, 4), "\x88\x02\x03\xe8");
  EXPECT_TRUE(last.closed);
}

TEST_F(LiveStreams, EventsHaveAHeartbeatThatIsNoEvent) {
  const auto mine = events("user", alice_);
  EXPECT_EQ(bytes(mine), ":)\n");
  mine->beat();
  EXPECT_EQ(bytes(mine), ":thump\n");
  mine->leave();
  EXPECT_TRUE(mine->pipe().take().closed);
}

}  // namespace
}  // namespace hallway::test
