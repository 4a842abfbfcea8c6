#include "server/oauth/metadata.h"

#include <gmock/gmock.h>

#include "server/oauth/scopes.h"
#include "tests/support/program.h"

namespace hallway {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

class OAuthMetadata : public test::ProgramTest {};

TEST_F(OAuthMetadata, NamesEveryEndpointThatIsThere) {
  const auto answer = get("/.well-known/oauth-authorization-server");
  EXPECT_EQ(header(answer, "Access-Control-Allow-Origin"), "*");
  const auto body = json(answer);
  EXPECT_EQ(find_string(body, "issuer"), "https://design.example");
  for (const auto* key : {"authorization_endpoint", "token_endpoint", "revocation_endpoint",
                          "userinfo_endpoint", "app_registration_endpoint"}) {
    const auto address = find_iri(body, key);
    ASSERT_TRUE(address) << key;
    EXPECT_EQ(address->origin(), "https://design.example");
    EXPECT_NE(submit(std::string(address->path()), "").status, 404) << key;
  }
  EXPECT_THAT(body["code_challenge_methods_supported"], ElementsAre("S256"));
  EXPECT_THAT(body["token_endpoint_auth_methods_supported"], Contains("none"));
  EXPECT_EQ(body["scopes_supported"].size(), known_scopes().size());
}

TEST_F(OAuthMetadata, TheResourceNamesItsAuthorizationServer) {
  const auto body = json(get("/.well-known/oauth-protected-resource"));
  EXPECT_EQ(find_string(body, "resource"), "https://design.example");
  EXPECT_THAT(body["authorization_servers"], ElementsAre("https://design.example"));
}

}  // namespace
}  // namespace hallway
