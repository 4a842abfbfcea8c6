#include "tests/attacks/attack.h"

#include <sstream>

#include "server/commands.h"
#include "server/refusals.h"

namespace hallway::test {

using testing::HasSubstr;
using testing::IsEmpty;

void Attack::SetUp() {
  testing::internal::CaptureStderr();
  outside::forget();
}

void Attack::TearDown() {
  testing::internal::GetCapturedStderr();
  EXPECT_EQ(victim_.get("/livez").status, 200);
}

void Attack::refused(const OutboundRequest& request, int status, std::string_view reason) {
  EXPECT_TRUE(victim_.settle());
  logged("");
  const auto before = victim_.stored();
  const auto refusals = counted("hallway_inbox_refused_total");
  const auto answer = victim_.send(request);
  EXPECT_EQ(answer.status, status) << answer.body;
  const auto lines = logged("inbox.refused");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_THAT(lines.front(), HasSubstr(reason));
  EXPECT_EQ(counted("hallway_inbox_refused_total"), refusals + 1);
  EXPECT_THAT("reason=" + last_told(request), HasSubstr(reason));
  EXPECT_THAT(victim_.changes(before), IsEmpty());
}

void Attack::ignored(const OutboundRequest& request, std::string_view why) {
  EXPECT_TRUE(victim_.settle());
  logged("");
  const auto before = victim_.stored();
  const auto ignorings = counted("hallway_inbox_ignored_total");
  const auto answer = victim_.send(request);
  EXPECT_EQ(answer.status, 202) << answer.body;
  const auto lines = logged("inbox.answered");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_THAT(lines.front(), HasSubstr(why));
  // What was done before is no news for anybody.
  const bool before_now = lines.front().find(" outcome=seen_before ") != std::string::npos;
  EXPECT_EQ(counted("hallway_inbox_ignored_total"), ignorings + (before_now ? 0 : 1));
  if (!before_now) {
    EXPECT_THAT(last_told(request), HasSubstr(why));
  }
  EXPECT_THAT(victim_.changes(before), IsEmpty());
}

void Attack::taken(const OutboundRequest& request) {
  const auto before = victim_.stored().at("end of the log");
  const auto answer = victim_.send(request);
  EXPECT_EQ(answer.status, 202) << answer.body;
  EXPECT_GT(victim_.stored().at("end of the log"), before);
}

std::vector<std::string> Attack::logged(std::string_view event) {
  std::istringstream all(testing::internal::GetCapturedStderr());
  testing::internal::CaptureStderr();
  std::vector<std::string> lines;
  for (std::string line; std::getline(all, line);) {
    if (line.find(" event=" + std::string(event) + " ") != std::string::npos) {
      lines.push_back(line);
    }
  }
  return lines;
}

uint64_t Attack::counted(std::string_view name) {
  std::istringstream all(victim_.node().metrics_text());
  uint64_t total = 0;
  for (std::string line; std::getline(all, line);) {
    if (line.starts_with(std::string(name) + "{")) {
      total += std::stoull(line.substr(line.rfind(' ') + 1));
    }
  }
  return total;
}

std::string Attack::last_told(const OutboundRequest& request) {
  const auto domain = claimed_domain({.headers = request.headers});
  const auto answer = find_command("why")->run(victim_.node(), {{"inbound", domain}});
  const auto told = answer.ok() ? find_list(*answer, "refused") : std::vector<const Json*>();
  return told.empty() ? "" : std::string(find_string(*told.front(), "why").value_or(""));
}

std::vector<std::string> Attack::connections() {
  auto all = outside::tried();
  std::erase_if(all, [](const std::string& address) { return address.starts_with("127.0.53."); });
  return all;
}

}  // namespace hallway::test
