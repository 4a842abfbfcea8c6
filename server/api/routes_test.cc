#include "server/api/routes.h"

#include <gmock/gmock.h>

#include <set>

namespace hallway::api {
namespace {

TEST(ApiRoutes, EachIsUnderApiAndThereOnce) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const auto& row : routes()) {
    EXPECT_TRUE(row.pattern.starts_with("/api/")) << row.pattern;
    EXPECT_EQ(row.area, Area::api) << row.pattern;
    EXPECT_TRUE(seen.emplace(row.method, row.pattern).second) << row.method << " " << row.pattern;
  }
}

// The first row that matches wins: a name must stand before what takes any.
TEST(ApiRoutes, NoneIsHiddenByOneBefore) {
  for (const auto& row : routes()) {
    if (row.pattern.find('{') != std::string_view::npos) continue;
    const Request request;
    Call call{request, {}};
    for (const auto& before : routes()) {
      if (&before == &row) break;
      const bool hides = before.method == row.method && matches(before.pattern, row.pattern, call);
      EXPECT_FALSE(hides) << before.pattern << " hides " << row.pattern;
    }
  }
}

}  // namespace
}  // namespace hallway::api
