#include "server/oauth/token.h"

#include <gmock/gmock.h>

#include "tests/support/program.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;

class OAuthToken : public test::ProgramTest {
 protected:
  std::string error_of(const Response& response) { return text_in(response, "error"); }
  std::string a_code(const test::Fields& change = {}) {
    if (cookie_.empty()) cookie_ = enter("alice");
    return code_in(allow(cookie_, change));
  }
  std::string cookie_;
};

TEST_F(OAuthToken, ACodeGivesATokenThatActsForThePerson) {
  const auto given = exchange(a_code());
  ASSERT_EQ(given.status, 200) << given.body;
  const auto body = json(given);
  EXPECT_EQ(find_string(body, "token_type"), "Bearer");
  EXPECT_EQ(find_string(body, "scope"), "read write");
  EXPECT_EQ(find_int(body, "created_at"), clock_.now().ms / 1'000);
  EXPECT_EQ(find_string(body, "activitypub_actor_id"), "https://design.example/users/alice");
  EXPECT_FALSE(find_member(body, "refresh_token"));
  EXPECT_FALSE(find_member(body, "expires_in"));
  EXPECT_EQ(header(given, "Cache-Control"), "no-store");
  EXPECT_EQ(header(given, "Access-Control-Allow-Origin"), "*");
  const auto secret = text_in(given, "access_token");
  EXPECT_EQ(status_with(secret), 200);
  EXPECT_EQ(call("POST", "/api/v1/statuses", secret, {{"status", "from my phone"}}).status, 200);
  EXPECT_EQ(get("/api/v1/blocks", bearer(secret)).status, 200);
  clock_.advance(days(3'000));
  EXPECT_EQ(status_with(secret), 200) << "until it is revoked";
}

TEST_F(OAuthToken, ACodeUsedTwiceEndsAllThatItGave) {
  const auto code = a_code();
  const auto secret = text_in(exchange(code), "access_token");
  EXPECT_EQ(status_with(secret), 200);
  EXPECT_EQ(error_of(exchange(code)), "invalid_grant");
  EXPECT_EQ(status_with(secret), 401);
}

TEST_F(OAuthToken, ACodeIsBoundToProgramPlaceVerifierAndTime) {
  const auto code = a_code();
  const struct {
    test::Fields change;
    const char* error;
    int status;
  } cases[] = {
      {{{"code", "another"}}, "invalid_grant", 400},
      {{{"redirect_uri", "phone-app://back"}}, "invalid_grant", 400},
      {{{"code_verifier", ""}}, "invalid_grant", 400},
      {{{"code_verifier", std::string(43, 'x')}}, "invalid_grant", 400},
      {{{"client_secret", "wrong"}}, "invalid_client", 401},
      {{{"client_id", "another"}}, "invalid_client", 401},
      {{{"grant_type", "password"}}, "unsupported_grant_type", 400},
      {{{"grant_type", ""}}, "unsupported_grant_type", 400},
  };
  for (const auto& one : cases) {
    const auto answer = exchange(code, one.change);
    EXPECT_EQ(answer.status, one.status) << answer.body;
    EXPECT_EQ(error_of(answer), one.error);
  }
  EXPECT_EQ(exchange(code).status, 200) << "what failed did not use it up";
  const auto old = a_code();
  clock_.advance(minutes(10));
  EXPECT_EQ(error_of(exchange(old)), "invalid_grant");
}

TEST_F(OAuthToken, ACodeOfAnotherProgramGivesNothing) {
  const auto code = a_code();
  SetUp();  // another one registers, on the same node
  EXPECT_EQ(error_of(exchange(code)), "invalid_grant");
}

TEST_F(OAuthToken, WithoutASecretOnlyAVerifierOpens) {
  EXPECT_EQ(exchange(a_code(), {{"client_secret", ""}}).status, 200);
  const test::Fields plain{{"code_challenge", ""}, {"code_challenge_method", ""}};
  const auto code = a_code(plain);
  EXPECT_EQ(error_of(exchange(code, {{"client_secret", ""}, {"code_verifier", ""}})),
            "invalid_client");
  EXPECT_EQ(error_of(exchange(code)), "invalid_grant") << "no challenge, so no verifier";
  EXPECT_EQ(exchange(code, {{"code_verifier", ""}}).status, 200);
}

TEST_F(OAuthToken, TheSecretMayComeByHttpBasic) {
  const auto code = a_code();
  const auto pair = base64(client_id_ + ":" + client_secret_);
  const test::Fields fields{{"grant_type", "authorization_code"},
                            {"code", code},
                            {"redirect_uri", kBack},
                            {"code_verifier", kVerifier}};
  const auto wrong = submit("/oauth/token", encoded(fields), "", {{"Authorization", "Basic eDp5"}});
  EXPECT_EQ(wrong.status, 401);
  EXPECT_THAT(header(wrong, "WWW-Authenticate"), HasSubstr("Basic"));
  const auto given =
      submit("/oauth/token", encoded(fields), "", {{"Authorization", "Basic " + pair}});
  EXPECT_EQ(given.status, 200) << given.body;
}

TEST_F(OAuthToken, AProgramForItselfActsForNobody) {
  const test::Fields fields{{"grant_type", "client_credentials"},
                            {"client_id", client_id_},
                            {"client_secret", client_secret_},
                            {"scope", "read"}};
  const auto given = token(fields);
  ASSERT_EQ(given.status, 200) << given.body;
  const auto secret = text_in(given, "access_token");
  EXPECT_EQ(status_with(secret), 422);
  EXPECT_EQ(get("/api/v1/apps/verify_credentials", bearer(secret)).status, 200);
  EXPECT_EQ(get("/api/v1/accounts/lookup?acct=nobody", bearer(secret)).status, 404);
  EXPECT_EQ(error_of(token(fields, {{"client_secret", ""}})), "invalid_client");
  EXPECT_EQ(error_of(token(fields, {{"scope", "admin"}})), "invalid_scope");
}

TEST_F(OAuthToken, ProgramsForThemselvesGetOnlySoMany) {
  const test::Fields fields{{"grant_type", "client_credentials"},
                            {"client_id", client_id_},
                            {"client_secret", client_secret_}};
  int status = 200;
  for (int i = 0; i < 100 && status == 200; ++i) status = token(fields).status;
  EXPECT_EQ(status, 429);
  EXPECT_LE(node_->read()->count(Table::tokens), 60U);
  clock_.advance(days(8));
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_EQ(node_->read()->count(Table::tokens), 0U);
}

TEST_F(OAuthToken, AUsedRefreshTokenIsKnownForADayAndThenLeavesNothing) {
  const auto given = exchange(a_code({{"scope", "read offline_access"}}));
  const auto again = token({{"grant_type", "refresh_token"},
                            {"client_id", client_id_},
                            {"client_secret", client_secret_},
                            {"refresh_token", text_in(given, "refresh_token")}});
  ASSERT_EQ(again.status, 200) << again.body;
  clock_.advance(days(31));
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_EQ(node_->read()->count(Table::tokens), 1U) << "the refresh token that is good";
}

TEST_F(OAuthToken, WhoAsksForItStaysSignedInByTokensThatChange) {
  const auto given = exchange(a_code({{"scope", "read offline_access"}}));
  ASSERT_EQ(given.status, 200) << given.body;
  EXPECT_EQ(find_int(json(given), "expires_in"), 7'200);
  const auto first = text_in(given, "access_token"), refresh = text_in(given, "refresh_token");
  EXPECT_EQ(status_with(refresh), 401) << "it opens nothing by itself";
  clock_.advance(hours(2));
  EXPECT_EQ(status_with(first), 401);
  const test::Fields fields{{"grant_type", "refresh_token"},
                            {"client_id", client_id_},
                            {"client_secret", client_secret_},
                            {"refresh_token", refresh}};
  EXPECT_EQ(error_of(token(fields, {{"scope", "read write"}})), "invalid_scope");
  EXPECT_EQ(error_of(token(fields, {{"client_secret", ""}})), "invalid_client");
  const auto again = token(fields);
  ASSERT_EQ(again.status, 200) << again.body;
  const auto second = text_in(again, "access_token");
  EXPECT_EQ(status_with(second), 200);
  EXPECT_NE(text_in(again, "refresh_token"), refresh);
  EXPECT_EQ(error_of(token(fields)), "invalid_grant") << "stolen, by one of the two";
  EXPECT_EQ(status_with(second), 401);
  EXPECT_EQ(error_of(token(fields, {{"refresh_token", text_in(again, "refresh_token")}})),
            "invalid_grant");
}

TEST_F(OAuthToken, ADisabledAccountGetsNothing) {
  const auto code = a_code();
  ASSERT_TRUE(set_disabled(*node_, "alice", true).ok());
  EXPECT_EQ(error_of(exchange(code)), "invalid_grant");
}

TEST_F(OAuthToken, ANewPasswordEndsCodesThatAreUnderWay) {
  const auto code = a_code();
  ASSERT_TRUE(set_password(*node_, "alice", "correct horse battery").ok());
  EXPECT_EQ(error_of(exchange(code)), "invalid_grant");
}

TEST_F(OAuthToken, RevokingEndsWhatTheConsentGave) {
  const auto given = exchange(a_code({{"scope", "read offline_access"}}));
  const auto secret = text_in(given, "access_token");
  const test::Fields fields{{"client_id", client_id_}, {"client_secret", client_secret_}};
  const auto revoke = [&](test::Fields more) {
    auto all = fields;
    all.insert(all.end(), more.begin(), more.end());
    return submit("/oauth/revoke", encoded(all));
  };
  EXPECT_EQ(submit("/oauth/revoke", encoded({{"token", secret}})).status, 401);
  EXPECT_EQ(status_with(secret), 200);
  EXPECT_EQ(revoke({{"token", "unknown"}}).status, 200);
  EXPECT_EQ(revoke({{"token", secret}}).status, 200);
  EXPECT_EQ(status_with(secret), 401);
  const auto refreshed = token({{"grant_type", "refresh_token"},
                                {"client_id", client_id_},
                                {"client_secret", client_secret_},
                                {"refresh_token", text_in(given, "refresh_token")}});
  EXPECT_EQ(error_of(refreshed), "invalid_grant");
}

TEST_F(OAuthToken, AProgramRevokesOnlyItsOwn) {
  const auto secret = text_in(exchange(a_code()), "access_token");
  SetUp();  // another one registers, on the same node
  const auto answer = submit(
      "/oauth/revoke",
      encoded({{"client_id", client_id_}, {"client_secret", client_secret_}, {"token", secret}}));
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(error_of(answer), "unauthorized_client");
  EXPECT_EQ(status_with(secret), 200);
}

TEST_F(OAuthToken, UserinfoSaysWhoItIsToWhoMayKnow) {
  const auto reading = text_in(exchange(a_code()), "access_token");
  EXPECT_EQ(get("/oauth/userinfo", bearer(reading)).status, 403);
  const auto profile = text_in(exchange(a_code({{"scope", "profile"}})), "access_token");
  const auto body = json(get("/oauth/userinfo", bearer(profile)));
  EXPECT_EQ(find_string(body, "iss"), "https://design.example");
  EXPECT_EQ(find_string(body, "sub"), "https://design.example/users/alice");
  EXPECT_EQ(find_string(body, "preferred_username"), "alice");
  EXPECT_EQ(status_with(profile), 200);
  EXPECT_EQ(get("/api/v1/timelines/home", bearer(profile)).status, 403);
}

TEST_F(OAuthToken, NoSecretIsWrittenDown) {
  const auto code = a_code();
  const auto secret = text_in(exchange(code), "access_token");
  const auto txn = node_->read();
  for (const auto table : {Table::tokens, Table::apps}) {
    txn->scan(table, {}, [&](std::string_view key, std::string_view value) {
      for (const auto& one : {code, secret, client_secret_}) {
        EXPECT_EQ(value.find(one), std::string_view::npos) << name_of(table);
        EXPECT_EQ(key.find(one), std::string_view::npos) << name_of(table);
      }
      return true;
    });
  }
}

}  // namespace
}  // namespace hallway
