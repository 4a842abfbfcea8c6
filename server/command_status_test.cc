// hallway status, as somebody on the command line gets it.

#include <gmock/gmock.h>

#include "server/commands.h"
#include "storage/peers.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class StatusCommand : public NodeTest {
 protected:
  std::string say() {
    const auto* command = find_command("status");
    const auto answer = command->run(*node_, Json::object());
    return answer.ok() ? command->print(*answer) : answer.error().what;
  }
  void fails(const std::string& at, Time since) {
    const auto put = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
      auto peer = TRY(meet_peer(txn, domain(at), node_->now()));
      peer.failures = 3;
      peer.down_since = since;
      return put_peer(txn, peer);
    });
    EXPECT_TRUE(put.ok());
  }
};

TEST_F(StatusCommand, SaysWhatWaitsAndWhoDoesNotAnswerTheLongestFirst) {
  const auto token = person("alice");
  post(token, {{"status", "hello"}});
  EXPECT_THAT(say(), StartsWith("https://design.example/\na change is on disk after "));
  EXPECT_THAT(say(), HasSubstr("\n1 posts, "));
  EXPECT_THAT(say(), HasSubstr("\n0 nodes do not answer\n"));
  fails("late.example", node_->now() - hours(1));
  fails("later.example", node_->now() - days(2));
  EXPECT_THAT(say(), HasSubstr("\n2 nodes do not answer\n  later.example  since 20"));
  EXPECT_THAT(say(), HasSubstr("  late.example  since 20"));
  EXPECT_THAT(say(), HasSubstr("  0 owed\n"));
}

}  // namespace
}  // namespace hallway::test
