#include "server/subscriber.h"

#include <gmock/gmock.h>

#include "storage/values/json.h"
#include "tests/support/web_socket.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using Dialect = Subscriber::Dialect;

Channel channel(std::string_view name, std::string_view tag = {}) {
  return parse_channel(name, {.tag = tag}).value();
}
Subscriber with_scopes(std::string scopes, std::vector<Channel> channels) {
  return {{.account = {1}, .person = {2}, .scopes = std::move(scopes)},
          Dialect::web_socket,
          {},
          std::move(channels)};
}

TEST(Subscriber, APositionIsReadAsItIsWritten) {
  const LivePosition position{4711, {1'169'823'740'000}};
  EXPECT_EQ(to_string(position), "4711-1169823740000");
  EXPECT_EQ(parse_position(to_string(position)).value(), position);
  for (const auto* text :
       {"", "4711", "-", "1-", "-1", "1-2-3", "a-1", "1 -1", "99999999999999999999999-1"}) {
    EXPECT_FALSE(parse_position(text).ok()) << text;
  }
}

TEST(Subscriber, AnEventIsAFrameOrLines) {
  auto frame = live_message(Dialect::web_socket, channel("hashtag", "tea"), "update", "{\"a\":1}");
  const auto frames = take_frames(frame);
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].opcode, 1);
  EXPECT_EQ(parse_json(frames[0].payload).value(),
            (Json{{"stream", {"hashtag", "tea"}}, {"event", "update"}, {"payload", "{\"a\":1}"}}));
  EXPECT_EQ(live_end(Dialect::web_socket, LivePosition{1, {2}}), "");
  EXPECT_EQ(live_message(Dialect::event_source, channel("user"), "delete", "12"),
            "event: delete\ndata: 12\n");
  EXPECT_EQ(live_end(Dialect::event_source, LivePosition{1, {2}}), "id: 1-2\n\n");
  EXPECT_EQ(live_end(Dialect::event_source, std::nullopt), "\n");
}

TEST(Subscriber, HearsOfNotificationsWithinItsScope) {
  EXPECT_TRUE(with_scopes("read", {channel("user")}).hears_notifications());
  EXPECT_TRUE(with_scopes("read:notifications", {channel("public"), channel("user:notification")})
                  .hears_notifications());
  EXPECT_FALSE(with_scopes("read:statuses", {channel("user")}).hears_notifications());
  EXPECT_FALSE(with_scopes("read", {channel("public")}).hears_notifications());
}

TEST(Subscriber, KeepsWhatItSaysUntilItIsTakenButNotWithoutEnd) {
  auto subscriber = with_scopes("read", {});
  EXPECT_TRUE(subscriber.say("one"));
  EXPECT_TRUE(subscriber.say("two"));
  EXPECT_THAT(subscriber.take_messages(), ElementsAre("one", "two"));
  EXPECT_THAT(subscriber.take_messages(), ElementsAre());
  int taken = 0;
  while (subscriber.say("more")) ++taken;
  EXPECT_EQ(taken, 100);
}

}  // namespace
}  // namespace hallway::test
