// hallway relay, as somebody on the command line gets it.

#include <gmock/gmock.h>

#include "server/commands.h"
#include "storage/deliveries.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

const std::string kRelay = "https://relay.example/inbox";

class RelayCommand : public NodeTest {
 protected:
  Result<std::string> say(const std::string& name, const std::string& address = {}) {
    clock_.advance(milliseconds(1));
    const auto* command = find_command("relay " + name);
    const auto answer =
        TRY(command->run(*node_, address.empty() ? Json::object() : Json{{"address", address}}));
    return command->print(answer);
  }
  std::string printed(const std::string& name, const std::string& address = {}) {
    const auto text = say(name, address);
    EXPECT_TRUE(text.ok()) << name << ": " << (text.ok() ? "" : text.error().what);
    return text.ok() ? *text : "";
  }
  Code refused(const std::string& name, const std::string& address) {
    const auto text = say(name, address);
    EXPECT_FALSE(text.ok()) << name << " " << address;
    return text.ok() ? Code::internal : text.error().code;
  }
};

TEST_F(RelayCommand, OneIsAskedListedAndRemoved) {
  EXPECT_EQ(printed("list"), "There are no relays.\n");
  EXPECT_EQ(printed("add", kRelay), "Asked " + kRelay);
  EXPECT_EQ(printed("list"), kRelay + "\tinbox\tasked\n");
  EXPECT_EQ(printed("add", kRelay), "Asked " + kRelay) << "which it was already";
  EXPECT_EQ(printed("list"), kRelay + "\tinbox\tasked\n");
  EXPECT_EQ(printed("remove", kRelay), "Removed " + kRelay);
  EXPECT_EQ(printed("list"), "There are no relays.\n");
}

TEST_F(RelayCommand, WhatCannotBeIsRefusedAndChangesNothing) {
  EXPECT_EQ(refused("add", "relay.example"), Code::invalid);
  EXPECT_EQ(refused("add", "ftp://relay.example/inbox"), Code::invalid);
  EXPECT_EQ(refused("add", "https://relay.example/actor"), Code::unavailable)
      << "its kind is learned from its actor, and nobody answers";
  EXPECT_EQ(refused("remove", kRelay), Code::not_found);
  relate("relay.example", Relation::blocked);
  EXPECT_EQ(refused("add", kRelay), Code::forbidden);
  EXPECT_EQ(printed("list"), "There are no relays.\n");
}

TEST_F(RelayCommand, WhoIsNoPartnerIsNoRelayWhereOnlyPartnersAreTalkedWith) {
  open(FederationMode::allowlist);
  EXPECT_EQ(refused("add", kRelay), Code::forbidden);
  relate("relay.example", Relation::partner);
  EXPECT_EQ(printed("add", kRelay), "Asked " + kRelay);
}

}  // namespace
}  // namespace hallway::test
