#include "server/social/outbox.h"

#include "tests/support/social.h"

namespace hallway::test {
namespace {

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
