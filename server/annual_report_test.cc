#include "server/annual_report.h"

#include <gmock/gmock.h>

#include "storage/annual_reads.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AnnualReportOf : public ApiTest {
 protected:
  Id alice_id() { return find_account(node_->read().value(), "alice")->actor; }
  std::vector<uint64_t> years() { return years_with_report(node_->read().value(), alice_id()); }
  AnnualReport report() {
    return annual_report(node_->read().value(), alice_id(), year_of(clock_.now())).value();
  }
};

TEST_F(AnnualReportOf, CountsWhatWasWrittenAndWhatItGot) {
  EXPECT_THAT(years(), IsEmpty());
  const auto quiet = post(alice_, {{"status", "one #tea"}, {"visibility", "public"}});
  const auto loud = post(alice_, {{"status", "two #tea #milk"}, {"visibility", "public"}});
  const auto secret = post(alice_, {{"status", "@bob three"}, {"visibility", "direct"}});
  call("POST", "/api/v1/statuses/" + loud + "/favourite", bob_);
  call("POST", "/api/v1/statuses/" + quiet + "/reblog", bob_);
  call("POST", "/api/v1/statuses/" + secret + "/favourite", bob_);
  call("POST", "/api/v1/accounts/" + id_of("alice") + "/follow", bob_);
  const auto found = report();
  EXPECT_EQ(to_string(found.by_likes->id), loud) << "what is for few is no top post";
  EXPECT_EQ(to_string(found.by_boosts->id), quiet);
  EXPECT_FALSE(found.by_replies);
  ASSERT_EQ(found.tags.size(), 2U);
  EXPECT_EQ(found.tags[0].name, "tea");
  EXPECT_EQ(found.tags[0].count, 2U);
  const auto month = static_cast<size_t>(std::stoi(to_rfc3339(clock_.now()).substr(5, 2)) - 1);
  EXPECT_EQ(found.months[month].posts, 3U);
  EXPECT_EQ(found.months[month].followers, 1U);
  EXPECT_EQ(found.months[month].following, 0U);
  EXPECT_EQ(found.archetype, Archetype::lurker);
}

TEST_F(AnnualReportOf, ThereIsOneForEachYearInWhichSomethingWasDone) {
  const auto first = year_of(clock_.now());
  post(alice_, {{"status", "then"}});
  clock_.set(begin_of_year(first + 2) + days(40));
  post(alice_, {{"status", "now"}});
  EXPECT_THAT(years(), ElementsAre(first + 2, first));
  EXPECT_EQ(report().months[1].posts, 1U);
  EXPECT_FALSE(annual_report(node_->read().value(), alice_id(), first + 1));
}

TEST_F(AnnualReportOf, WhoMostlyAnswersIsAReplier) {
  const auto asked = post(bob_, {{"status", "who knows?"}, {"visibility", "public"}});
  for (int i = 0; i < 60; ++i) {
    post(alice_, {{"status", "I do " + std::to_string(i)}, {"in_reply_to_id", asked}});
  }
  EXPECT_EQ(report().archetype, Archetype::replier);
  EXPECT_EQ(name_of(Archetype::replier), "replier");
}

}  // namespace
}  // namespace hallway::test
