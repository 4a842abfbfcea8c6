#include "server/oauth/authorize.h"

#include <gmock/gmock.h>

#include "tests/support/program.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Authorize : public test::ProgramTest {};

TEST_F(Authorize, WhoIsNotSignedInComesBackAfterSigningIn) {
  const auto asked = look(authorize_path({}));
  EXPECT_EQ(asked.status, 303);
  const auto sign_in = header(asked, "Location");
  EXPECT_THAT(sign_in, StartsWith("/sign-in?next=%2Foauth%2Fauthorize%3F"));
  account("alice", "correct horse battery");
  const auto next = sign_in.substr(sign_in.find("next="));
  const auto in = submit("/sign-in", "name=alice&password=correct+horse+battery&" + next);
  EXPECT_EQ(header(in, "Location"), authorize_path({}));
  EXPECT_EQ(look(authorize_path({}), cookie_in(in)).status, 200);
}

TEST_F(Authorize, ASlashMoreInTheAddressDoesNoHarm) {
  const auto path = "/oauth/authorize/?" + encoded(asked({}));
  EXPECT_THAT(header(look(path), "Location"), StartsWith("/sign-in?next=%2Foauth%2Fauthorize%2F"));
  EXPECT_EQ(look(path, enter("alice")).status, 200);
}

TEST_F(Authorize, ThePageSaysWhoAsksForWhatAndWhereOneIsLed) {
  const auto page = look(authorize_path({{"scope", "read write:statuses"}}), enter("alice"));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Phone &lt;app&gt;"));
  EXPECT_THAT(page.body, HasSubstr("@alice@design.example"));
  EXPECT_THAT(page.body, HasSubstr("See everything that you see here"));
  EXPECT_THAT(page.body, HasSubstr("Post, edit and delete in your name"));
  EXPECT_THAT(page.body, HasSubstr("https://phone.example"));
  EXPECT_THAT(header(page, "Content-Security-Policy"),
              HasSubstr("form-action 'self' https://phone.example"));
  EXPECT_EQ(header(page, "Cache-Control"), "no-store");
}

TEST_F(Authorize, AllowingLeadsBackWithACodeTheStateAndTheIssuer) {
  const auto led = allow(enter("alice"), {{"state", "a&b=c"}});
  EXPECT_EQ(led.status, 303);
  const auto location = header(led, "Location");
  EXPECT_THAT(location, StartsWith("https://phone.example/back?x=1&code="));
  EXPECT_THAT(location, HasSubstr("&state=a%26b%3Dc"));
  EXPECT_THAT(location, HasSubstr("&iss=https%3A%2F%2Fdesign.example"));
}

TEST_F(Authorize, RefusingLeadsBackWithoutACode) {
  const auto cookie = enter("alice");
  const auto location = header(decide("deny", cookie, {{"state", "s"}}), "Location");
  EXPECT_THAT(location, HasSubstr("error=access_denied"));
  EXPECT_THAT(location, HasSubstr("state=s"));
  EXPECT_THAT(location, Not(HasSubstr("code=")));
}

TEST_F(Authorize, NobodyIsLedWhereTheProgramDidNotRegister) {
  const auto cookie = enter("alice");
  const char* const places[] = {"https://evil.example/back", "https://phone.example/back?x=1&y=2",
                                "https://phone.example/back", "https://phone.example/back?x=1/",
                                "HTTPS://phone.example/back?x=1"};
  for (const auto* place : places) {
    const auto page = look(authorize_path({{"redirect_uri", place}}), cookie);
    EXPECT_EQ(page.status, 400) << place;
    EXPECT_EQ(header(page, "Location"), "");
    EXPECT_EQ(decide("allow", cookie, {{"redirect_uri", place}}).status, 400) << place;
  }
  const auto unknown = look(authorize_path({{"client_id", "nobody"}}), cookie);
  EXPECT_EQ(unknown.status, 400);
  EXPECT_THAT(unknown.body, HasSubstr("is not known"));
}

TEST_F(Authorize, WhatAProgramCannotHaveIsToldToIt) {
  const auto cookie = enter("alice");
  const struct {
    test::Fields change;
    const char* error;
  } cases[] = {
      {{{"response_type", "token"}}, "unsupported_response_type"},
      {{{"scope", "read nonsense"}}, "invalid_scope"},
      {{{"scope", "admin:read"}}, "invalid_scope"},
      {{{"code_challenge_method", "plain"}}, "invalid_request"},
      {{{"code_challenge", "short"}}, "invalid_request"},
  };
  for (const auto& one : cases) {
    const auto location = header(look(authorize_path(one.change), cookie), "Location");
    EXPECT_THAT(location, StartsWith("https://phone.example/back?x=1&error=")) << one.error;
    EXPECT_THAT(location, HasSubstr(one.error));
    EXPECT_THAT(header(decide("allow", cookie, one.change), "Location"), HasSubstr(one.error));
  }
}

TEST_F(Authorize, AFormOfAnotherSiteAllowsNothing) {
  const auto cookie = enter("alice");
  auto fields = asked({});
  fields.emplace_back("decision", "allow");
  const auto forged = submit("/oauth/authorize", encoded(fields), cookie);
  EXPECT_EQ(forged.status, 403);
  const auto nobody = submit("/oauth/authorize", encoded(fields));
  EXPECT_THAT(header(nobody, "Location"), StartsWith("/sign-in?next=%2Foauth%2Fauthorize"));
}

TEST_F(Authorize, AnotherAccountCanBeChosen) {
  const auto cookie = enter("alice");
  const auto switched = decide("switch", cookie, {});
  EXPECT_THAT(header(switched, "Location"), StartsWith("/sign-in?next=%2Foauth%2Fauthorize"));
  EXPECT_EQ(look(authorize_path({}), cookie).status, 303) << "that session has ended";
}

TEST_F(Authorize, WhereNobodyCanBeLedTheCodeIsShown) {
  const auto cookie = enter("alice");
  const test::Fields change{{"redirect_uri", "urn:ietf:wg:oauth:2.0:oob"}};
  EXPECT_THAT(look(authorize_path(change), cookie).body, HasSubstr("shown a code"));
  const auto page = decide("allow", cookie, change);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Copy this code"));
  EXPECT_EQ(decide("deny", cookie, change).status, 200);
}

TEST_F(Authorize, AProgramsOwnSchemeIsLedTo) {
  const auto cookie = enter("alice");
  const test::Fields change{{"redirect_uri", "phone-app://back"}};
  EXPECT_THAT(header(look(authorize_path(change), cookie), "Content-Security-Policy"),
              HasSubstr("form-action 'self' phone-app:"));
  EXPECT_THAT(header(decide("allow", cookie, change), "Location"),
              StartsWith("phone-app://back?code="));
}

TEST_F(Authorize, WhoMustSignInAgainDoesAlsoWhereTheyAreSignedIn) {
  account("alice", "correct horse battery");
  const auto cookie = cookie_in(submit("/sign-in", "name=alice&password=correct+horse+battery"));
  const auto asked = look(authorize_path({}) + "&force_login=true", cookie);
  EXPECT_EQ(asked.status, 303);
  const auto sign_in = header(asked, "Location");
  EXPECT_THAT(sign_in, StartsWith("/sign-in?again=true&next=%2Foauth%2Fauthorize%3F"));
  EXPECT_THAT(sign_in, Not(HasSubstr("force_login"))) << "once is enough";
  const auto page = look(sign_in, cookie);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("name=\"password\""));
  const auto next = sign_in.substr(sign_in.find("next="));
  const auto in = submit("/sign-in", "name=alice&password=correct+horse+battery&" + next);
  EXPECT_EQ(look(header(in, "Location"), cookie_in(in)).status, 200);
  EXPECT_EQ(look(authorize_path({}) + "&force_login=false", cookie).status, 200);
  EXPECT_EQ(header(look(authorize_path({}) + "&force_login=true"), "Location"), sign_in);
}

}  // namespace
}  // namespace hallway
