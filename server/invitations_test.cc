#include "server/invitations.h"

#include <gmock/gmock.h>

#include "storage/log.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class Invitations : public NodeTest {
 protected:
  static std::string secret_of(const MadeInvitation& made) {
    return made.link.substr(made.link.rfind('/') + 1);
  }
  MadeInvitation make(const NewInvitation& fresh = {}) {
    return make_invitation(*node_, fresh).value();
  }
  Code use(const std::string& secret) {
    const auto used = node_->writer().apply(
        [&](WriteTxn& txn) { return use_invitation(txn, secret, clock_.now()); });
    return used.ok() ? Code::gone : used.error().code;  // which it never is
  }
  std::vector<Invitation> open() { return list_invitations(node_->read().value(), clock_.now()); }
  std::string last_deed() {
    const auto txn = node_->read().value();
    const auto entry = last_log(txn).value();
    return entry.type + " " + find_payload(txn, entry.seq).value_or("");
  }
};

TEST_F(Invitations, LetInAsManyAsWereSaidAndNoMore) {
  const auto made = make({.people = 2, .note = "the kiln", .by = "rhea"});
  EXPECT_THAT(last_deed(), HasSubstr("Invite {\"by\":\"rhea\""));
  EXPECT_EQ(last_deed().find(secret_of(made)), std::string::npos) << "the log opens nothing";
  EXPECT_EQ(find_invitation(*node_->read(), secret_of(made), clock_.now())->note, "the kiln");
  EXPECT_EQ(use(secret_of(made)), Code::gone);
  ASSERT_EQ(open().size(), 1U);
  EXPECT_EQ(open()[0].left, 1);
  EXPECT_EQ(open()[0].used, 1);
  EXPECT_EQ(use(secret_of(made)), Code::gone);
  EXPECT_EQ(use(secret_of(made)), Code::not_found);
  EXPECT_TRUE(open().empty());
}

TEST_F(Invitations, EndByThemselvesAndWhereTheyAreWithdrawn) {
  const auto short_one = make({.days = 1}), long_one = make({.days = 30});
  clock_.advance(days(1));
  EXPECT_EQ(use(secret_of(short_one)), Code::not_found);
  ASSERT_EQ(open().size(), 1U);
  EXPECT_EQ(open()[0].id, long_one.invitation.id);
  EXPECT_EQ(withdraw_invitation(*node_, short_one.invitation.id, "").error().code, Code::not_found);
  ASSERT_TRUE(withdraw_invitation(*node_, long_one.invitation.id, "rhea").ok());
  EXPECT_THAT(last_deed(), HasSubstr("WithdrawInvitation"));
  EXPECT_EQ(use(secret_of(long_one)), Code::not_found);
  EXPECT_EQ(use("guessed"), Code::not_found);
}

TEST_F(Invitations, WhatMakesNoSenseIsRefused) {
  for (const auto& wrong :
       {NewInvitation{.days = 0}, NewInvitation{.days = 91}, NewInvitation{.people = 0},
        NewInvitation{.people = 501}, NewInvitation{.note = std::string(201, 'x')}}) {
    EXPECT_EQ(make_invitation(*node_, wrong).error().code, Code::invalid);
  }
  EXPECT_TRUE(open().empty());
  for (int i = 0; i < 200; ++i) make();
  EXPECT_EQ(make_invitation(*node_, {}).error().code, Code::conflict);
}

}  // namespace
}  // namespace hallway::test
