// A node that is flooded with what strangers can send, and one to which thousands keep connections
// open: its memory stays bounded, and who reads here is served.

#include <gmock/gmock.h>
#include <sys/resource.h>

#include "tests/process/befriend.h"
#include "tests/process/fault.h"
#include "tests/support/eventually.h"

namespace hallway::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr long kMostGrownKib = 60 * 1'024;
constexpr size_t kMib = 1'024 * 1'024;

std::string replaced(std::string text, const std::string& old, const std::string& fresh) {
  const auto at = text.find(old);
  return at == std::string::npos ? text : text.replace(at, old.size(), fresh);
}

class FloodedNode : public ::testing::Test {
 protected:
  void SetUp() override { node_.init(); }

  std::string unsigned_post(const std::string& body) const {
    return "POST /inbox HTTP/1.1\r\nHost: " + node_.domain() +
           "\r\nContent-Type: application/activity+json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  // Other words than were signed.
  std::vector<std::string> forged(size_t count) const {
    auto requests = host_.creates(node_.domain(), 1'000, 200);
    for (auto& request : requests)
      request = replaced(std::move(request), "measurement", "forgeries!!");
    std::vector<std::string> many;
    for (size_t i = 0; i < count; ++i) many.push_back(requests[i % requests.size()]);
    return many;
  }
  // Signed by somebody of whom nobody has heard, each on a host where nobody is.
  std::vector<std::string> strangers(size_t count) const {
    const auto known = host_.creates(node_.domain(), 2'000, 1).front();
    const auto key = "keyId=\"http://" + host_.domain();
    std::vector<std::string> many;
    for (size_t i = 0; i < count; ++i) {
      many.push_back(replaced(known, key,
                              "keyId=\"http://127.64." + std::to_string(i / 250) + '.' +
                                  std::to_string(1 + i % 250) + ":1"));
    }
    return many;
  }
  // Bodies of a megabyte that are dear to parse, or only large.
  std::vector<std::string> large(size_t count) const {
    std::string brackets = "[";
    while (brackets.size() < kMib - 8) brackets += "[],";
    brackets += "[]]";
    const auto words = R"({"type":"Create","content":")" + std::string(kMib - 100, 'x') + "\"}";
    const std::string zeros(kMib - 100, '\0');
    const std::string kinds[] = {unsigned_post(brackets), unsigned_post(words),
                                 unsigned_post(zeros)};
    std::vector<std::string> many;
    for (size_t i = 0; i < count; ++i) many.push_back(kinds[i % std::size(kinds)]);
    return many;
  }
  // Floods with `requests` and says how far memory grew, and that the node is there.
  void flood(const Program& serving, const std::string& what,
             const std::vector<std::string>& requests, size_t connections) {
    const MemoryWatch memory(serving.pid());
    Reader reader(node_);
    // Again and again, since who is refused is also sent away.
    LoadOutcome outcome;
    while (outcome.answers.size() < requests.size()) {
      const auto some = send_load(
          node_.target(),
          {.requests = requests, .first = outcome.answers.size(), .connections = connections});
      ASSERT_FALSE(some.answers.empty()) << what;
      outcome.answers.insert(outcome.answers.end(), some.answers.begin(), some.answers.end());
    }
    const auto& seen = reader.stop();
    EXPECT_EQ(outcome.count(202), 0U) << what;
    EXPECT_EQ(outcome.count(500), 0U) << what;
    EXPECT_EQ(node_.get("/livez").status, 200) << what;
    report_fault(std::to_string(requests.size()) + " " + what,
                 "memory grew by " + in_mib(memory.grown()) + " at most, beyond " +
                     in_mib(memory.level()) + "; " + std::to_string(outcome.count(503)) +
                     " answered 503; reads meanwhile: p99 " + in_ms(seen.quantile_ms(0.99)));
#ifdef HALLWAY_OPTIMIZED
    EXPECT_LT(memory.grown(), kMostGrownKib) << what;
#endif
  }

  const RemoteHost host_{"127.0.48.1", 2};
  const RealNode node_{"127.0.48.2", "open"};
};

TEST_F(FloodedNode, GrowsByLessThanSixtyMebibytes) {
  const auto serving = node_.serve();
  ASSERT_TRUE(befriend(node_, host_));
  const auto warm = host_.creates(node_.domain(), 0, 200);
  ASSERT_EQ(send_load(node_.target(), {.requests = warm, .connections = 16}).count(202), 200U);
  flood(*serving, "forged activities", forged(sized(20'000, 1'000)), 128);
  flood(*serving, "activities of strangers", strangers(sized(5'000, 500)), 128);
  flood(*serving, "bodies of a megabyte", large(sized(3'000, 150)), 128);
}

// Whether it has hardly worked for a tenth of a second.
bool rests(const Program& node) {
  const auto worked = cpu_seconds(node.pid());
  std::this_thread::sleep_for(milliseconds(100));
  return cpu_seconds(node.pid()) - worked < 0.02;
}

// Asks for page after page and takes none.
TEST_F(FloodedNode, WhoTakesNoAnswersIsSentFew) {
  const auto serving = node_.serve();
  ASSERT_TRUE(befriend(node_, host_));
  const auto many = sized(2'000, 200);
  const MemoryWatch memory(serving->pid());
  std::string ask;
  for (int i = 0; i < 50; ++i) {
    ask += "GET /@ann HTTP/1.1\r\nHost: " + node_.domain() + "\r\nAccept: text/html\r\n\r\n";
  }
  std::vector<RawConnection> deaf;
  for (size_t i = 0; i < many; ++i) {
    deaf.emplace_back(node_.target().port, node_.target().address);
    ASSERT_TRUE(deaf.back().ok()) << i;
    deaf.back().limit_receive_buffer(2'048);
    deaf.back().send(ask);
  }
  ASSERT_TRUE(eventually([&] { return rests(*serving); }, seconds(60)));
  Reader reader(node_);
  std::this_thread::sleep_for(seconds(1));  // as long as they are left alone
  const auto& seen = reader.stop();
  report_fault(std::to_string(many) + " who take no answers",
               "memory grew by " + in_mib(memory.grown()) + " at most; reads afterwards: p99 " +
                   in_ms(seen.quantile_ms(0.99)));
  EXPECT_EQ(seen.count(200), seen.answers.size());
#ifdef HALLWAY_OPTIMIZED
  EXPECT_LT(memory.grown(), kMostGrownKib);
#endif
}

// How many of `wanted` connections this process may open.
size_t may_open(size_t wanted) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  constexpr rlim_t kOtherFiles = 200;
  return std::min<size_t>(wanted, files.rlim_cur - std::min(files.rlim_cur, kOtherFiles));
}

TEST_F(FloodedNode, IdleAndDrippingConnectionsHoldUpNobody) {
  ASSERT_EQ(node_.command({"account", "add", "ann"}).code, 0);
  auto variables = node_.variables();
  variables["HALLWAY_LIMITS_HEAD_SECONDS"] = "2";
  const Program serving({"serve", node_.dir().string()}, variables);
  ASSERT_TRUE(serving.prints("is served here"));
  const auto idle = may_open(sized(5'500, 550)) * 10 / 11, dripping = idle / 10;
  const MemoryWatch memory(serving.pid());
  std::vector<RawConnection> open;
  for (size_t i = 0; i < idle + dripping; ++i) {
    open.emplace_back(node_.target().port, node_.target().address);
    ASSERT_TRUE(open.back().ok()) << i;
  }
  Reader reader(node_);
  const auto end = steady_clock::now() + seconds(3);
  while (steady_clock::now() < end) {
    for (size_t i = 0; i < dripping; ++i) open[i].send("x");
    std::this_thread::sleep_for(milliseconds(100));
  }
  const auto& seen = reader.stop();
  EXPECT_EQ(seen.count(200), seen.answers.size());
  size_t ended = 0;
  for (size_t i = 0; i < dripping; ++i) ended += open[i].hangs_up() ? 1 : 0;
  EXPECT_EQ(ended, dripping) << "who drips is sent away at the deadline";
  const auto last = "GET /livez HTTP/1.1\r\nHost: " + node_.domain() + "\r\n\r\n";
  for (size_t i = dripping; i < open.size(); i += 50) {
    ASSERT_TRUE(open[i].send(last));
    EXPECT_EQ(open[i].read_answer().status, 200) << "who is idle may still ask";
  }
  report_fault(
      std::to_string(idle) + " idle and " + std::to_string(dripping) + " dripping connections",
      "memory grew by " + in_mib(memory.grown()) + " at most; reads meanwhile: p99 " +
          in_ms(seen.quantile_ms(0.99)));
#ifdef HALLWAY_OPTIMIZED
  EXPECT_LT(memory.grown(), kMostGrownKib);
  EXPECT_LT(seen.quantile_ms(0.99), full_size() ? 250 : 1'000);
#endif
}

}  // namespace
}  // namespace hallway::test
