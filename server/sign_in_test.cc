#include "server/sign_in.h"

#include <gmock/gmock.h>

#include "server/page.h"
#include "server/page_files.h"
#include "server/secrets.h"
#include "tests/support/signing_in.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SignIn : public test::SignInTest {};

TEST_F(SignIn, TheSetupLinkMakesOneAdministratorOnce) {
  const auto path = setup_path();
  EXPECT_EQ(look(path).status, 200);
  EXPECT_EQ(look(path).status, 200) << "looking does not use it up";
  const auto made = submit(path, "name=alice&display_name=Alice+Ay&password=correct+horse+battery");
  EXPECT_EQ(made.status, 303) << made.body;
  EXPECT_EQ(header(made, "Location"), page_files().empty() ? first_page() : "/app/admin/begin");
  const auto page = look("/me", cookie_in(made));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Alice Ay"));
  {
    const auto txn = node_->read();
    EXPECT_EQ(find_account(*txn, "alice")->role, Role::admin);
    EXPECT_THAT(find_account(*txn, "alice")->password, testing::StartsWith("$argon2id$"));
  }
  EXPECT_EQ(look(path).status, 404);
  EXPECT_EQ(submit(path, "name=mallory&password=correct+horse+battery").status, 404);
  EXPECT_FALSE(make_setup_link(*node_).ok());
}

TEST_F(SignIn, ASetupLinkEndsAfterHalfAnHourAndWithTheNextOne) {
  const auto first = setup_path();
  const auto second = setup_path();
  EXPECT_EQ(look(first).status, 404);
  EXPECT_EQ(look(second).status, 200);
  clock_.advance(minutes(31));
  EXPECT_EQ(look(second).status, 404);
  EXPECT_EQ(submit(second, "name=alice&password=correct+horse+battery").status, 404);
  const auto txn = node_->read();
  EXPECT_FALSE(find_account(*txn, "alice"));
}

TEST_F(SignIn, WhatIsWrongAtSetupIsSaidAndTheLinkStaysGood) {
  const auto path = setup_path();
  const auto weak = submit(path, "name=alice&password=short");
  EXPECT_EQ(weak.status, 422);
  EXPECT_THAT(weak.body, HasSubstr("at least 8 characters"));
  EXPECT_THAT(weak.body, Not(HasSubstr("value=\"short\"")));
  const auto reserved = submit(path, "name=inbox&password=correct+horse+battery");
  EXPECT_EQ(reserved.status, 422);
  EXPECT_EQ(submit(path, "name=alice&password=correct+horse+battery").status, 303);
}

TEST_F(SignIn, NameAndPasswordOpenASession) {
  account("alice", "correct horse battery");
  EXPECT_EQ(look("/me").status, 303);
  EXPECT_EQ(look("/sign-in").status, 200);
  const auto in = submit("/sign-in", "name=Alice&password=correct+horse+battery");
  EXPECT_EQ(in.status, 303) << in.body;
  const auto cookie = header(in, "Set-Cookie");
  for (const auto* part : {"__Host-hallway=", "HttpOnly", "SameSite=Lax", "Secure", "Path=/"}) {
    EXPECT_THAT(cookie, HasSubstr(part));
  }
  EXPECT_EQ(look("/me", cookie_in(in)).status, 200);
  EXPECT_EQ(look("/sign-in", cookie_in(in)).status, 303);
  clock_.advance(days(31));
  EXPECT_EQ(look("/me", cookie_in(in)).status, 303) << "sessions end";
}

TEST_F(SignIn, WrongNamesAndPasswordsLookTheSame) {
  account("alice", "correct horse battery");
  account("bob");  // has no password
  for (const auto* body : {"name=alice&password=wrong+horse", "name=nobody&password=wrong+horse",
                           "name=bob&password=", "name=bob&password=wrong+horse", ""}) {
    const auto refused = submit("/sign-in", body);
    EXPECT_EQ(refused.status, 401) << body;
    EXPECT_FALSE(refused.headers.find("Set-Cookie"));
    EXPECT_THAT(refused.body, HasSubstr("do not belong together"));
  }
}

TEST_F(SignIn, GuessingIsStoppedForWhoGuessesOnly) {
  account("alice", "correct horse battery");
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(submit("/sign-in", "name=alice&password=guess" + std::to_string(i)).status, 401);
  }
  const auto limited = submit("/sign-in", "name=alice&password=correct+horse+battery");
  EXPECT_EQ(limited.status, 429);
  EXPECT_TRUE(limited.headers.find("Retry-After"));
  auto elsewhere = request("POST", "/sign-in", {{"Content-Type", test::kForm}},
                           "name=alice&password=correct+horse+battery");
  elsewhere.peer_address = "198.51.100.7";
  EXPECT_EQ(node_->handle(elsewhere).status, 303);
}

TEST_F(SignIn, ALinkAsksFirstAndWorksOnce) {
  const auto link = make_sign_in_link(*node_, account("alice")).value_or("");
  EXPECT_THAT(look(path_of(link)).body, HasSubstr("alice"));
  auto preview = request("HEAD", path_of(link));
  EXPECT_EQ(node_->handle(preview).status, 200);
  const auto in = submit(path_of(link), "");
  EXPECT_EQ(in.status, 303);
  EXPECT_EQ(look("/me", cookie_in(in)).status, 200);
  EXPECT_EQ(submit(path_of(link), "").status, 404);
  EXPECT_EQ(look(path_of(link)).status, 404);
}

TEST_F(SignIn, ALinkIsGoodForAQuarterOfAnHourAndForNothingElse) {
  const auto id = account("alice");
  const auto link = make_sign_in_link(*node_, id).value_or("");
  clock_.advance(minutes(16));
  EXPECT_EQ(submit(path_of(link), "").status, 404);
  const auto session = open_session(*node_, id).value_or("");
  EXPECT_EQ(submit("/sign-in/" + session, "").status, 404);
  EXPECT_EQ(look("/me", "__Host-hallway=" + token_for({.id = id, .name = "alice"}, "read")).status,
            303)
      << "a bearer token is no session";
}

TEST_F(SignIn, DisabledAccountsAreOutAtOnce) {
  const auto cookie = enter("alice");
  EXPECT_EQ(look("/me", cookie).status, 200);
  ASSERT_TRUE(set_disabled(*node_, "alice", true).ok());
  EXPECT_EQ(look("/me", cookie).status, 303);
  ASSERT_TRUE(set_disabled(*node_, "alice", false).ok());
  EXPECT_EQ(look("/me", cookie).status, 303) << "what was ended stays ended";
}

TEST_F(SignIn, WhenASessionWasUsedLastIsKnownToTheHour) {
  const auto cookie = enter("alice");
  const auto used = [&] {
    std::vector<Time> times;
    for_each_token(*node_->read(),
                   [&](const std::string&, const Token& token) { times.push_back(token.used); });
    return times;
  };
  const auto begun = used();
  ASSERT_EQ(begun.size(), 1U);
  clock_.advance(minutes(59));
  look("/me", cookie);
  node_->writer().drain();
  EXPECT_EQ(used(), begun);
  clock_.advance(minutes(2));
  look("/me", cookie);
  node_->writer().drain();
  ASSERT_EQ(used().size(), 1U);
  EXPECT_EQ(used()[0], clock_.now());
}

TEST_F(SignIn, SigningOutEndsTheSession) {
  const auto cookie = enter("alice");
  const auto token = form_token_in(look("/me", cookie));
  EXPECT_EQ(submit("/sign-out", "", cookie).status, 403) << "only by a form of ours";
  EXPECT_EQ(look("/me", cookie).status, 200);
  const auto out = submit("/sign-out", "form_token=" + token, cookie);
  EXPECT_EQ(out.status, 303);
  EXPECT_THAT(header(out, "Set-Cookie"), HasSubstr("Max-Age=0"));
  EXPECT_EQ(look("/me", cookie).status, 303);
}

TEST_F(SignIn, FormsOfOtherSitesAreRefused) {
  account("alice", "correct horse battery");
  const std::string body = "name=alice&password=correct+horse+battery";
  EXPECT_EQ(submit("/sign-in", body, "", {{"Sec-Fetch-Site", "cross-site"}}).status, 403);
  EXPECT_EQ(submit("/sign-in", body, "", {{"Origin", "https://evil.example"}}).status, 403);
  EXPECT_EQ(submit("/sign-in", body, "", {{"Origin", "https://design.example"}}).status, 303);
  EXPECT_EQ(
      submit("/sign-in", body, "", {{"Sec-Fetch-Site", "same-origin"}, {"Origin", "null"}}).status,
      303);
}

TEST_F(SignIn, PagesAreKeptByNoCacheAndRunNoScript) {
  const auto cookie = enter("alice");
  for (const auto& page : {look("/sign-in"), look(setup_path()), look("/me", cookie)}) {
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(header(page, "Cache-Control"), "no-store");
    EXPECT_THAT(header(page, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
    EXPECT_THAT(header(page, "Content-Security-Policy"), HasSubstr("form-action 'self'"));
    EXPECT_THAT(page.body, Not(HasSubstr("<script")));
  }
}

}  // namespace
}  // namespace hallway
