#include "server/oauth/redirect_uri.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

TEST(RedirectUri, MayBeOfAProgramAndOfNothingElse) {
  for (const auto* good :
       {"https://app.example/back", "https://app.example:8443/back?x=1", "http://localhost:3000/",
        "http://127.0.0.1/back", "http://[::1]:99/", "http://elk.localhost/a%2Fb", "app:/back",
        "org.joinmastodon.android://callback", "urn:ietf:wg:oauth:2.0:oob"}) {
    EXPECT_TRUE(check_redirect_uri(good).ok()) << good;
  }
  for (const auto* bad :
       {"", "/back", "app.example/back", "https://", "https://app.example/#x", "app:/back#x",
        "http://app.example/back", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x",
        "file:///etc/passwd", "blob:https://x", "https://u@app.example/", "https://app.example/ x",
        "app:/\r\nSet-Cookie: x", "1app:/back", "https://app.example/\"><script>"}) {
    EXPECT_FALSE(check_redirect_uri(bad).ok()) << bad;
  }
  EXPECT_FALSE(check_redirect_uri("app:/" + std::string(2'000, 'x')).ok());
}

TEST(RedirectUri, KeepsItsQueryBesideWhatIsAdded) {
  const Query query{{"code", "a b"}, {"state", ""}, {"iss", "https://x"}};
  EXPECT_EQ(redirect_with("app:/back", query), "app:/back?code=a%20b&iss=https%3A%2F%2Fx");
  EXPECT_EQ(redirect_with("https://a/?x=1", query),
            "https://a/?x=1&code=a%20b&iss=https%3A%2F%2Fx");
  EXPECT_EQ(redirect_with("https://a/?", {{"code", "c"}}), "https://a/?code=c");
  EXPECT_EQ(redirect_with("https://a/?x", {}), "https://a/?x");
}

TEST(RedirectUri, NamesWhatAFormMayLeadTo) {
  EXPECT_EQ(form_source_of("https://app.example:8443/back?x"), "https://app.example:8443");
  EXPECT_EQ(form_source_of("Org.App://callback"), "org.app:");
  EXPECT_EQ(form_source_of(kOutOfBand), "");
}

}  // namespace
}  // namespace hallway
