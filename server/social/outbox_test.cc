#include "server/social/outbox.h"

#include "tests/support/social.h"

namespace hallway::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class Outbox : public SocialTest {};

TEST_F(Outbox, IsItsOwnersAndTakesOnlyActivities) {
  EXPECT_EQ(submit("alice", "wrong", note("Hello")).status, 401);
  EXPECT_EQ(submit("alice", bob_, note("Hello")).status, 403);
  EXPECT_EQ(submit("nobody", alice_, note("Hello")).status, 404);
  auto headers = bearer(alice_);
  headers.set("Content-Type", "text/plain");
  EXPECT_EQ(node_->handle(request("POST", "/users/alice/outbox", headers, "{}")).status, 415);
  for (const char* body : {"", "[]", "{", "{}", R"({"type":7})"}) {
    headers.set("Content-Type", "application/activity+json");
    EXPECT_EQ(node_->handle(request("POST", "/users/alice/outbox", headers, body)).status, 400)
        << body;
  }
}

TEST_F(Outbox, WhatIsRefusedIsToldAsProblemDetails) {
  const auto refused = submit("alice", alice_, act("Follow", "nonsense"));
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(header(refused, "Content-Type"), "application/problem+json; charset=utf-8");
  const auto problem = json(refused);
  EXPECT_EQ(problem["status"], 400);
  EXPECT_EQ(problem["title"], "Bad Request");
  EXPECT_THAT(problem["detail"].get<std::string>(), HasSubstr("http(s) address"));
  EXPECT_EQ(header(submit("alice", "wrong", note("x")), "WWW-Authenticate"), "Bearer");
}

TEST_F(Outbox, ATokenDoesOnlyWhatItsScopesSay) {
  const auto account = find_account(*node_->read(), "alice").value_or(Account{});
  const auto writes = token_for(account, "write:statuses");
  EXPECT_EQ(submit("alice", writes, note("Hello")).status, 201);
  EXPECT_EQ(submit("alice", writes, act("Follow", self("bob"))).status, 403);
  EXPECT_EQ(submit("alice", writes, act("Update", {{"id", self("alice")}})).status, 403);
  EXPECT_EQ(submit("alice", token_for(account, "read"), note("Hello")).status, 403);
  const auto all = token_for(account, "activitypub:write:all");
  EXPECT_EQ(submit("alice", all, act("Follow", self("bob"))).status, 201);
}

TEST_F(Outbox, AnObjectAloneIsCreatedForThoseItIsFor) {
  const auto answer = submit("alice", alice_, note("Hello @bob, see #tea at https://a.example"));
  ASSERT_EQ(answer.status, 201) << answer.body;
  const auto create = json(answer);
  EXPECT_EQ(create["type"], "Create");
  EXPECT_EQ(create["id"], header(answer, "Location"));
  EXPECT_THAT(create["object"]["id"].get<std::string>(), StartsWith(self("alice") + "/statuses/"));
  EXPECT_EQ(create["object"]["tag"].size(), 2U) << "text without markup is read as typed";
  EXPECT_THAT(create["object"]["content"].get<std::string>(), HasSubstr("<a href=\"https://a.ex"));
  EXPECT_THAT(create["object"]["cc"], Contains(self("bob"))) << "who is named hears of it";
  EXPECT_EQ(done("GET", "/api/v1/notifications", bob_).size(), 1U);
  EXPECT_EQ(status_for(header(answer, "Location"), ""), 200);
}

TEST_F(Outbox, HtmlIsKeptAsFarAsItIsSafeWithItsTags) {
  auto wish = note("<p>Hello <b>all</b><script>x()</script></p>");
  wish["tag"] = Json::array({{{"type", "Hashtag"}, {"name", "#Tea"}},
                             {{"type", "Mention"}, {"href", self("bob")}, {"name", "@bob"}}});
  wish["summary"] = "Greetings";
  wish["contentMap"] = {{"en", wish["content"]}};
  const auto posted = read_as(object_of(as_alice(wish), alice_), alice_);
  EXPECT_EQ(posted["content"], "<p>Hello <b>all</b></p>");
  EXPECT_EQ(posted["source"]["content"], "Hello all");
  EXPECT_EQ(posted["summary"], "Greetings");
  EXPECT_EQ(posted["tag"].size(), 2U);
  EXPECT_TRUE(posted["sensitive"]);
}

TEST_F(Outbox, TheAudienceIsWhatTheProgramSaysItIs) {
  const auto for_bob = object_of(as_alice(note("For you", self("bob"))), alice_);
  EXPECT_EQ(status_for(for_bob, bob_), 200);
  EXPECT_EQ(status_for(for_bob, person("carol")), 404);
  EXPECT_EQ(status_for(for_bob, ""), 404);
  const auto for_followers = object_of(as_alice(note("Us", self("alice") + "/followers")), alice_);
  EXPECT_EQ(status_for(for_followers, bob_), 404);
  as_bob(act("Follow", self("alice")));
  EXPECT_EQ(status_for(for_followers, bob_), 200);
}

TEST_F(Outbox, WhoGetsItBlindlyIsNamedNowhere) {
  auto wish = note("Between us", self("bob"));
  wish["bcc"] = Json::array({self("carol")});
  const auto carol = person("carol");
  const auto create = as_alice(wish);
  const auto posted = object_of(create, alice_);
  EXPECT_EQ(status_for(posted, carol), 200);
  EXPECT_EQ(done("GET", "/api/v1/timelines/home", carol).size(), 1U);
  for (const auto& token : {alice_, bob_, carol}) {
    EXPECT_THAT(dump_json(read_as(posted, token)), Not(HasSubstr("carol")));
  }
  EXPECT_THAT(dump_json(read_as(create, alice_)), Not(HasSubstr("carol")));
}

TEST_F(Outbox, AnArticleHasATitleAndMayBeLong) {
  Json article{{"type", "Article"},
               {"name", "On bearings"},
               {"content", "<p>" + std::string(20'000, 'a') + "</p>"},
               {"to", Json::array({kEverybody})}};
  const auto posted = read_as(object_of(as_alice(article), alice_), bob_);
  EXPECT_EQ(posted["type"], "Article");
  EXPECT_EQ(posted["name"], "On bearings");
  article["content"] = std::string(60'000, 'a');
  EXPECT_EQ(refusal_of(article), 400);
  EXPECT_EQ(refusal_of(note(std::string(6'000, 'a'))), 400);
}

TEST_F(Outbox, AnUpdateChangesWhatItNamesAndNothingElse) {
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

TEST_F(Outbox, OnesOwnActorIsChangedByAnUpdate) {
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

TEST_F(Outbox, FollowsAreAskedForAnsweredAndUndone) {
  as_alice(act("Update", {{"id", self("alice")}, {"manuallyApprovesFollowers", true}}));
  const auto follow = as_bob(act("Follow", self("alice")));
  EXPECT_EQ(as_bob(act("Follow", self("alice"))), follow) << "again is the same follow";
  EXPECT_EQ(page_of(self("alice") + "/followers", alice_)["orderedItems"].size(), 0U);
  as_alice(act("Accept", follow));
  EXPECT_THAT(page_of(self("alice") + "/followers", alice_)["orderedItems"],
              ElementsAre(self("bob")));
  auto removal = act("Remove", self("bob"));
  removal["target"] = self("alice") + "/followers";
  as_alice(removal);
  EXPECT_EQ(page_of(self("alice") + "/followers", alice_)["orderedItems"].size(), 0U);
  const auto again = as_bob(act("Follow", self("alice")));
  as_bob(act("Undo", again));
  EXPECT_EQ(submit("bob", bob_, act("Undo", again)).status, 409) << "it is undone already";
}

TEST_F(Outbox, LikesReactionsAndBoostsAreDoneAndUndone) {
  const auto posted = object_of(as_alice(note("Hello")), alice_);
  const auto id = posted.substr(posted.rfind('/') + 1);
  const auto like = as_bob(act("Like", posted));
  EXPECT_EQ(as_bob(act("Like", posted)), like);
  auto party = act("EmojiReact", posted);
  party["content"] = "🎉";
  const auto reaction = as_bob(party);
  const auto boost = as_bob(act("Announce", posted));
  auto shown = done("GET", "/api/v1/statuses/" + id, bob_);
  EXPECT_TRUE(shown["favourited"]);
  EXPECT_TRUE(shown["reblogged"]);
  EXPECT_THAT(types_in(page_of(self("bob") + "/outbox", bob_)), ElementsAre("Announce"));
  for (const auto& one : {like, reaction, boost}) as_bob(act("Undo", one));
  shown = done("GET", "/api/v1/statuses/" + id, bob_);
  EXPECT_FALSE(shown["favourited"]);
  EXPECT_FALSE(shown["reblogged"]);
  EXPECT_EQ(submit("alice", alice_, act("Undo", like)).status, 404) << "it is bob's";
  EXPECT_EQ(submit("bob", bob_, act("Like", self("alice") + "/statuses/7")).status, 404);
}

TEST_F(Outbox, PeopleAreBlockedIgnoredAndReported) {
  const auto block = as_alice(act("Block", self("bob")));
  EXPECT_EQ(submit("bob", bob_, act("Follow", self("alice"))).status, 403);
  as_alice(act("Undo", block));
  const auto ignore = as_alice(act("Ignore", self("bob")));
  EXPECT_EQ(done("GET", "/api/v1/mutes", alice_).size(), 1U);
  as_alice(act("Undo", ignore));
  EXPECT_EQ(done("GET", "/api/v1/mutes", alice_).size(), 0U);
  const auto posted = object_of(as_bob(note("Buy now")), bob_);
  auto complaint = act("Flag", Json::array({self("bob"), posted}));
  complaint["content"] = "This is spam";
  as_alice(complaint);
  EXPECT_EQ(node_->read()->count(Table::reports), 1U);
}

TEST_F(Outbox, PostsAndHashtagsAreFeaturedByAddAndRemove) {
  const auto posted = object_of(as_alice(note("Read this")), alice_);
  auto pin = act("Add", posted);
  pin["target"] = self("alice") + "/collections/featured";
  as_alice(pin);
  EXPECT_EQ(page_of(self("alice") + "/collections/featured", "")["orderedItems"].size(), 1U);
  EXPECT_EQ(refusal_of(pin), 409);
  pin["type"] = "Remove";
  as_alice(pin);
  EXPECT_EQ(page_of(self("alice") + "/collections/featured", "")["orderedItems"].size(), 0U);
  auto tag = act("Add", {{"type", "Hashtag"}, {"name", "#tea"}});
  tag["target"] = self("alice") + "/collections/tags";
  as_alice(tag);
  EXPECT_EQ(page_of(self("alice") + "/collections/tags", "")["orderedItems"].size(), 1U);
}

TEST_F(Outbox, PollsAreAskedAndVotedIn) {
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

TEST_F(Outbox, AnswersStandBelowWhatTheyAnswer) {
  const auto first = object_of(as_alice(note("First")), alice_);
  auto answer = note("Second");
  answer["inReplyTo"] = first;
  const auto second = read_as(object_of(as_bob(answer), bob_), bob_);
  EXPECT_EQ(second["inReplyTo"], first);
  answer["inReplyTo"] = self("alice") + "/statuses/7";
  EXPECT_EQ(submit("bob", bob_, answer).status, 404);
}

TEST_F(Outbox, WhatHasNoMeaningHereIsKeptAndReachesWhomItIsFor) {
  auto offer = act("Offer", {{"type", "Lathe"}, {"name", "A lathe"}}, self("bob"));
  offer["bcc"] = Json::array({self("carol")});
  offer["id"] = "https://elsewhere.example/1";
  const auto carol = person("carol"), dora = person("dora");
  const auto at = as_alice(offer);
  EXPECT_THAT(at, StartsWith(self("alice") + "/activities/")) << "ids are given here";
  EXPECT_EQ(read_as(at, bob_)["object"]["name"], "A lathe");
  EXPECT_EQ(status_for(at, dora), 404);
  EXPECT_EQ(status_for(at, ""), 404);
  EXPECT_THAT(types_in(page_of(self("bob") + "/inbox", bob_)), ElementsAre("Offer"));
  EXPECT_THAT(types_in(page_of(self("carol") + "/inbox", carol)), ElementsAre("Offer"));
  EXPECT_THAT(dump_json(page_of(self("carol") + "/inbox", carol)),
              Not(HasSubstr("users/carol\"]")));
  EXPECT_THAT(types_in(page_of(self("dora") + "/inbox", dora)), IsEmpty());
  EXPECT_THAT(types_in(page_of(self("alice") + "/outbox", alice_)), ElementsAre("Offer"));
  const auto arrived = as_alice({{"type", "Arrive"}, {"to", Json::array({kEverybody})}});
  EXPECT_EQ(status_for(arrived, dora), 200);
}

}  // namespace
}  // namespace hallway::test
