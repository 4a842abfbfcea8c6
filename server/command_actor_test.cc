// hallway actor, as somebody on the command line gets it.

#include <gtest/gtest.h>

#include "server/commands.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

class ActorCommands : public NodeTest {
 protected:
  std::string say(const std::string& name, const Json& arguments) {
    const auto answer = find_command(name)->run(*node_, arguments);
    return answer.ok() ? find_command(name)->print(*answer) : answer.error().what;
  }
};

TEST_F(ActorCommands, SomebodyIsBlockedListedAndLetInAgain) {
  stranger("mallory", "evil.example");
  const Json mallory = {{"who", "@mallory@evil.example"}};
  const std::string line = "@mallory@evil.example\thttps://evil.example/users/mallory";
  EXPECT_EQ(say("actor list", Json::object()), "Nobody is blocked.\n");
  EXPECT_EQ(say("actor block", mallory), "Blocked " + line);
  EXPECT_EQ(say("actor list", Json::object()), line + "\n");
  EXPECT_EQ(say("actor unblock", mallory), "Unblocked " + line);
  EXPECT_EQ(say("actor unblock", mallory), "nobody elsewhere is blocked as @mallory@evil.example");
}

TEST_F(ActorCommands, WhoWasNeverHeardOfIsKnownByTheirAddressOnly) {
  const Json nobody = {{"who", "https://evil.example/users/unheard"}};
  EXPECT_EQ(say("actor block", nobody), "Blocked https://evil.example/users/unheard");
  EXPECT_EQ(say("actor list", Json::object()), "https://evil.example/users/unheard\n");
  person("alice");
  EXPECT_EQ(say("actor block", {{"who", "https://design.example/users/alice"}}),
            "https://design.example/users/alice is of this node; for its people there is: hallway "
            "account disable NAME");
}

TEST_F(ActorCommands, SomebodyIsLimitedHereOrElsewhere) {
  stranger("mallory", "evil.example");
  person("alice");
  const std::string there = "@mallory@evil.example\thttps://evil.example/users/mallory";
  const std::string here = "@alice@design.example\thttps://design.example/users/alice";
  EXPECT_EQ(say("actor limit", {{"who", "@mallory@evil.example"}}), "Limited " + there);
  EXPECT_EQ(say("actor limit", {{"who", "@alice@design.example"}}), "Limited " + here);
  const auto listed = say("actor list", Json::object());
  EXPECT_NE(listed.find(there + "\tlimited\n"), std::string::npos) << listed;
  EXPECT_NE(listed.find(here + "\tlimited\n"), std::string::npos) << listed;
  EXPECT_EQ(say("actor unlimit", {{"who", "@alice@design.example"}}), "No longer limited: " + here);
  EXPECT_EQ(say("actor unlimit", {{"who", "@alice@design.example"}}),
            "nobody is limited here as @alice@design.example");
  EXPECT_EQ(say("actor limit", {{"who", "@nobody@evil.example"}}),
            "nobody is known here as @nobody@evil.example");
}

}  // namespace
}  // namespace hallway::test
