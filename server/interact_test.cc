#include "server/interact.h"

#include <gmock/gmock.h>

#include "server/page.h"
#include "server/session.h"
#include "tests/support/signing_in.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Interact : public test::SignInTest {
 protected:
  void SetUp() override {
    SignInTest::SetUp();
    cookie_ = enter("alice");
    writer_ = person("bob");
  }
  static std::string about(const std::string& what) {
    return "/authorize_interaction?uri=" + percent_encode(what);
  }
  std::string cookie_, writer_;
};

TEST_F(Interact, APersonIsShownAndFollowedByAButtonOnly) {
  for (const auto* name : {"acct:bob@design.example", "@bob@design.example",
                           "https://design.example/users/bob", "https://design.example/@bob"}) {
    const auto page = look(about(name), cookie_);
    ASSERT_EQ(page.status, 200) << name << page.body;
    EXPECT_THAT(page.body, HasSubstr("value=\"@bob@design.example\"")) << name;
    EXPECT_EQ(header(page, "Cache-Control"), "no-store");
  }
  EXPECT_THAT(look("/me", cookie_).body, Not(HasSubstr("bob")));
  const auto token = form_token_in(look(about("acct:bob@design.example"), cookie_));
  const auto sent =
      submit("/me/follow", "handle=%40bob%40design.example&form_token=" + token, cookie_);
  EXPECT_EQ(sent.status, 303) << sent.body;
}

TEST_F(Interact, APostIsShownWithWhatCanBeDoneToIt) {
  const auto id = post(writer_, {{"status", "seen elsewhere"}});
  const auto page = look(about("https://design.example/users/bob/statuses/" + id), cookie_);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_THAT(page.body, HasSubstr("seen elsewhere"));
  for (const auto* action : {"/me/like", "/me/boost", "/me?reply="}) {
    EXPECT_THAT(page.body, HasSubstr(action));
  }
}

TEST_F(Interact, WhatOneMayNotReadIsNotFound) {
  const auto id = post(writer_, {{"status", "for nobody"}, {"visibility", "direct"}});
  const auto page = look(about("https://design.example/users/bob/statuses/" + id), cookie_);
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(page.body, Not(HasSubstr("for nobody")));
}

TEST_F(Interact, WhoMayNotBeShownIsNotFound) {
  stranger("carol", "other.example");
  const auto who = about("https://other.example/users/carol");
  EXPECT_THAT(look(who, cookie_).body, HasSubstr("@carol@other.example"));
  relate("other.example", Relation::blocked);
  const auto page = look(who, cookie_);
  EXPECT_GE(page.status, 400);
  EXPECT_THAT(page.body, Not(HasSubstr("@carol@other.example")));
}

TEST_F(Interact, APollIsVotedInHereToo) {
  const auto id = post(writer_, {{"status", "Which?"},
                                 {"poll", {{"options", {"Steel", "Brass"}}, {"expires_in", 600}}}});
  const auto target = about("https://design.example/users/bob/statuses/" + id);
  EXPECT_THAT(look(target, cookie_).body, HasSubstr("action=\"/me/vote\""));
  clock_.advance(minutes(11));
  EXPECT_THAT(look(target, cookie_).body, Not(HasSubstr("action=\"/me/vote\"")));
}

TEST_F(Interact, WhatCannotBeToldNowIsNotSaidToBeNothing) {
  const auto page = look(about("https://away.example/users/dan"), cookie_);
  EXPECT_EQ(page.status, 503);
  EXPECT_THAT(page.body, Not(HasSubstr("Nothing was found")));
}

TEST_F(Interact, NonsenseIsSaidToBeNothingAndEscaped) {
  for (const auto* what : {"", "<b>x", "javascript:alert(1)", "https://", "@",
                           "acct:carol@design.example", "https://design.example/users/carol"}) {
    const auto page = look(about(what), cookie_);
    EXPECT_GE(page.status, 400) << what;
    EXPECT_LT(page.status, 500) << what;
    EXPECT_THAT(page.body, HasSubstr("Nothing was found")) << what;
    EXPECT_THAT(page.body, Not(HasSubstr("<b>x"))) << what;
  }
}

TEST_F(Interact, WhoIsNotSignedInComesBackAfterwards) {
  account("carol", "a sentence is good");
  const auto target = about("acct:bob@design.example");
  const auto away = look(target);
  ASSERT_EQ(away.status, 303);
  const auto form = look(std::string(away.headers.find("Location").value_or("")));
  ASSERT_EQ(form.status, 200);
  EXPECT_THAT(form.body, HasSubstr("value=\"" + target + "\""));
  const auto in =
      submit("/sign-in", "name=carol&password=a+sentence+is+good&next=" + percent_encode(target));
  EXPECT_EQ(in.status, 303);
  EXPECT_EQ(in.headers.find("Location"), target);
}

TEST_F(Interact, SigningInLeadsToPagesOfOursOnly) {
  account("carol", "a sentence is good");
  for (const auto* next :
       {"", "https://evil.example/", "//evil.example/me?", "/\\evil.example", "/me/post",
        "/sign-out", "/me?x\r\nSet-Cookie: a=b", "/me?\x01", "me?", "/authorize_interaction"}) {
    EXPECT_FALSE(is_way_on(next)) << next;
    const auto in =
        submit("/sign-in", "name=carol&password=a+sentence+is+good&next=" + percent_encode(next));
    EXPECT_EQ(in.headers.find("Location"), first_page()) << next;
  }
  EXPECT_TRUE(is_way_on("/me?write=x"));
  EXPECT_FALSE(is_way_on("/me?" + std::string(20'000, 'x')));
}

TEST_F(Interact, WhatIsSharedBeginsANewPost) {
  const auto to = get("/share?text=" + percent_encode("Look: <i>this</i> & that"));
  ASSERT_EQ(to.status, 303);
  const std::string location(to.headers.find("Location").value_or(""));
  const auto page = look(location.substr(0, location.find('#')), cookie_);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Look: &lt;i&gt;this&lt;/i&gt; &amp; that"));
}

TEST_F(Interact, WhatIsSharedSurvivesSigningInHoweverLongItIs) {
  for (const std::string piece : {"x", "ü", "&", "x ü"}) {
    std::string text;
    for (size_t left = 24'000 / percent_encode(piece).size() + 1; left > 0; --left) text += piece;
    const auto to = get("/share?text=" + percent_encode(text));
    std::string location(to.headers.find("Location").value_or(""));
    location.resize(location.find('#'));
    EXPECT_TRUE(is_way_on(location)) << piece << location.size();
    EXPECT_GT(location.size(), 15'900U) << piece << ": no more is cut than has to be";
    const auto kept = percent_decode(location.substr(location.find('=') + 1));
    ASSERT_TRUE(kept.ok());
    EXPECT_EQ(text.substr(0, kept->size()), *kept) << piece << ": nor within a character";
  }
}

}  // namespace
}  // namespace hallway
