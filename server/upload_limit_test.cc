#include "server/upload_limit.h"

#include <gtest/gtest.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

class UploadLimit : public ApiTest {
 protected:
  size_t limit(const std::string& method, const std::string& path, const std::string& token) {
    auto head = request(method, path, token.empty() ? Headers() : bearer(token));
    return body_limit(*node_, head);
  }
};

TEST_F(UploadLimit, IsHigherOnlyWhereFilesAreTakenAndForThoseWhoAreLetIn) {
  const auto usual = limit("POST", "/inbox", "");
  EXPECT_GT(limit("POST", "/api/v2/media", alice_), size_t{40} << 20);
  EXPECT_GT(limit("POST", "/api/v1/media", alice_), size_t{40} << 20);
  EXPECT_GT(limit("PUT", "/api/v1/media/17", alice_), size_t{16} << 20);
  EXPECT_GT(limit("POST", "/api/hallway/v1/media/17/captions", alice_), size_t{1} << 20);
  EXPECT_GT(limit("PATCH", "/api/v1/accounts/update_credentials", alice_), size_t{32} << 20);
  EXPECT_GE(limit("POST", "/users/alice/media", alice_), size_t{40} << 20);
  for (const auto* path : {"/api/v2/media", "/api/v1/media", "/users/alice/media", "/me/post"}) {
    EXPECT_EQ(limit("POST", path, ""), usual) << path;
    EXPECT_EQ(limit("POST", path, "no-such-token"), usual) << path;
  }
  EXPECT_EQ(limit("POST", "/inbox", alice_), usual);
  EXPECT_EQ(limit("GET", "/api/v2/media", alice_), usual);
  EXPECT_EQ(limit("POST", "/api/v1/statuses", alice_), usual);
}

}  // namespace
}  // namespace hallway::test
