// hallway account move and alias, and hallway relay, as somebody on the command line gets them.

#include <gmock/gmock.h>

#include "server/commands.h"
#include "server/people.h"
#include "storage/deliveries.h"
#include "storage/follows.h"
#include "storage/log.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MoveCommands : public ApiTest {
 protected:
  Result<Json> run(const std::string& name, const Json& arguments) {
    return find_command(name)->run(*node_, arguments);
  }
  std::string say(const std::string& name, const Json& arguments) {
    const auto answer = run(name, arguments);
    return answer.ok() ? find_command(name)->print(*answer) : answer.error().what;
  }
  const Json alice_to_bob_ = {{"name", "alice"}, {"handle", "bob@design.example"}};
  const Json bob_was_alice_ = {{"name", "bob"}, {"handle", "alice@design.example"}};
};

TEST_F(MoveCommands, AnAliasIsAddedListedAndRemoved) {
  const Json bob = {{"name", "bob"}};
  EXPECT_EQ(say("account alias list", bob), "There are no aliases.\n");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(say("account alias add", bob_was_alice_), "https://design.example/users/alice\n");
  }
  EXPECT_EQ(say("account alias list", bob), "https://design.example/users/alice\n");
  EXPECT_EQ(say("account alias remove", bob_was_alice_), "There are no aliases.\n");
  EXPECT_THAT(say("account alias remove", bob_was_alice_), HasSubstr("is no alias"));
  // By its address: whoever it was may be no more.
  EXPECT_TRUE(run("account alias add", bob_was_alice_).ok());
  EXPECT_EQ(say("account alias remove",
                {{"name", "bob"}, {"handle", "https://design.example/users/alice"}}),
            "There are no aliases.\n");
  for (const auto* handle : {"", "nobody", "nobody@design.example", "x@elsewhere.example"}) {
    EXPECT_FALSE(run("account alias add", {{"name", "bob"}, {"handle", handle}}).ok()) << handle;
  }
  EXPECT_FALSE(run("account alias list", {{"name", "nobody"}}).ok());
}

TEST_F(MoveCommands, WhoHasMovedSaysWhereAndPostsNothing) {
  const auto carol = person("carol");
  call("POST", "/api/v1/accounts/" + id_of("alice") + "/follow", carol);
  EXPECT_THAT(say("account move", alice_to_bob_), HasSubstr("does not name"));
  EXPECT_TRUE(run("account alias add", bob_was_alice_).ok());
  EXPECT_EQ(say("account move", alice_to_bob_),
            "@alice@design.example has moved to https://design.example/users/bob");
  EXPECT_EQ(call("POST", "/api/v1/statuses", alice_, {{"status", "x"}}).status, 403);
  const auto shown = json(get("/api/v1/accounts/" + id_of("alice")));
  EXPECT_EQ(shown["moved"]["acct"], "bob");
  EXPECT_TRUE(shown["moved"]["moved"].is_null());
  const auto stands =
      json(get("/api/v1/accounts/relationships?id[]=" + id_of("alice") + "&id[]=" + id_of("bob"),
               bearer(carol)));
  EXPECT_EQ(stands[0]["following"], false);
  EXPECT_EQ(stands[1]["following"], true) << "people here go along at once";
  EXPECT_FALSE(run("account move", {{"name", "alice"}, {"handle", "carol@design.example"}}).ok())
      << "once";
}

TEST_F(MoveCommands, AMoveThatWasInterruptedIsTakenUpAgain) {
  EXPECT_TRUE(run("account alias add", bob_was_alice_).ok());
  EXPECT_TRUE(run("account move", alice_to_bob_).ok());
  // As if it had ended there: carol was not led on.
  const auto carol = person("carol");
  const auto txn_of = [&] { return node_->read().value(); };
  const auto alice = *find_person(txn_of(), "alice"), follower = *find_person(txn_of(), "carol");
  Follow left{.iri = *Iri::parse("https://design.example/users/carol/follows/1"),
              .follower = follower.actor.id,
              .followee = alice.actor.id,
              .state = FollowState::accepted,
              .at = node_->now()};
  ASSERT_TRUE(node_->writer().apply([&](WriteTxn& txn) { return put_follow(txn, left); }).ok());
  const auto last = last_log(txn_of())->seq;
  EXPECT_EQ(say("account move", alice_to_bob_),
            "@alice@design.example has moved to https://design.example/users/bob");
  EXPECT_FALSE(find_follow(txn_of(), follower.actor.id, alice.actor.id));
  for (auto seq = last + 1; find_log(txn_of(), seq); ++seq) {
    EXPECT_NE(find_log(txn_of(), seq)->type, "Move") << "told once";
  }
}

TEST_F(MoveCommands, ARelayIsAskedListedAndLeft) {
  const Json relay = {{"address", "https://relay.example/inbox"}};
  EXPECT_EQ(say("relay list", Json::object()), "There are no relays.\n");
  EXPECT_EQ(say("relay add", relay), "Asked https://relay.example/inbox");
  EXPECT_EQ(say("relay list", Json::object()), "https://relay.example/inbox\tinbox\tasked\n");
  EXPECT_EQ(node_->read()->count(Table::deliveries), 1U);
  EXPECT_EQ(say("relay remove", relay), "Removed https://relay.example/inbox");
  EXPECT_THAT(say("relay remove", relay), HasSubstr("there is no relay"));
  for (const auto* address :
       {"", "relay.example", "https://design.example/inbox", "https://relay.example/actor"}) {
    EXPECT_FALSE(run("relay add", {{"address", address}}).ok()) << address;
  }
  EXPECT_EQ(say("relay list", Json::object()), "There are no relays.\n");
}

}  // namespace
}  // namespace hallway::test
