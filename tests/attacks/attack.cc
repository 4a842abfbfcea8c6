#include "tests/attacks/attack.h"

#include <sstream>

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
  const auto answer = victim_.send(request);
  EXPECT_EQ(answer.status, status) << answer.body;
  const auto lines = logged("inbox.refused");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_THAT(lines.front(), HasSubstr(reason));
  EXPECT_THAT(victim_.changes(before), IsEmpty());
}

void Attack::ignored(const OutboundRequest& request, std::string_view why) {
  EXPECT_TRUE(victim_.settle());
  logged("");
  const auto before = victim_.stored();
  const auto answer = victim_.send(request);
  EXPECT_EQ(answer.status, 202) << answer.body;
  const auto lines = logged("inbox.answered");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_THAT(lines.front(), HasSubstr(why));
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

std::vector<std::string> Attack::connections() {
  auto all = outside::tried();
  std::erase_if(all, [](const std::string& address) { return address.starts_with("127.0.53."); });
  return all;
}

}  // namespace hallway::test
