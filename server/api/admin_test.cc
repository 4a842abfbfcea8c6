#include "server/api/admin.h"

#include "tests/support/api_staff.h"

namespace hallway::test {
namespace {

class ApiAdmin : public StaffTest {
 protected:
  Code outcome(const std::string& token, Role least) {
    const auto asked =
        request("GET", "/api/v1/admin/accounts", token.empty() ? Headers() : bearer(token));
    const auto caller = api::staff_of(*node_, asked, "admin:read:accounts", least);
    return caller.ok() ? Code::gone : caller.error().code;  // which it never is
  }
};

TEST_F(ApiAdmin, DemandsScopeAndRoleBoth) {
  EXPECT_EQ(outcome("", Role::moderator), Code::unauthenticated);
  EXPECT_EQ(outcome(alice_, Role::moderator), Code::forbidden);
  EXPECT_EQ(outcome(person("eager", kAllScopes), Role::moderator), Code::forbidden);
  EXPECT_EQ(outcome(mod_, Role::moderator), Code::gone);
  EXPECT_EQ(outcome(mod_, Role::admin), Code::forbidden);
  EXPECT_EQ(outcome(root_, Role::admin), Code::gone);
}

}  // namespace
}  // namespace hallway::test
