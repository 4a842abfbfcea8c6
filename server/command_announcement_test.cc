// hallway announcement, as somebody on the command line gets it.

#include <gmock/gmock.h>

#include "server/commands.h"
#include "storage/announcements.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class AnnouncementCommand : public NodeTest {
 protected:
  Result<std::string> say(const std::string& name, const Json& arguments = Json::object()) {
    const auto* command = find_command("announcement " + name);
    return command->print(TRY(command->run(*node_, arguments)));
  }
  std::vector<Announcement> all() { return list_announcements(node_->read().value()); }
};

TEST_F(AnnouncementCommand, OneIsMadeListedAndRemoved) {
  EXPECT_EQ(say("list").value(), "There are no announcements.\n");
  EXPECT_THAT(say("add", {{"text", "Tea at four\nwith cake"}}).value(), HasSubstr("Announced "));
  ASSERT_EQ(all().size(), 1U);
  const auto id = to_string(all()[0].id);
  EXPECT_EQ(say("list").value(), id + "\t\t\tTea at four\n");
  EXPECT_EQ(say("remove", {{"id", id}}).value(), "Removed " + id);
  EXPECT_EQ(say("remove", {{"id", id}}).error().code, Code::not_found);
  EXPECT_EQ(say("remove", {{"id", "tea"}}).error().code, Code::invalid);
}

TEST_F(AnnouncementCommand, ADayLastsUntilItIsOver) {
  ASSERT_TRUE(say("add", {{"text", "x"}, {"starts", "2026-12-01"}, {"ends", "2026-12-02"}}).ok());
  const auto one = all().at(0);
  EXPECT_TRUE(one.all_day);
  EXPECT_EQ(one.starts, *parse_rfc3339("2026-12-01T00:00:00Z"));
  EXPECT_EQ(one.ends, *parse_rfc3339("2026-12-03T00:00:00Z"));
  ASSERT_TRUE(say("add", {{"text", "x"}, {"ends", "2026-12-01T16:00:00+01:00"}}).ok());
  EXPECT_FALSE(all().at(1).all_day);
  EXPECT_EQ(all().at(1).ends, *parse_rfc3339("2026-12-01T15:00:00Z"));
}

TEST_F(AnnouncementCommand, WhatMakesNoSenseIsRefused) {
  for (const auto& arguments :
       {Json{{"text", ""}}, Json{{"text", " \n\t"}}, Json{{"text", std::string(10'001, 'x')}},
        Json{{"text", "x"}, {"starts", "tomorrow"}}, Json{{"text", "x"}, {"ends", "2020-01-01"}},
        Json{
            {"text", "x"}, {"starts", "2026-12-02T10:00:00Z"}, {"ends", "2026-12-02T09:00:00Z"}}}) {
    EXPECT_EQ(say("add", arguments).error().code, Code::invalid) << arguments;
  }
  EXPECT_TRUE(all().empty());
}

}  // namespace
}  // namespace hallway::test
