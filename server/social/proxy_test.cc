#include "server/social/proxy.h"

#include "tests/support/social.h"

namespace hallway::test {
namespace {

class ProxyForPrograms : public SocialTest {
 protected:
  Response fetch(const std::string& token, const std::string& id) {
    clock_.advance(milliseconds(1));
    auto headers = bearer(token);
    headers.set("Content-Type", "application/x-www-form-urlencoded");
    return node_->handle(
        request("POST", "/users/alice/proxy", std::move(headers), "id=" + percent_encode(id)));
  }
};

TEST_F(ProxyForPrograms, GivesWhatIsOfThisNodeAsItsOwnerMaySeeIt) {
  const auto open = object_of(as_bob(note("Hello")), bob_);
  const auto closed = object_of(as_bob(note("Mine", self("bob") + "/followers")), bob_);
  EXPECT_EQ(json(fetch(alice_, open))["id"], open);
  EXPECT_EQ(fetch(alice_, closed).status, 404);
  EXPECT_EQ(json(fetch(alice_, self("bob")))["type"], "Person");
  EXPECT_EQ(fetch(alice_, "https://design.example/nothing").status, 404);
  EXPECT_EQ(network_.asked, 0);
}

TEST_F(ProxyForPrograms, AsksOthersForItsOwnerAloneAndNotEndlessly) {
  const std::string there = "https://elsewhere.example/notes/1";
  EXPECT_EQ(fetch("wrong", there).status, 401);
  EXPECT_EQ(fetch(bob_, there).status, 403);
  EXPECT_EQ(fetch(alice_, "file:///etc/passwd").status, 400);
  EXPECT_EQ(fetch(alice_, "").status, 400);
  EXPECT_EQ(network_.asked, 0);
  for (int i = 0; i < 60; ++i) EXPECT_EQ(fetch(alice_, there).status, 503);
  EXPECT_EQ(network_.asked, 60);
  EXPECT_EQ(fetch(alice_, there).status, 429);
  EXPECT_EQ(network_.asked, 60);
}

}  // namespace
}  // namespace hallway::test
