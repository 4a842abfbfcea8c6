#include "server/second_factor_page.h"

#include <gmock/gmock.h>

#include "server/second_factor.h"
#include "server/totp.h"
#include "tests/support/signing_in.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

constexpr const char* kRight = "name=alice&password=correct+horse+battery";

class SecondFactorPage : public SignInTest {
 protected:
  void SetUp() override {
    SignInTest::SetUp();
    id_ = account("alice", "correct horse battery");
    cookie_ = cookie_in(submit("/sign-in", kRight));
  }
  std::string phone() {
    const auto factor = find_second_factor(*node_->read(), id_);
    return totp_code(factor ? factor->secret : "", totp_step(clock_.now()));
  }
  Response change(const std::string& fields) {
    const auto token = form_token_in(look("/me/second-factor", cookie_));
    return submit("/me/second-factor", "form_token=" + token + "&" + fields, cookie_);
  }
  void set_up() {
    EXPECT_EQ(change("do=begin").status, 200);
    EXPECT_EQ(change("do=confirm&code=" + phone()).status, 200);
    clock_.advance(minutes(1));
  }
  static std::string half_in_of(const Response& page) {
    const std::string_view mark = "name=\"half_in\" value=\"";
    const size_t at = page.body.find(mark);
    if (at == std::string::npos) return {};
    return page.body.substr(at + mark.size(), 43);
  }
  Response enter(const std::string& half_in, const std::string& code,
                 const std::string& more = "") {
    return submit("/sign-in/code", "half_in=" + half_in + "&code=" + code + more);
  }
  Id id_;
  std::string cookie_;
};

TEST_F(SecondFactorPage, IsSetUpByAPictureAndGivesRecoveryCodesOnce) {
  EXPECT_THAT(look("/me/second-factor", cookie_).body, HasSubstr("Set it up"));
  const auto scan = change("do=begin");
  EXPECT_THAT(scan.body, HasSubstr("<svg"));
  EXPECT_EQ(header(scan, "Cache-Control"), "no-store");
  const auto wrong = change("do=confirm&code=000000");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_THAT(wrong.body, HasSubstr("wrong"));
  EXPECT_THAT(wrong.body, HasSubstr("<svg")) << "one tries again";
  const auto on = change("do=confirm&code=" + phone());
  EXPECT_THAT(on.body, HasSubstr("recovery codes"));
  EXPECT_THAT(look("/me/second-factor", cookie_).body, HasSubstr("Recovery codes left: 10"));
}

TEST_F(SecondFactorPage, APasswordAloneLetsNobodyInAnyMore) {
  set_up();
  const auto asked = submit("/sign-in", std::string(kRight) + "&next=%2Fme%3Fwrite%3Dx");
  EXPECT_EQ(asked.status, 200);
  EXPECT_EQ(cookie_in(asked), "");
  EXPECT_THAT(asked.body, HasSubstr("Your code"));
  const auto half_in = half_in_of(asked);
  EXPECT_EQ(look("/me", "__Host-hallway=" + half_in).status, 303) << "it is no session";
  const auto wrong = enter(half_in, "000000");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(cookie_in(wrong), "");
  const auto in = enter(half_in, phone(), "&next=%2Fme%3Fwrite%3Dx");
  EXPECT_EQ(in.status, 303);
  EXPECT_EQ(header(in, "Location"), "/me?write=x");
  EXPECT_EQ(look("/me", cookie_in(in)).status, 200);
  clock_.advance(minutes(1));
  EXPECT_EQ(enter(half_in, phone()).status, 404) << "it was used";
}

TEST_F(SecondFactorPage, LinksAskForItToo) {
  set_up();
  const auto by_link = submit(path_of(*make_sign_in_link(*node_, id_)), "");
  EXPECT_EQ(cookie_in(by_link), "");
  EXPECT_EQ(enter(half_in_of(by_link), phone()).status, 303);
  clock_.advance(minutes(1));
  const auto reset =
      submit(path_of(*make_reset_link(*node_, id_)), "password=tea+cake+window+sailor");
  EXPECT_EQ(cookie_in(reset), "");
  EXPECT_EQ(enter(half_in_of(reset), phone()).status, 303);
}

TEST_F(SecondFactorPage, TheCodeIsWaitedForTenMinutes) {
  set_up();
  const auto half_in = half_in_of(submit("/sign-in", kRight));
  clock_.advance(minutes(10));
  EXPECT_EQ(enter(half_in, phone()).status, 404);
  EXPECT_EQ(enter("nonsense", phone()).status, 404);
}

TEST_F(SecondFactorPage, WhoHasThePasswordCannotTryCodesForEver) {
  set_up();
  int tried = 0, limited = 0;
  for (int i = 0; i < 30; ++i) {
    const auto asked = submit("/sign-in", kRight);
    const auto status = asked.status == 200 ? enter(half_in_of(asked), "000000").status : 429;
    status == 401 ? ++tried : ++limited;
  }
  EXPECT_LE(tried, 10);
  EXPECT_EQ(tried + limited, 30);
}

TEST_F(SecondFactorPage, IsTurnedOffWithACodeOnly) {
  set_up();
  EXPECT_EQ(change("do=end&code=000000").status, 401);
  EXPECT_TRUE(has_second_factor(*node_->read(), id_));
  EXPECT_EQ(change("do=end&code=" + phone()).status, 303);
  EXPECT_FALSE(has_second_factor(*node_->read(), id_));
  EXPECT_EQ(submit("/sign-in", kRight).status, 303);
}

TEST_F(SecondFactorPage, FormsOfOthersDoNothing) {
  EXPECT_EQ(submit("/me/second-factor", "do=begin", cookie_).status, 403);
  EXPECT_FALSE(find_second_factor(*node_->read(), id_));
  EXPECT_EQ(look("/me/second-factor").status, 303) << "who is not signed in";
}

}  // namespace
}  // namespace hallway::test
