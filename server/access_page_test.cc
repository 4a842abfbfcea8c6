#include "server/access_page.h"

#include <gmock/gmock.h>

#include "tests/support/program.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class AccessPage : public test::ProgramTest {
 protected:
  // The ids in the forms of the page.
  std::vector<std::string> ids_on(const Response& page) {
    const std::string mark = "name=\"id\" value=\"";
    std::vector<std::string> ids;
    for (size_t at = page.body.find(mark); at != std::string::npos;
         at = page.body.find(mark, at + 1)) {
      ids.push_back(page.body.substr(at + mark.size(), 16));
    }
    return ids;
  }
  Response end(const std::string& id, const std::string& cookie) {
    const auto proof = form_token_in(look("/me/access", cookie));
    return submit("/me/access", "id=" + id + "&form_token=" + proof, cookie);
  }
};

TEST_F(AccessPage, ShowsBrowsersAndProgramsWithWhatTheyMayDo) {
  const auto cookie = enter("alice");
  ASSERT_EQ(exchange(code_in(allow(cookie, {{"scope", "read offline_access"}}))).status, 200);
  const auto page = look("/me/access", cookie);
  EXPECT_THAT(page.body, HasSubstr("Phone &lt;app&gt;"));
  EXPECT_THAT(page.body, HasSubstr("See everything that you see here"));
  EXPECT_THAT(page.body, HasSubstr("(this one)"));
  EXPECT_EQ(ids_on(page).size(), 2U) << "a consent is shown once, however many tokens it gave";
  EXPECT_EQ(header(page, "Cache-Control"), "no-store");
  EXPECT_THAT(look("/me", cookie).body, HasSubstr("href=\"/me/access\""));
  EXPECT_EQ(look("/me/access").status, 303);
}

TEST_F(AccessPage, ShutsAProgramOutWithAllItWasGiven) {
  const auto cookie = enter("alice");
  const auto given = exchange(code_in(allow(cookie, {{"scope", "read offline_access"}})));
  const auto secret = text_in(given, "access_token");
  ASSERT_EQ(status_with(secret), 200);
  auto ids = ids_on(look("/me/access", cookie));
  std::erase(ids, token_id_of(cookie.substr(cookie.find('=') + 1)));
  ASSERT_EQ(ids.size(), 1U);
  EXPECT_EQ(end(ids.front(), cookie).status, 303);
  EXPECT_EQ(status_with(secret), 401);
  const auto refreshed = token({{"grant_type", "refresh_token"},
                                {"client_id", client_id_},
                                {"client_secret", client_secret_},
                                {"refresh_token", text_in(given, "refresh_token")}});
  EXPECT_EQ(refreshed.status, 400);
}

TEST_F(AccessPage, EndsNothingOfOthersAndNothingWithoutTheForm) {
  const auto alice = enter("alice"), bob = enter("bob");
  const auto secret = text_in(exchange(code_in(allow(alice))), "access_token");
  const auto ids = ids_on(look("/me/access", alice));
  ASSERT_EQ(ids.size(), 2U);
  for (const auto& id : ids) {
    EXPECT_EQ(end(id, bob).status, 303);
    EXPECT_EQ(submit("/me/access", "id=" + id, alice).status, 403);
  }
  EXPECT_EQ(status_with(secret), 200);
  EXPECT_EQ(look("/me/access", alice).status, 200);
  EXPECT_THAT(look("/me/access", bob).body, Not(HasSubstr("Phone")));
}

TEST_F(AccessPage, SigningThisBrowserOutEndsTheSession) {
  const auto cookie = enter("alice");
  const auto ids = ids_on(look("/me/access", cookie));
  ASSERT_EQ(ids.size(), 1U);
  end(ids.front(), cookie);
  EXPECT_EQ(look("/me/access", cookie).status, 303);
}

}  // namespace
}  // namespace hallway
