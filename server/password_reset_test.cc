#include "server/password_reset.h"

#include <gmock/gmock.h>

#include "server/secrets.h"
#include "tests/support/signing_in.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PasswordReset : public test::SignInTest {
 protected:
  std::string link_for(Id account) {
    return path_of(make_reset_link(*node_, account).value_or(""));
  }
  int sign_in_with(const std::string& password) {
    return submit("/sign-in", "name=alice&password=" + password).status;
  }
};

TEST_F(PasswordReset, WhoHasTheLinkChoosesAPasswordOnce) {
  const auto path = link_for(account("alice", "correct horse battery"));
  EXPECT_THAT(look(path).body, HasSubstr("A new password for"));
  EXPECT_EQ(look(path).status, 200) << "looking does not use it up";
  const auto in = submit(path, "password=another+horse+now");
  EXPECT_EQ(in.status, 303) << in.body;
  EXPECT_EQ(look("/me", cookie_in(in)).status, 200);
  EXPECT_EQ(sign_in_with("another+horse+now"), 303);
  EXPECT_EQ(sign_in_with("correct+horse+battery"), 401);
  EXPECT_EQ(look(path).status, 404);
  EXPECT_EQ(submit(path, "password=a+third+horse+too").status, 404);
  EXPECT_EQ(sign_in_with("another+horse+now"), 303);
}

TEST_F(PasswordReset, ItEndsWhatTheOldPasswordOpened) {
  const auto id = account("alice", "correct horse battery");
  const auto stolen = cookie_in(submit("/sign-in", "name=alice&password=correct+horse+battery"));
  ASSERT_EQ(look("/me", stolen).status, 200);
  const auto other = path_of(make_sign_in_link(*node_, id).value_or(""));
  ASSERT_EQ(submit(link_for(id), "password=another+horse+now").status, 303);
  EXPECT_EQ(look("/me", stolen).status, 303);
  EXPECT_EQ(look(other).status, 404);
}

TEST_F(PasswordReset, AWeakPasswordIsSaidAndTheLinkStaysGood) {
  const auto path = link_for(account("alice"));
  const auto weak = submit(path, "password=short");
  EXPECT_EQ(weak.status, 422);
  EXPECT_THAT(weak.body, HasSubstr("at least 8 characters"));
  EXPECT_THAT(weak.body, Not(HasSubstr("value=\"short\"")));
  EXPECT_EQ(submit(path, "password=correct+horse+battery").status, 303);
}

TEST_F(PasswordReset, ALinkEndsAfterAnHourWithTheNextAndWithTheAccount) {
  const auto id = account("alice");
  const auto first = link_for(id);
  const auto second = link_for(id);
  EXPECT_EQ(look(first).status, 404);
  EXPECT_EQ(look(second).status, 200);
  clock_.advance(minutes(61));
  EXPECT_EQ(look(second).status, 404);
  const auto third = link_for(id);
  ASSERT_TRUE(set_disabled(*node_, "alice", true).ok());
  EXPECT_EQ(look(third).status, 404);
  EXPECT_EQ(submit(third, "password=correct+horse+battery").status, 404);
}

TEST_F(PasswordReset, NoOtherSecretOpensItAndItOpensNothingElse) {
  const auto id = account("alice");
  const auto link = path_of(make_sign_in_link(*node_, id).value_or(""));
  EXPECT_EQ(look("/reset/" + link.substr(link.rfind('/') + 1)).status, 404);
  const auto reset = link_for(id);
  EXPECT_EQ(submit("/sign-in/" + reset.substr(reset.rfind('/') + 1), "").status, 404);
  EXPECT_EQ(submit(reset, "password=correct+horse+battery", "", {{"Sec-Fetch-Site", "cross-site"}})
                .status,
            403);
  EXPECT_EQ(look(reset).status, 200);
}

}  // namespace
}  // namespace hallway
