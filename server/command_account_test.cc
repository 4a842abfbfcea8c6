// hallway account, as somebody on the command line gets it: people who wait, and second factors.

#include <gtest/gtest.h>

#include "server/commands.h"
#include "server/people.h"
#include "server/second_factor.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

class AccountCommand : public NodeTest {
 protected:
  std::string say(const std::string& name, const Json& arguments = Json::object()) {
    const auto* command = find_command("account " + name);
    const auto answer = command->run(*node_, arguments);
    return answer.ok() ? command->print(*answer) : answer.error().what;
  }
};

TEST_F(AccountCommand, WhoWaitsIsListedAsSuchAndLetIn) {
  ASSERT_TRUE(add_person(*node_, {.name = "carol", .waiting = true}).ok());
  EXPECT_EQ(say("list"), "carol\tmember\twaiting\t@carol@design.example\n");
  EXPECT_EQ(say("approve", {{"name", "carol"}}), "Let in @carol@design.example");
  EXPECT_EQ(say("list"), "carol\tmember\tactive\t@carol@design.example\n");
  EXPECT_EQ(say("approve", {{"name", "carol"}}), "carol does not wait to be let in");
}

TEST_F(AccountCommand, ALostSecondFactorIsTakenAway) {
  person("alice");
  const auto alice = find_account(*node_->read(), "alice").value();
  EXPECT_EQ(say("reset-factor", {{"name", "alice"}}), "alice has no second factor");
  const auto put = node_->writer().apply([&](WriteTxn& txn) {
    return put_second_factor(txn, alice.id, {.secret = "s", .confirmed = clock_.now()});
  });
  ASSERT_TRUE(put.ok());
  EXPECT_EQ(say("reset-factor", {{"name", "alice"}}),
            "@alice@design.example signs in without a second factor");
  EXPECT_FALSE(has_second_factor(*node_->read(), alice.id));
}

}  // namespace
}  // namespace hallway::test
