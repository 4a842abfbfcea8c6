#include "server/session.h"

#include <gmock/gmock.h>

#include "server/secrets.h"
#include "tests/support/node.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Sessions : public test::NodeTest {
 protected:
  void SetUp() override {
    test::NodeTest::SetUp();
    alice_ = add_person(*node_, {.name = "alice"})->account;
    secret_ = open_session(*node_, alice_.id).value_or("");
  }
  // Who is signed in by these cookies.
  std::string name_of(const std::vector<std::string>& cookies) {
    auto asking = request("GET", "/me");
    for (const auto& cookie : cookies) asking.headers.add("Cookie", cookie);
    const auto session = session_of(*node_, asking);
    EXPECT_TRUE(session.ok());
    return session.ok() && *session ? (*session)->person.account.name : "";
  }
  Account alice_;
  std::string secret_;
};

TEST_F(Sessions, TheCookieThatWasSetSignsIn) {
  const auto set = cookie_of(*node_, secret_);
  EXPECT_EQ(name_of({set.substr(0, set.find(';'))}), "alice");
  for (const auto* attribute : {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"}) {
    EXPECT_THAT(set, HasSubstr(attribute));
  }
  EXPECT_TRUE(set.starts_with("__Host-")) << "no other host of the domain can set it";
  EXPECT_THAT(set, Not(HasSubstr("Domain=")));
}

TEST_F(Sessions, ItIsFoundAmongOthersAndTakenForNoOther) {
  const auto cookie = "__Host-hallway=" + secret_;
  EXPECT_EQ(name_of({"a=b; " + cookie + "; c=d"}), "alice");
  EXPECT_EQ(name_of({"a=b", cookie}), "alice");
  EXPECT_EQ(name_of({"a=b;" + cookie}), "alice");
  const std::string kOthers[] = {"",
                                 "hallway=" + secret_,
                                 "x__Host-hallway=" + secret_,
                                 "__Host-hallway" + secret_,
                                 "__Host-hallway=",
                                 cookie + "x",
                                 "a=" + cookie};
  for (const auto& other : kOthers) {
    EXPECT_EQ(name_of({other}), "") << other;
  }
}

TEST_F(Sessions, OnlyASessionIsOne) {
  EXPECT_EQ(name_of({"__Host-hallway=" + token_for(alice_, "read")}), "");
  const auto link = make_sign_in_link(*node_, alice_.id).value_or("");
  EXPECT_EQ(name_of({"__Host-hallway=" + link.substr(link.rfind('/') + 1)}), "");
}

TEST_F(Sessions, ItEndsAfterThirtyDays) {
  const auto cookie = "__Host-hallway=" + secret_;
  clock_.advance(days(29));
  EXPECT_EQ(name_of({cookie}), "alice");
  clock_.advance(days(1));
  clock_.advance(milliseconds(1));
  EXPECT_EQ(name_of({cookie}), "");
}

TEST_F(Sessions, SigningOutLeavesAnEmptyCookie) {
  EXPECT_TRUE(cookie_without_session(*node_).starts_with("__Host-hallway=; "));
  EXPECT_THAT(cookie_without_session(*node_), HasSubstr("Max-Age=0"));
}

TEST_F(Sessions, AFormTokenIsOfItsSessionOnly) {
  const Session mine{secret_, {}}, other{"another", {}};
  EXPECT_EQ(mine.form_token(), mine.form_token());
  EXPECT_NE(mine.form_token(), other.form_token());
  EXPECT_THAT(mine.form_token(), Not(HasSubstr(secret_)));
  const auto check = [&](const std::string& query) {
    const auto params = Params::of_query(request("GET", "/x?" + query));
    return params.ok() && check_form(mine, *params).ok();
  };
  EXPECT_TRUE(check("form_token=" + mine.form_token()));
  for (const auto& query : {std::string(), std::string("form_token="), "form_token=" + secret_,
                            "form_token=" + other.form_token()}) {
    EXPECT_FALSE(check(query)) << query;
  }
}

TEST_F(Sessions, FormsOfOtherSitesAreToldApart) {
  const struct {
    Headers headers;
    bool ours;
  } kCases[] = {
      {{}, true},
      {{{"Sec-Fetch-Site", "same-origin"}}, true},
      {{{"Sec-Fetch-Site", "none"}}, true},
      {{{"Sec-Fetch-Site", "same-site"}}, false},
      {{{"Sec-Fetch-Site", "cross-site"}}, false},
      {{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://design.example"}}, false},
      {{{"Origin", "https://design.example"}}, true},
      {{{"Origin", "null"}}, true},
      {{{"Origin", "https://evil.example"}}, false},
      {{{"Origin", "https://design.example.evil.example"}}, false},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(check_own_site(*node_, request("POST", "/sign-in", c.headers)).ok(), c.ours)
        << (c.headers.list().empty() ? "" : c.headers.list()[0].second);
  }
}

}  // namespace
}  // namespace hallway
