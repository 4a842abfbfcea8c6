#include "server/invitation_page.h"

#include <gmock/gmock.h>

#include "server/invitations.h"
#include "server/page.h"
#include "server/page_files.h"
#include "storage/log.h"
#include "tests/support/signing_in.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;

class InvitationPage : public test::SignInTest {
 protected:
  std::string invited(int64_t people = 1) {
    return path_of(make_invitation(*node_, {.people = people})->link);
  }
  std::optional<Account> known(const std::string& name) {
    return find_account(node_->read().value(), name);
  }
};

TEST_F(InvitationPage, WhoIsInvitedMakesAnAccountAndIsIn) {
  const auto path = invited();
  EXPECT_THAT(look(path).body, HasSubstr("You are invited"));
  EXPECT_EQ(look(path).status, 200) << "looking does not use it up";
  const auto made = submit(path, "name=carol&display_name=Carol+C&password=correct+horse+battery");
  EXPECT_EQ(made.status, 303) << made.body;
  EXPECT_EQ(header(made, "Location"), page_files().empty() ? first_page() : "/app/welcome");
  EXPECT_EQ(look("/me", cookie_in(made)).status, 200);
  ASSERT_TRUE(known("carol"));
  EXPECT_EQ(known("carol")->role, Role::member);
  EXPECT_FALSE(known("carol")->waiting);
  const auto txn = node_->read().value();
  EXPECT_THAT(find_payload(txn, last_log(txn)->seq).value_or(""), HasSubstr("\"invitation\":"));
}

TEST_F(InvitationPage, ItLetsNobodyInTwice) {
  const auto path = invited();
  ASSERT_EQ(submit(path, "name=carol&display_name=C&password=correct+horse+battery").status, 303);
  EXPECT_EQ(look(path).status, 404);
  EXPECT_EQ(submit(path, "name=dave&display_name=D&password=correct+horse+battery").status, 404);
  EXPECT_FALSE(known("dave"));
}

TEST_F(InvitationPage, WhatIsWrongIsSaidAndTheInvitationStaysGood) {
  account("alice");
  const auto path = invited();
  for (const auto* wrong : {"name=carol&display_name=C&password=short",
                            "name=alice&display_name=A&password=correct+horse+battery",
                            "name=inbox&display_name=I&password=correct+horse+battery"}) {
    EXPECT_EQ(submit(path, wrong).status, 422) << wrong;
  }
  EXPECT_EQ(submit(path, "name=carol&display_name=C&password=correct+horse+battery").status, 303);
}

TEST_F(InvitationPage, AGuessLeadsNowhere) {
  EXPECT_EQ(look("/invite/guessed").status, 404);
  EXPECT_EQ(submit("/invite/guessed", "name=carol&password=correct+horse+battery").status, 404);
  EXPECT_FALSE(known("carol"));
}

}  // namespace
}  // namespace hallway
