#include "server/people.h"

#include <gmock/gmock.h>

#include "server/secrets.h"
#include "storage/log.h"
#include "tests/support/node.h"

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class People : public test::NodeTest {
 protected:
  Person add(const NewPerson& fresh) {
    auto added = add_person(*node_, fresh);
    EXPECT_TRUE(added.ok()) << (added.ok() ? "" : added.error().what);
    return added.ok() ? *added : Person{};
  }
  Code refused(const NewPerson& fresh) {
    const auto added = add_person(*node_, fresh);
    return added.ok() ? Code::internal : added.error().code;
  }
  Account account(std::string_view name) {
    return find_account(*node_->read(), name).value_or(Account{});
  }
  // Type of the youngest deed in the log, and all that it says.
  std::pair<std::string, std::string> last_deed() {
    const auto txn = node_->read();
    const auto last = last_log(*txn);
    EXPECT_TRUE(last && last->source == Source::admin);
    return {last->type, find_payload(*txn, last->seq).value_or("")};
  }
};

TEST_F(People, ANewPersonCanBeFoundWithAllThatWasSaid) {
  const auto made = add({.name = "alice",
                         .display_name = "Alice\x01 A.",
                         .bio = "First <line>\nsecond",
                         .role = Role::moderator,
                         .work = {.skills = std::vector<std::string>{"lathes", "seals"}}});
  EXPECT_EQ(made.actor.display_name, "Alice A.");
  EXPECT_EQ(made.actor.summary, "<p>First &lt;line&gt;</p><p>second</p>");
  EXPECT_THAT(made.actor.work.skills, ElementsAre("lathes", "seals"));
  EXPECT_EQ(made.actor.work.reach, Label::organization);
  EXPECT_EQ(made.actor.keys.size(), 2U);
  const auto txn = node_->read();
  for (const auto* name : {"alice", "@alice", "ALICE"}) {
    const auto found = find_person(*txn, name);
    ASSERT_TRUE(found.ok()) << name;
    EXPECT_EQ(found->actor.id, made.actor.id);
    EXPECT_EQ(found->account.role, Role::moderator);
  }
  EXPECT_EQ(find_person(*txn, "nobody").error().code, Code::not_found);
}

TEST_F(People, WhatCannotBeIsRefusedAndLeavesNoTrace) {
  add({.name = "alice"});
  const auto before = node_->read()->count(Table::log);
  const std::string long_text(10'000, 'x');
  EXPECT_EQ(refused({.name = ""}), Code::invalid);
  EXPECT_EQ(refused({.name = "a b"}), Code::invalid);
  EXPECT_EQ(refused({.name = "inbox"}), Code::invalid);
  EXPECT_EQ(refused({.name = "instance.actor"}), Code::invalid);
  EXPECT_EQ(refused({.name = "bob", .display_name = long_text}), Code::invalid);
  EXPECT_EQ(refused({.name = "bob", .bio = long_text}), Code::invalid);
  EXPECT_EQ(refused({.name = "bob", .password = "x"}), Code::invalid);
  EXPECT_EQ(refused({.name = "bob", .work = {.title = std::string(201, 'x')}}), Code::invalid);
  EXPECT_EQ(refused({.name = "bob", .setup_secret = "wrong"}), Code::not_found);
  EXPECT_EQ(refused({.name = "ALICE"}), Code::conflict);
  EXPECT_EQ(node_->read()->count(Table::log), before);
  EXPECT_EQ(node_->read()->count(Table::accounts), 1U);
}

TEST_F(People, EveryDeedIsLoggedWithoutSecrets) {
  add({.name = "alice", .password = "correct horse battery"});
  EXPECT_EQ(last_deed().first, "AddAccount");
  EXPECT_THAT(last_deed().second, Not(HasSubstr("horse")));
  ASSERT_TRUE(set_role(*node_, "alice", Role::admin).ok());
  EXPECT_EQ(last_deed().first, "SetRole");
  ASSERT_TRUE(set_password(*node_, "alice", "staple battery horse").ok());
  EXPECT_EQ(last_deed(), std::pair(std::string("SetPassword"), std::string("{}")));
  ASSERT_TRUE(set_disabled(*node_, "alice", true).ok());
  EXPECT_EQ(last_deed().first, "DisableAccount");
  ASSERT_TRUE(set_disabled(*node_, "alice", false).ok());
  EXPECT_EQ(last_deed().first, "EnableAccount");
  EXPECT_TRUE(verify_log(*node_->read()).ok());
}

TEST_F(People, DisablingEndsWhateverLetsThemIn) {
  const auto alice = add({.name = "alice"});
  const auto bearer = token_for(alice.account, "read");
  const auto session = open_session(*node_, alice.account.id).value_or("");
  ASSERT_TRUE(set_disabled(*node_, "alice", true).ok());
  const auto txn = node_->read();
  EXPECT_FALSE(find_token(*txn, bearer, clock_.now()));
  EXPECT_FALSE(find_token(*txn, session, clock_.now()));
  EXPECT_EQ(find_active_person(*txn, "alice").error().code, Code::forbidden);
  EXPECT_TRUE(find_person(*txn, "alice").ok());
}

TEST_F(People, ANewPasswordEndsSessionsButNoPrograms) {
  const auto alice = add({.name = "alice", .password = "correct horse battery"});
  const auto bearer = token_for(alice.account, "read");
  const auto session = open_session(*node_, alice.account.id).value_or("");
  ASSERT_TRUE(set_password(*node_, "alice", "staple battery horse").ok());
  const auto txn = node_->read();
  EXPECT_TRUE(find_token(*txn, bearer, clock_.now()));
  EXPECT_FALSE(find_token(*txn, session, clock_.now()));
  EXPECT_NE(account("alice").password, alice.account.password);
  EXPECT_EQ(set_password(*node_, "alice", "short").error().code, Code::invalid);
  EXPECT_EQ(set_password(*node_, "nobody", "staple battery horse").error().code, Code::not_found);
}

}  // namespace
}  // namespace hallway
