#include "server/oauth/apps.h"

#include <gmock/gmock.h>

#include "storage/apps.h"
#include "tests/support/program.h"

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class OAuthApps : public test::ProgramTest {
 protected:
  Response register_with(const test::Fields& fields) {
    return submit("/api/v1/apps", encoded(fields));
  }
};

TEST_F(OAuthApps, AreRegisteredAsTheDocumentationHasIt) {
  const auto made = call("POST", "/api/v1/apps", "none",
                         {{"client_name", "Desk"},
                          {"redirect_uris", {"https://desk.example/a", "desk:/b"}},
                          {"scopes", "read write:statuses"},
                          {"website", "https://desk.example"}});
  ASSERT_EQ(made.status, 200) << made.body;
  const auto body = json(made);
  EXPECT_EQ(find_string(body, "name"), "Desk");
  EXPECT_EQ(find_string(body, "website"), "https://desk.example");
  EXPECT_THAT(body["scopes"], ElementsAre("read", "write:statuses"));
  EXPECT_THAT(body["redirect_uris"], ElementsAre("https://desk.example/a", "desk:/b"));
  EXPECT_EQ(find_string(body, "redirect_uri"), "https://desk.example/a\ndesk:/b");
  EXPECT_EQ(find_int(body, "client_secret_expires_at"), 0);
  EXPECT_EQ(find_string(body, "client_id").value_or("").size(), 43U);
  EXPECT_EQ(find_string(body, "client_secret").value_or("").size(), 43U);
  EXPECT_GT(std::stoull(std::string(find_string(body, "id").value_or("0"))), 0U);
}

TEST_F(OAuthApps, AskForReadingWhereTheySayNothingElse) {
  const auto made = json(register_with({{"client_name", "x"}, {"redirect_uris", kBack}}));
  EXPECT_THAT(made["scopes"], ElementsAre("read"));
  EXPECT_TRUE(made["website"].is_null());
}

TEST_F(OAuthApps, ThatAreWrongAreRefusedWithTheReason) {
  const struct {
    test::Fields fields;
    const char* why;
  } cases[] = {
      {{{"redirect_uris", kBack}}, "client_name"},
      {{{"client_name", std::string(201, 'x')}, {"redirect_uris", kBack}}, "client_name"},
      {{{"client_name", "x"}}, "redirect_uris"},
      {{{"client_name", "x"}, {"redirect_uris", "javascript:alert(1)"}}, "scheme"},
      {{{"client_name", "x"}, {"redirect_uris", kBack}, {"scopes", "all"}}, "no scope"},
      {{{"client_name", "x"}, {"redirect_uris", kBack}, {"website", "javascript:x"}}, "website"},
  };
  for (const auto& one : cases) {
    const auto answer = register_with(one.fields);
    EXPECT_EQ(answer.status, 422) << one.why;
    EXPECT_THAT(answer.body, HasSubstr(one.why));
  }
}

TEST_F(OAuthApps, OfOneAddressAreNotRegisteredWithoutEnd) {
  int status = 200;
  for (int i = 0; i < 100 && status == 200; ++i) {
    status = register_with({{"client_name", "x"}, {"redirect_uris", kBack}}).status;
  }
  EXPECT_EQ(status, 429);
  clock_.advance(hours(1));
  EXPECT_EQ(register_with({{"client_name", "x"}, {"redirect_uris", kBack}}).status, 200);
}

TEST_F(OAuthApps, AreSaidByTheTokensTheyWereGiven) {
  const auto secret = text_in(exchange(code_in(allow(enter("alice")))), "access_token");
  const auto body = json(get("/api/v1/apps/verify_credentials", bearer(secret)));
  EXPECT_EQ(find_string(body, "name"), "Phone <app>");
  EXPECT_FALSE(find_member(body, "client_secret"));
  EXPECT_EQ(get("/api/v1/apps/verify_credentials").status, 401);
}

TEST_F(OAuthApps, ThatNobodyUsesAreForgottenAfterAMonthAndUsedOnesStay) {
  const auto unused = json(register_with({{"client_name", "x"}, {"redirect_uris", kBack}}));
  ASSERT_EQ(exchange(code_in(allow(enter("alice")))).status, 200);
  clock_.advance(days(31));
  ASSERT_TRUE(node_->keep_house().ok());
  const auto txn = node_->read();
  EXPECT_TRUE(find_app(*txn, client_id_));
  EXPECT_FALSE(find_app(*txn, find_string(unused, "client_id").value_or("")));
  EXPECT_EQ(txn->count(Table::tokens), 1U) << "the bearer token; code and session have ended";
}

}  // namespace
}  // namespace hallway
