#pragma once
// The client API of a node with those who run it: rhea administers, mona moderates, alice and bob
// are members.

#include "server/people.h"
#include "storage/log.h"
#include "tests/support/api.h"

namespace hallway::test {

class StaffTest : public ApiTest {
 protected:
  static constexpr const char* kAllScopes = "read write admin:read admin:write";
  void SetUp() override {
    ApiTest::SetUp();
    root_ = staff("rhea", Role::admin);
    mod_ = staff("mona", Role::moderator);
  }
  std::string staff(const std::string& name, Role role) {
    auto token = person(name, kAllScopes);
    EXPECT_TRUE(set_role(*node_, name, role).ok());
    return token;
  }
  // Of the log: what was done last, and the details.
  std::string last_deed() {
    const auto txn = node_->read().value();
    const auto entry = last_log(txn);
    if (!entry) return {};
    return entry->type + " " + find_payload(txn, entry->seq).value_or("");
  }
  std::string root_, mod_;
};

}  // namespace hallway::test
