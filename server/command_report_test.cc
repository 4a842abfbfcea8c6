// hallway report, as somebody on the command line gets it.

#include <gmock/gmock.h>

#include "server/commands.h"
#include "storage/reports.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ReportCommands : public NodeTest {
 protected:
  std::string say(const std::string& name, const Json& arguments) {
    const auto answer = find_command(name)->run(*node_, arguments);
    return answer.ok() ? find_command(name)->print(*answer) : answer.error().what;
  }
  std::string report(const std::string& comment) {
    clock_.advance(seconds(1));
    const auto put = node_->writer().apply([&](WriteTxn& txn) -> Result<Id> {
      Report report{.reporter = reporter_, .target = target_, .comment = comment};
      report.at = node_->now();
      TRY(put_report(txn, report));
      return report.id;
    });
    EXPECT_TRUE(put.ok());
    return put.ok() ? to_string(*put) : std::string();
  }
  void SetUp() override {
    NodeTest::SetUp();
    target_ = stranger("mallory", "evil.example").id;
    reporter_ = stranger("ann", "a.example").id;
  }
  Id target_, reporter_;
};

TEST_F(ReportCommands, OpenOnesAreListedNewestFirstAndResolvedOnesWhenAskedFor) {
  EXPECT_EQ(say("report list", Json::object()), "There are no open reports.\n");
  const auto first = report("spam\nand\tmore"), second = report("rude");
  const auto both = say("report list", Json::object());
  EXPECT_THAT(both, AllOf(HasSubstr(first + "\topen\t"),
                          HasSubstr("\t@mallory@evil.example\tspam and more\n")));
  EXPECT_LT(both.find(second + "\t"), both.find(first + "\t"));
  EXPECT_EQ(say("report resolve", {{"id", first}, {"note", "warned"}}), "Resolved report " + first);
  EXPECT_THAT(say("report list", Json::object()), AllOf(HasSubstr(second), Not(HasSubstr(first))));
  EXPECT_THAT(say("report list", {{"all", true}}),
              AllOf(HasSubstr(second), HasSubstr(first + "\tresolved\t")));
  EXPECT_THAT(say("report show", {{"id", first}}),
              AllOf(HasSubstr("by: @ann@a.example\n"), HasSubstr("resolution: warned\n")));
  EXPECT_THAT(say("report show", {{"id", "17"}}), HasSubstr("there is no report 17"));
}

}  // namespace
}  // namespace hallway::test
