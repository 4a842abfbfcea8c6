#include "server/second_factor.h"

#include <gmock/gmock.h>

#include "server/totp.h"
#include "storage/log.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

class SecondFactors : public NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    person("alice");
    alice_ = find_account(*node_->read(), "alice").value();
  }
  // The code that her phone shows now.
  std::string phone() {
    const auto factor = find_second_factor(*node_->read(), alice_.id);
    return totp_code(factor ? factor->secret : "", totp_step(clock_.now()));
  }
  std::vector<std::string> set_up() {
    EXPECT_TRUE(begin_second_factor(*node_, alice_).ok());
    auto codes = confirm_second_factor(*node_, alice_, phone());
    EXPECT_TRUE(codes.ok());
    clock_.advance(minutes(1));
    return std::move(codes).value_or({});
  }
  Code use(const std::string& code) {
    const auto used = use_second_factor(*node_, alice_, code);
    return used.ok() ? Code::gone : used.error().code;  // which it never is
  }
  Account alice_;
};

TEST_F(SecondFactors, OneIsAskedForOnlyAfterACodeOfItCameBack) {
  EXPECT_FALSE(has_second_factor(*node_->read(), alice_.id));
  ASSERT_TRUE(begin_second_factor(*node_, alice_).ok());
  EXPECT_FALSE(has_second_factor(*node_->read(), alice_.id));
  EXPECT_EQ(confirm_second_factor(*node_, alice_, "000000").error().code, Code::unauthenticated);
  EXPECT_FALSE(has_second_factor(*node_->read(), alice_.id));
  EXPECT_EQ(use(phone()), Code::unauthenticated);
  const auto codes = confirm_second_factor(*node_, alice_, phone());
  ASSERT_TRUE(codes.ok());
  EXPECT_EQ(codes->size(), 10U);
  EXPECT_TRUE(has_second_factor(*node_->read(), alice_.id));
  EXPECT_EQ(begin_second_factor(*node_, alice_).error().code, Code::conflict);
  EXPECT_EQ(last_log(*node_->read())->type, "AddSecondFactor");
}

TEST_F(SecondFactors, ACodeCountsOnce) {
  set_up();
  const auto code = phone();
  EXPECT_EQ(use(code.substr(0, 3) + " " + code.substr(3)), Code::gone);
  EXPECT_EQ(use(code), Code::unauthenticated);
  clock_.advance(seconds(30));
  EXPECT_EQ(use(phone()), Code::gone);
}

TEST_F(SecondFactors, ARecoveryCodeCountsOnceHoweverItIsTyped) {
  const auto codes = set_up();
  ASSERT_EQ(codes.size(), 10U);
  EXPECT_EQ(codes[0].size(), 19U) << codes[0];
  auto lower = codes[1];
  for (auto& c : lower) c = c == '-' ? ' ' : static_cast<char>(std::tolower(c));
  EXPECT_EQ(use(codes[0]), Code::gone);
  EXPECT_EQ(use(codes[0]), Code::unauthenticated);
  EXPECT_EQ(use(lower), Code::gone);
  EXPECT_EQ(find_second_factor(*node_->read(), alice_.id)->recovery.size(), 8U);
}

TEST_F(SecondFactors, TenWrongCodesAnHourAreTheMost) {
  set_up();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(use("000000"), Code::unauthenticated);
  EXPECT_EQ(use(phone()), Code::limited) << "the right one as well";
  clock_.advance(hours(1));
  EXPECT_EQ(use(phone()), Code::gone);
}

TEST_F(SecondFactors, IsTakenAwayAndThatIsInTheLog) {
  set_up();
  ASSERT_TRUE(remove_second_factor(*node_, alice_, "").ok());
  EXPECT_FALSE(has_second_factor(*node_->read(), alice_.id));
  EXPECT_EQ(last_log(*node_->read())->type, "RemoveSecondFactor");
  EXPECT_EQ(remove_second_factor(*node_, alice_, "").error().code, Code::not_found);
}

}  // namespace
}  // namespace hallway::test
