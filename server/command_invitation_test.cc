// hallway invitation, as somebody on the command line gets it.

#include <gmock/gmock.h>

#include "server/commands.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class InvitationCommand : public NodeTest {
 protected:
  Result<std::string> say(const std::string& name, const Json& arguments = Json::object()) {
    const auto* command = find_command("invitation " + name);
    return command->print(TRY(command->run(*node_, arguments)));
  }
};

TEST_F(InvitationCommand, OneIsMadeListedAndWithdrawn) {
  EXPECT_EQ(say("list").value(), "There are no invitations.\n");
  const auto link = say("add", {{"people", 3}, {"note", "the kiln"}}).value();
  EXPECT_THAT(link, StartsWith(node_->home().base.text() + "invite/"));
  const auto listed = say("list").value();
  EXPECT_THAT(listed, HasSubstr("\t3 left\tuntil "));
  EXPECT_THAT(listed, HasSubstr("\tthe kiln\n"));
  const auto id = listed.substr(0, listed.find('\t'));
  EXPECT_EQ(link.find(id), std::string::npos) << "what is listed opens nothing";
  EXPECT_EQ(say("remove", {{"id", id}}).value(), "Withdrew " + id);
  EXPECT_EQ(say("remove", {{"id", id}}).error().code, Code::not_found);
  EXPECT_EQ(say("add", {{"days", 365}}).error().code, Code::invalid);
}

}  // namespace
}  // namespace hallway::test
