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

}  // namespace
}  // namespace hallway::test
