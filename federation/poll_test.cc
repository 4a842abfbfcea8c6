#include "federation/poll.h"

#include <gmock/gmock.h>

namespace hallway::test {
namespace {

using testing::SizeIs;

Json option(const Json& name, const Json& votes = 0) {
  return {{"type", "Note"},
          {"name", name},
          {"replies", {{"type", "Collection"}, {"totalItems", votes}}}};
}

TEST(Polls, AreReadAsTheyAreSent) {
  const auto poll = find_poll({{"type", "Question"},
                               {"oneOf", {option("Steel", 3), option("<b>Brass</b>", 1)}},
                               {"endTime", "2026-12-01T12:00:00Z"},
                               {"votersCount", 4}});
  ASSERT_TRUE(poll);
  EXPECT_FALSE(poll->multiple);
  EXPECT_EQ(poll->options, (std::vector<PollOption>{{"Steel", 3}, {"Brass", 1}}));
  EXPECT_EQ(to_rfc3339(poll->ends), "2026-12-01T12:00:00Z");
  EXPECT_EQ(poll->closed.ms, 0);
  EXPECT_EQ(poll->voters, 4U);
  EXPECT_TRUE(find_poll({{"anyOf", {option("a"), option("b")}}})->multiple);
  EXPECT_THAT(find_poll({{"oneOf", option("alone")}})->options, SizeIs(1));
  const Json misskey = {{"name", "a"}, {"_misskey_votes", 7}};
  EXPECT_EQ(find_poll({{"oneOf", {misskey}}})->options[0].votes, 7U);
}

TEST(Polls, WhatAVoteCouldNotNameIsNoOption) {
  const Json options = {option("a", 1), option("a", 5), option(""), option(7), option(nullptr), "x",
                        option("b", 2)};
  EXPECT_EQ(find_poll({{"oneOf", options}})->options,
            (std::vector<PollOption>{{"a", 1}, {"b", 2}}));
  for (const Json& none : {Json::array(), Json("x"), Json(7), Json()}) {
    EXPECT_FALSE(find_poll({{"oneOf", none}})) << none;
  }
}

TEST(Polls, FiguresThatCannotBeAreNone) {
  for (const Json& n : {Json(-1), Json(1e30), Json("7"), Json(0.5), Json(), Json::array({1})}) {
    const auto poll = find_poll({{"oneOf", {option("a", n)}}, {"votersCount", n}});
    ASSERT_TRUE(poll) << n;
    EXPECT_EQ(poll->options[0].votes, 0U) << n;
    EXPECT_EQ(poll->voters, 0U) << n;
  }
}

TEST(Polls, AClosedOneIsClosedWhetherOrNotItSaysWhen) {
  const Time now{1'795'612'315'000};
  const struct {
    Json closed;
    bool open;
  } kCases[] = {{nullptr, true},
                {false, true},
                {true, false},
                {"2026-11-25T13:11:55Z", false},
                {"nonsense", true}};
  for (const auto& c : kCases) {
    const auto poll = find_poll({{"oneOf", {option("a")}}, {"closed", c.closed}});
    EXPECT_EQ(poll->open(now), c.open) << c.closed;
  }
  EXPECT_FALSE(
      find_poll({{"oneOf", {option("a")}}, {"endTime", "2026-11-25T13:11:54Z"}})->open(now));
}

TEST(Polls, Attack29OfAHugeOneTheFirstOptionsCount) {
  Json options = Json::array();
  for (int i = 0; i < 5'000; ++i) {
    options.push_back(option(std::to_string(i) + std::string(2'000, 'x'), 1));
  }
  const auto poll = find_poll({{"oneOf", options}});
  EXPECT_THAT(poll->options, SizeIs(Poll::kMostOptions));
  EXPECT_THAT(poll->options[63].title, SizeIs(500));
}

TEST(Polls, WhatWeWriteWeRead) {
  for (const bool multiple : {false, true}) {
    const Poll poll{.options = {{"Steel", 3}, {"Brass & tin", 0}},
                    .multiple = multiple,
                    .ends = {1'795'612'315'000},
                    .closed = {1'795'612'316'000},
                    .voters = 3};
    Json question = {{"type", "Question"}};
    add_poll(question, poll);
    const auto again = find_poll(question);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->multiple, multiple);
    EXPECT_EQ(again->ends, poll.ends);
    EXPECT_EQ(again->closed, poll.closed);
    EXPECT_EQ(again->voters, 3U);
    EXPECT_EQ(again->options[0], poll.options[0]);
  }
}

}  // namespace
}  // namespace hallway::test
