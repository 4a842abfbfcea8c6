// Hosts by the thousand that are dead or slow: those that answer get theirs at once, and who reads
// here notices nothing.

#include "tests/support/crowd.h"

#include <gmock/gmock.h>
#include <signal.h>

#include "tests/process/fault.h"
#include "tests/support/eventually.h"
#include "tests/support/sink.h"

namespace hallway::test {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

class CrowdOfHosts : public ::testing::Test {
 protected:
  static constexpr size_t kLive = 20;

  void SetUp() override {
    node_.init();
    ASSERT_EQ(node_.command({"account", "add", "ann"}).code, 0);
    const auto made = node_.command({"token", "ann", "--scopes", "read write"});
    ASSERT_EQ(made.code, 0) << made.err;
    token_ = trimmed(made.out);
  }
  // Ann is followed from `others` and, behind them in every line, from live hosts.
  void follow_from(std::vector<Fan> others) {
    for (size_t i = 0; i < kLive; ++i) others.push_back({hosts_.domain(others.size())});
    const auto added = add_fans(node_.dir(), node_.domain(), "ann", others);
    ASSERT_TRUE(added.ok()) << added.error().what;
  }
  // Until every live host has the post that ann writes.
  double seconds_to_the_living() {
    hosts_.forget();
    const auto start = steady_clock::now();
    const auto answer =
        node_.post("/api/v1/statuses", "status=hello", "Authorization: Bearer " + token_ + "\r\n");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_TRUE(eventually([&] { return hosts_.taken() >= kLive; }, seconds(60)));
    return std::chrono::duration<double>(steady_clock::now() - start).count();
  }
  void expect_quick(const std::string& crowd, double first, double second, Reader& reader) {
    const auto& seen = reader.stop();
    EXPECT_EQ(seen.count(200), seen.answers.size());
    report_fault(crowd, "20 others had a post after " + in_ms(first * 1'000) +
                            " and the next after " + in_ms(second * 1'000) + "; " +
                            std::to_string(seen.answers.size()) + " reads meanwhile: p50 " +
                            in_ms(seen.quantile_ms(0.5)) + ", p99 " +
                            in_ms(seen.quantile_ms(0.99)));
#ifdef HALLWAY_OPTIMIZED
    EXPECT_LT(std::max(first, second), 2.0);
    EXPECT_LT(seen.quantile_ms(0.99), full_size() ? 250 : 1'000);
#endif
  }

  Sink hosts_{seconds(10)};
  const RealNode node_{"127.0.47.1", "open"};
  std::string token_;
};

TEST_F(CrowdOfHosts, ThatAreDeadHoldUpNobody) {
  const auto dead = sized(10'000, 1'000);
  std::vector<Fan> fans;
  for (size_t i = 0; i < dead; ++i) {  // nobody listens there
    fans.push_back(
        {.domain = "127.63." + std::to_string(i / 250) + '.' + std::to_string(1 + i % 250) + ":1",
         .down = true});
  }
  follow_from(std::move(fans));
  const auto serving = node_.serve();
  Reader reader(node_);
  const auto first = seconds_to_the_living();
  const auto second = seconds_to_the_living();
  expect_quick(std::to_string(dead) + " dead hosts", first, second, reader);
}

TEST_F(CrowdOfHosts, ThatAnswerAfterTenSecondsHoldUpNobody) {
  const auto late = sized(1'000, 100);
  std::vector<Fan> fans;
  for (size_t i = 0; i < late; ++i) fans.push_back({hosts_.domain(i)});
  hosts_.make_late(late);
  follow_from(std::move(fans));
  const auto serving = node_.serve();
  Reader reader(node_);
  const auto first = seconds_to_the_living();
  const auto second = seconds_to_the_living();
  expect_quick(std::to_string(late) + " hosts that answer after 10 s", first, second, reader);
  serving->signal(SIGKILL);  // rather than wait for them
}

}  // namespace
}  // namespace hallway::test
