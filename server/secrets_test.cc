#include "server/secrets.h"

#include <gtest/gtest.h>

#include "tests/support/node.h"

namespace hallway {
namespace {

class Secrets : public test::NodeTest {
 protected:
  void SetUp() override {
    test::NodeTest::SetUp();
    alice_ = add_person(*node_, {.name = "alice"})->account.id;
  }
  Result<Token> use(const std::string& secret, TokenKind kind) {
    return node_->writer().apply(
        [&](WriteTxn& txn) { return use_secret(txn, secret, kind, clock_.now()); });
  }
  Code code(const std::string& secret, TokenKind kind) {
    const auto used = use(secret, kind);
    return used.ok() ? Code::internal : used.error().code;
  }
  static std::string secret_in(const Result<std::string>& link) {
    EXPECT_TRUE(link.ok());
    return link.ok() ? link->substr(link->rfind('/') + 1) : "";
  }
  Id alice_;
};

TEST_F(Secrets, ALinkStandsOnThisNodeAndIsLongEnough) {
  EXPECT_TRUE(make_setup_link(*node_)->starts_with("https://design.example/setup/"));
  EXPECT_TRUE(make_sign_in_link(*node_, alice_)->starts_with("https://design.example/sign-in/"));
  EXPECT_GE(secret_in(make_sign_in_link(*node_, alice_)).size(), 43U);
  EXPECT_NE(make_sign_in_link(*node_, alice_).value_or(""),
            make_sign_in_link(*node_, alice_).value_or(""));
}

TEST_F(Secrets, AOneTimeSecretIsGoodForOneTime) {
  const auto secret = secret_in(make_sign_in_link(*node_, alice_));
  const auto used = use(secret, TokenKind::sign_in_link);
  ASSERT_TRUE(used.ok()) << used.error().what;
  EXPECT_EQ(used->account, alice_);
  EXPECT_EQ(code(secret, TokenKind::sign_in_link), Code::not_found);
}

TEST_F(Secrets, ItOpensNothingElse) {
  const auto secret = secret_in(make_sign_in_link(*node_, alice_));
  for (const auto kind : {TokenKind::setup_link, TokenKind::session, TokenKind::bearer}) {
    EXPECT_EQ(code(secret, kind), Code::not_found);
  }
  EXPECT_TRUE(use(secret, TokenKind::sign_in_link).ok()) << "and trying does not use it up";
  EXPECT_EQ(code("", TokenKind::sign_in_link), Code::not_found);
}

TEST_F(Secrets, ItEndsByItself) {
  const auto sign_in = secret_in(make_sign_in_link(*node_, alice_));
  const auto setup = secret_in(make_setup_link(*node_));
  clock_.advance(Duration{kSignInLinkLife.ms + 1});
  EXPECT_EQ(code(sign_in, TokenKind::sign_in_link), Code::not_found);
  EXPECT_TRUE(use(setup, TokenKind::setup_link).ok()) << "it lives longer";
}

TEST_F(Secrets, TheNextSetupLinkEndsTheOneBefore) {
  const auto first = secret_in(make_setup_link(*node_));
  const auto second = secret_in(make_setup_link(*node_));
  EXPECT_EQ(code(first, TokenKind::setup_link), Code::not_found);
  EXPECT_TRUE(use(second, TokenKind::setup_link).ok());
}

TEST_F(Secrets, WhereThereIsAnAdministratorThereIsNoSetup) {
  ASSERT_TRUE(set_role(*node_, "alice", Role::admin).ok());
  const auto link = make_setup_link(*node_);
  ASSERT_FALSE(link.ok());
  EXPECT_EQ(link.error().code, Code::conflict);
}

TEST_F(Secrets, NoneIsStoredAsItIs) {
  const auto secret = open_session(*node_, alice_).value_or("");
  size_t found = 0;
  const auto txn = node_->read();
  txn->scan(Table::tokens, {}, [&](std::string_view key, std::string_view value) {
    found +=
        key.find(secret) != std::string_view::npos || value.find(secret) != std::string_view::npos;
    return true;
  });
  EXPECT_EQ(found, 0U);
  EXPECT_GT(txn->count(Table::tokens), 0U);
}

}  // namespace
}  // namespace hallway
