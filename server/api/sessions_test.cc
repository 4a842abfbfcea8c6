#include "server/api/sessions.h"

#include <gmock/gmock.h>

#include "tests/support/program.h"

namespace hallway::test {
namespace {

const std::string kSessions = "/api/hallway/v1/sessions";

class ApiSessions : public ProgramTest {
 protected:
  std::string let_in(const std::string& cookie, const Fields& change = {}) {
    return text_in(exchange(code_in(allow(cookie, change))), "access_token");
  }
  Json sessions(const std::string& secret, const std::string& cookie = {}) {
    auto headers = bearer(secret);
    if (!cookie.empty()) headers.set("Cookie", cookie);
    const auto answer = get(kSessions, headers);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json(answer);
  }
  static Json of_kind(const Json& sessions, std::string_view kind) {
    Json out = Json::array();
    for (const auto& one : sessions) {
      if (find_string(one, "kind") == kind) out.push_back(one);
    }
    return out;
  }
  int end(const std::string& secret, const Json& one) {
    return call("DELETE", kSessions + "/" + one["id"].get<std::string>(), secret).status;
  }
};

TEST_F(ApiSessions, ShowsBrowsersAndProgramsAndWhichOfThemAsks) {
  const auto cookie = enter("alice");
  const auto phone = let_in(cookie, {{"scope", "read write offline_access"}});
  clock_.advance(minutes(1));
  const auto desk = let_in(cookie, {{"scope", "read"}});
  const auto shown = sessions(desk);
  ASSERT_EQ(shown.size(), 3U) << "a consent is shown once, however many tokens it gave";
  EXPECT_EQ(of_kind(shown, "browser")[0]["current"], false);
  const auto programs = of_kind(shown, "program");
  ASSERT_EQ(programs.size(), 2U);
  EXPECT_EQ(programs[0]["name"], "Phone <app>");
  EXPECT_EQ(programs[0]["scopes"], Json({"read"}));
  EXPECT_EQ(programs[0]["current"], true);
  EXPECT_EQ(programs[1]["scopes"], Json({"read", "write", "offline_access"}));
  EXPECT_EQ(programs[1]["current"], false);
  EXPECT_EQ(programs[1]["last_used_at"], nullptr);
  for (const auto& one : of_kind(sessions(phone), "program")) {
    EXPECT_EQ(one["current"], one["scopes"].size() == 3) << one;
  }
  EXPECT_EQ(header(get(kSessions, bearer(desk)), "Cache-Control"), "no-store");
}

TEST_F(ApiSessions, TheBrowserThatAsksIsKnownByItsCookieIfItIsOnesOwn) {
  const auto alice = enter("alice"), bob = enter("bob");
  const auto secret = let_in(alice);
  EXPECT_EQ(of_kind(sessions(secret, alice), "browser")[0]["current"], true);
  EXPECT_EQ(of_kind(sessions(secret, bob), "browser")[0]["current"], false);
  EXPECT_EQ(get(kSessions, {{"Cookie", alice}}).status, 401) << "a cookie alone opens nothing";
}

TEST_F(ApiSessions, EndsOneAtOnceWithAllItWasGiven) {
  const auto cookie = enter("alice");
  const auto given = exchange(code_in(allow(cookie, {{"scope", "read write offline_access"}})));
  const auto lost = text_in(given, "access_token"), kept = let_in(cookie);
  const auto programs = of_kind(sessions(kept), "program");
  ASSERT_EQ(programs.size(), 2U);
  const auto& theirs = programs[0]["current"] == true ? programs[1] : programs[0];
  EXPECT_EQ(end(kept, theirs), 200);
  EXPECT_EQ(status_with(lost), 401);
  EXPECT_EQ(status_with(kept), 200);
  EXPECT_EQ(token({{"grant_type", "refresh_token"},
                   {"client_id", client_id_},
                   {"client_secret", client_secret_},
                   {"refresh_token", text_in(given, "refresh_token")}})
                .status,
            400);
  EXPECT_EQ(sessions(kept).size(), 2U);
  EXPECT_EQ(end(kept, theirs), 404) << "it has gone already";
}

TEST_F(ApiSessions, EndsABrowserAndItself) {
  const auto cookie = enter("alice");
  const auto secret = let_in(cookie);
  EXPECT_EQ(look("/me/access", cookie).status, 200);
  EXPECT_EQ(end(secret, of_kind(sessions(secret), "browser")[0]), 200);
  EXPECT_EQ(look("/me/access", cookie).status, 303);
  EXPECT_EQ(end(secret, sessions(secret)[0]), 200);
  EXPECT_EQ(status_with(secret), 401);
}

TEST_F(ApiSessions, EndsNothingOfOthersAndNothingWithoutTheScope) {
  const auto alice = let_in(enter("alice")), bob = let_in(enter("bob"));
  const auto narrow = let_in(enter("carol"), {{"scope", "read"}});
  for (const auto& one : sessions(alice)) EXPECT_EQ(end(bob, one), 404);
  for (const auto& one : sessions(narrow)) EXPECT_EQ(end(narrow, one), 403);
  EXPECT_EQ(call("DELETE", kSessions + "/0", alice).status, 404);
  EXPECT_EQ(status_with(alice), 200);
  EXPECT_EQ(get(kSessions, bearer(let_in(enter("dora"), {{"scope", "write"}}))).status, 403);
}

}  // namespace
}  // namespace hallway::test
