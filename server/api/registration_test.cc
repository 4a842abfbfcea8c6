#include "server/api/registration.h"

#include <gmock/gmock.h>

#include "server/people.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class ApiRegistration : public ApiTest {
 protected:
  void open_for(SignUp mode) {
    config_.registration.mode = mode;
    open(FederationMode::open);
    const auto put = node_->writer().apply([&](WriteTxn& txn) {
      return put_token(txn, "program",
                       {.kind = TokenKind::app,
                        .name = "An app",
                        .scopes = "read write",
                        .created = clock_.now(),
                        .client = ""});
    });
    ASSERT_TRUE(put.ok());
  }
  static Json wishes(const Json& changes = Json::object()) {
    Json all{{"username", "carol"},
             {"email", "carol@mail.example"},
             {"password", "tea cake window sailor"},
             {"agreement", true},
             {"locale", "en"}};
    all.update(changes);
    return all;
  }
  Response sign_up(const Json& body, const std::string& token = "program") {
    return call("POST", "/api/v1/accounts", token, body);
  }
};

TEST_F(ApiRegistration, IsClosedUnlessItIsOpened) {
  open_for(SignUp::closed);
  EXPECT_EQ(sign_up(wishes()).status, 403);
  EXPECT_FALSE(find_account(*node_->read(), "carol"));
  EXPECT_EQ(json(get("/api/v1/instance"))["registrations"], false);
}

TEST_F(ApiRegistration, WhereItIsOpenTheTokenWorksAtOnce) {
  open_for(SignUp::open);
  const auto told = json(sign_up(wishes()));
  EXPECT_EQ(told["token_type"], "Bearer");
  EXPECT_EQ(told["scope"], "read write");
  EXPECT_TRUE(told["created_at"].is_number_integer());
  const auto token = told["access_token"].get<std::string>();
  const auto me = json(get("/api/v1/accounts/verify_credentials", bearer(token)));
  EXPECT_EQ(me["acct"], "carol");
  EXPECT_EQ(find_account(*node_->read(), "carol")->email, "carol@mail.example");
  EXPECT_EQ(json(get("/api/v1/instance"))["registrations"], true);
  EXPECT_EQ(json(get("/api/v2/instance"))["registrations"]["approval_required"], false);
}

TEST_F(ApiRegistration, WhereItTakesApprovalTheTokenWaits) {
  open_for(SignUp::approval);
  EXPECT_EQ(sign_up(wishes()).status, 422) << "somebody has to say why";
  const auto told = json(sign_up(wishes({{"reason", "I work here"}})));
  const auto token = told["access_token"].get<std::string>();
  const auto waiting = get("/api/v1/accounts/verify_credentials", bearer(token));
  EXPECT_EQ(waiting.status, 403);
  EXPECT_THAT(waiting.body, HasSubstr("pending approval"));
  EXPECT_EQ(get("/users/carol").status, 404);
  EXPECT_EQ(find_account(*node_->read(), "carol")->reason, "I work here");
  ASSERT_TRUE(approve_person(*node_, "carol").ok());
  EXPECT_EQ(get("/api/v1/accounts/verify_credentials", bearer(token)).status, 200);
  EXPECT_EQ(json(get("/api/v2/instance"))["registrations"]["approval_required"], true);
}

TEST_F(ApiRegistration, SaysOfEachParameterWhatIsWrongWithIt) {
  open_for(SignUp::open);
  struct Row {
    Json changes;
    const char *member, *code;
  };
  for (const auto& row : {Row{{{"username", ""}}, "username", "ERR_BLANK"},
                          Row{{{"username", "a b"}}, "username", "ERR_INVALID"},
                          Row{{{"username", "admin"}}, "username", "ERR_INVALID"},
                          Row{{{"username", "ALICE"}}, "username", "ERR_TAKEN"},
                          Row{{{"email", ""}}, "email", "ERR_BLANK"},
                          Row{{{"email", "carol"}}, "email", "ERR_INVALID"},
                          Row{{{"email", "a@b@c.example"}}, "email", "ERR_INVALID"},
                          Row{{{"password", "password1"}}, "password", "ERR_INVALID"},
                          Row{{{"agreement", false}}, "agreement", "ERR_ACCEPTED"}}) {
    clock_.advance(minutes(31));
    const auto answer = sign_up(wishes(row.changes));
    EXPECT_EQ(answer.status, 422) << row.changes;
    const auto body = json(answer);
    EXPECT_THAT(std::string(find_string(body, "error").value_or("")), HasSubstr(row.member));
    EXPECT_EQ(body["details"].size(), 1U) << body;
    EXPECT_EQ(body["details"][row.member][0]["error"], row.code) << row.changes;
  }
  EXPECT_FALSE(find_account(*node_->read(), "carol"));
}

TEST_F(ApiRegistration, NeedsAProgramsOwnToken) {
  open_for(SignUp::open);
  EXPECT_EQ(sign_up(wishes(), alice_).status, 403);
  EXPECT_EQ(sign_up(wishes(), "wrong").status, 401);
}

TEST_F(ApiRegistration, OneAddressMakesFiveInHalfAnHour) {
  open_for(SignUp::open);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(sign_up(wishes({{"username", "c" + std::to_string(i)}})).status, 200);
  }
  EXPECT_EQ(sign_up(wishes()).status, 429);
  clock_.advance(minutes(30));
  EXPECT_EQ(sign_up(wishes()).status, 200);
}

TEST_F(ApiRegistration, WhoModeratesIsToldOfThoseWhoCome) {
  open_for(SignUp::approval);
  ASSERT_TRUE(set_role(*node_, "alice", Role::moderator).ok());
  ASSERT_EQ(sign_up(wishes({{"reason", "I work here"}})).status, 200);
  const auto told = json(get("/api/v1/notifications", bearer(alice_)));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0]["type"], "admin.sign_up");
  EXPECT_EQ(told[0]["account"]["acct"], "carol") << "also while she waits";
  EXPECT_FALSE(told[0].contains("report"));
  EXPECT_EQ(json(get("/api/v1/notifications", bearer(bob_))), Json::array());
  ASSERT_TRUE(delete_person(*node_, "carol").ok());
  EXPECT_EQ(json(get("/api/v1/notifications", bearer(alice_))), Json::array());
}

}  // namespace
}  // namespace hallway::test
