// hallway why, as somebody on the command line gets it: where a post stands on its way to a domain.

#include <gmock/gmock.h>

#include "server/commands.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class WhyCommand : public NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    alice_ = person("alice");
    stranger("bob", "acme.example");
    relate("acme.example", Relation::partner);
    post_ =
        post(alice_, {{"status", "@bob@acme.example are you there?"}, {"visibility", "public"}});
  }
  std::string say(const std::string& domain = "acme.example") {
    const auto* command = find_command("why");
    const auto answer = command->run(*node_, {{"object", post_}, {"domain", domain}});
    return answer.ok() ? command->print(*answer) : answer.error().what;
  }
  void try_deliveries() {
    node_->run_due();
    node_->writer().drain();
  }

  std::string alice_, post_;
};

TEST_F(WhyCommand, WhatIsOwedSaysForWhomSinceWhenAndWhenItIsTriedNext) {
  EXPECT_THAT(say(), StartsWith("https://design.example/users/alice/statuses/" + post_ +
                                "\nmay go to acme.example: "));
  EXPECT_THAT(say(), HasSubstr("\nrelation: partner\n"));
  EXPECT_THAT(say(), HasSubstr("\nfor:\n  @bob@acme.example at https://acme.example/"));
  EXPECT_THAT(say(), HasSubstr(": owed, owed since 2026-11-25T"));
  EXPECT_THAT(say(), HasSubstr(", 0 attempts"));
  EXPECT_THAT(say(), Not(HasSubstr("it has not answered")));
  try_deliveries();
  EXPECT_THAT(say(), HasSubstr("\nit has not answered since 2026-11-25T"));
  EXPECT_THAT(say(), HasSubstr("\n  Create to https://acme.example/inbox: owed, owed since "));
  EXPECT_THAT(say(), HasSubstr(", 1 attempt, "));
  EXPECT_THAT(say(), HasSubstr("no network here"));
  EXPECT_THAT(say(), HasSubstr(", next try 2026-11-25T"));
}

TEST_F(WhyCommand, WhatWasGivenUpSaysWhenAndWhy) {
  relate("acme.example", Relation::public_);
  for (int hour = 0; hour <= 8 * 24; ++hour) {
    try_deliveries();
    clock_.advance(hours(1));
  }
  EXPECT_THAT(say(),
              HasSubstr("\n  Create to https://acme.example/inbox: given up at 2026-12-02T"));
  EXPECT_THAT(say(), Not(HasSubstr(", next try")));
}

TEST_F(WhyCommand, WhereItIsForNobodyItSaysThat) {
  relate("other.example", Relation::partner);
  EXPECT_THAT(say("other.example"), HasSubstr("may not go to other.example: nobody there follows"));
  EXPECT_THAT(say("other.example"), HasSubstr("\nfor nobody there\nno delivery there is owed"));
  relate("other.example", Relation::blocked);
  EXPECT_THAT(say("other.example"), HasSubstr("\nrelation: blocked\n"));
}

}  // namespace
}  // namespace hallway::test
