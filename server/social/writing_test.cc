#include "server/social/writing.h"

#include "tests/support/social.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;

class WritingOfPrograms : public SocialTest {};

TEST_F(WritingOfPrograms, AnUpdateChangesWhatItNamesAndNothingElse) {
  auto wish = note("<p>First</p>", self("bob"));
  wish["summary"] = "Greetings";
  const auto posted = object_of(as_alice(wish), alice_);
  as_alice(act("Update", {{"id", posted}, {"type", "Note"}, {"content", "<p>Second</p>"}}));
  auto now = read_as(posted, bob_);
  EXPECT_EQ(now["content"], "<p>Second</p>");
  EXPECT_EQ(now["summary"], "Greetings");
  EXPECT_THAT(now["to"], ElementsAre(self("bob"))) << "whom it is for stays";
  as_alice(act("Update", {{"id", posted}, {"type", "Note"}, {"summary", nullptr}}));
  now = read_as(posted, bob_);
  EXPECT_TRUE(now["summary"].is_null());
  EXPECT_EQ(now["content"], "<p>Second</p>");
  EXPECT_EQ(submit("bob", bob_, act("Update", {{"id", posted}, {"content", "Mine"}})).status, 403);
  as_alice(act("Delete", posted));
  EXPECT_EQ(status_for(posted, bob_), 410);
  EXPECT_EQ(refusal_of(act("Delete", posted)), 410);
}

TEST_F(WritingOfPrograms, OnesOwnActorIsChangedByAnUpdate) {
  as_alice(
      act("Update",
          {{"id", self("alice")},
           {"type", "Person"},
           {"name", "Alice of Design"},
           {"summary", "<p>I know bearings.</p>"},
           {"manuallyApprovesFollowers", true},
           {"attachment",
            Json::array({{{"type", "PropertyValue"}, {"name", "Room"}, {"value", "4.11"}}})}}));
  const auto actor = read_as(self("alice"), bob_);
  EXPECT_EQ(actor["name"], "Alice of Design");
  EXPECT_EQ(actor["summary"], "<p>I know bearings.</p>");
  EXPECT_TRUE(actor["manuallyApprovesFollowers"]);
  EXPECT_EQ(actor["attachment"][0]["name"], "Room");
  const Json strange{{"id", self("alice")}, {"icon", "https://elsewhere.example/a.png"}};
  EXPECT_EQ(refusal_of(act("Update", strange)), 400);
  EXPECT_EQ(refusal_of(act("Update", {{"id", self("bob")}, {"name", "Bobby"}})), 403);
  EXPECT_EQ(refusal_of(act("Delete", self("alice"))), 403);
  EXPECT_EQ(refusal_of(act("Move", self("alice"))), 403);
}

TEST_F(WritingOfPrograms, PollsAreAskedAndVotedIn) {
  Json poll = note("Tea?");
  poll["type"] = "Question";
  poll["oneOf"] = Json::array({{{"type", "Note"}, {"name", "Yes"}}, {{"name", "No"}}});
  poll["endTime"] = to_rfc3339(clock_.now() + hours(1));
  const auto asked = object_of(as_alice(poll), alice_);
  EXPECT_EQ(read_as(asked, bob_)["type"], "Question");
  const Json vote{{"type", "Note"},
                  {"name", "Yes"},
                  {"inReplyTo", asked},
                  {"to", Json::array({self("alice")})}};
  EXPECT_EQ(submit("bob", bob_, act("Create", vote)).status, 201);
  EXPECT_EQ(submit("bob", bob_, act("Create", vote)).status, 400) << "once is enough";
  const auto id = asked.substr(asked.rfind('/') + 1);
  EXPECT_EQ(done("GET", "/api/v1/statuses/" + id, bob_)["poll"]["votes_count"], 1);
}

}  // namespace
}  // namespace hallway::test
