#include "server/api/questions.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ApiQuestions : public ApiTest {
 protected:
  std::string ask(const std::string& text, const Json& more = Json::object()) {
    Json body{{"status", text}, {"hallway[question]", true}};
    body.update(more);
    return post(alice_, body);
  }
  std::string answer(const std::string& to, const Json& more = Json::object()) {
    Json body{{"status", "The red one"}, {"in_reply_to_id", to}};
    body.update(more);
    return post(bob_, body);
  }
  Json accept(const std::string& answer, const std::string& verb = "accept") {
    return done("POST", "/api/hallway/v1/statuses/" + answer + "/" + verb, alice_);
  }
  Json said(const std::string& id, const std::string& token) {
    return done("GET", "/api/v1/statuses/" + id, token)["hallway"];
  }
  std::vector<std::string> listed(const std::string& query) {
    return all(done("GET", "/api/hallway/v1/questions" + query, bob_), "id");
  }
};

TEST_F(ApiQuestions, AStatusSaysWhetherItAsksAndWhatAnswersIt) {
  const auto question = ask("Which pump?");
  EXPECT_EQ(
      said(post(bob_, {{"status", "Tea"}}), bob_),
      (Json{{"question", false}, {"accepted_answer_id", nullptr}, {"answers_question", false}}));
  EXPECT_EQ(said(question, bob_)["question"], true);
  const auto other = answer(question), right = answer(question);
  const auto shown = accept(right);
  EXPECT_EQ(shown["id"], question);
  EXPECT_EQ(shown["hallway"]["accepted_answer_id"], right);
  EXPECT_EQ(said(right, bob_)["answers_question"], true);
  EXPECT_EQ(said(other, bob_)["answers_question"], false);
  const auto thread = done("GET", "/api/v1/statuses/" + question + "/context", bob_);
  EXPECT_THAT(all(thread["descendants"], "id"), ElementsAre(other, right)) << "in their order";
  EXPECT_EQ(thread["descendants"][1]["hallway"]["answers_question"], true);
  const auto home = done("GET", "/api/v1/timelines/public", bob_);
  EXPECT_EQ(home.back()["hallway"]["accepted_answer_id"], right);
  EXPECT_EQ(accept(right, "unaccept")["hallway"]["accepted_answer_id"], nullptr);
  EXPECT_EQ(said(right, bob_)["answers_question"], false);
}

TEST_F(ApiQuestions, ATimelineSaysItAsSoonAsItChanges) {
  const auto question = ask("Which pump?"), reply = answer(question);
  const auto replies = [&] {
    return done("GET", "/api/v1/accounts/" + id_of("bob") + "/statuses", alice_);
  };
  EXPECT_EQ(replies()[0]["hallway"]["answers_question"], false);
  accept(reply);
  EXPECT_EQ(replies()[0]["hallway"]["answers_question"], true);
  done("DELETE", "/api/v1/statuses/" + question, alice_);
  EXPECT_EQ(replies()[0]["hallway"]["answers_question"], false);
}

TEST_F(ApiQuestions, AreListedByStateAndTopicPageByPage) {
  const auto tea = ask("Which #tea?"), pump = ask("Which #pump?"), both = ask("#tea or #pump?");
  post(alice_, {{"status", "No question of #tea"}});
  EXPECT_THAT(listed(""), ElementsAre(both, pump, tea));
  EXPECT_THAT(listed("?topic=%23Tea"), ElementsAre(both, tea));
  accept(answer(both));
  EXPECT_THAT(listed("?state=open&topic=tea"), ElementsAre(tea));
  EXPECT_THAT(listed("?state=answered"), ElementsAre(both));
  const auto page = call("GET", "/api/hallway/v1/questions?limit=1", bob_);
  const auto next = call("GET", next_of(page), bob_);
  EXPECT_THAT(all(json(next), "id"), ElementsAre(tea));
  EXPECT_THAT(all(json(call("GET", "/api/hallway/v1/questions?min_id=" + tea, bob_)), "id"),
              ElementsAre(pump));
}

TEST_F(ApiQuestions, NobodySeesWhatIsNotForThem) {
  ask("For few", {{"visibility", "private"}});
  EXPECT_THAT(listed(""), IsEmpty());
  const auto path = "/api/hallway/v1/questions";
  EXPECT_EQ(get(path).status, 401);
  EXPECT_EQ(status("GET", std::string(path) + "?state=lost", bob_), 422);
  EXPECT_EQ(status("GET", std::string(path) + "?topic=a%20b", bob_), 422);
  EXPECT_EQ(status("GET", std::string(path) + "?state=for_me&topic=tea", bob_), 422);
  const auto hidden = ask("Between us", {{"visibility", "private"}});
  EXPECT_EQ(status("POST", "/api/hallway/v1/statuses/" + hidden + "/accept", bob_), 404);
}

TEST_F(ApiQuestions, OnlyWhoAskedAccepts) {
  const auto question = ask("Which pump?"), reply = answer(question);
  const auto path = "/api/hallway/v1/statuses/" + reply + "/accept";
  EXPECT_EQ(status("POST", path, bob_), 422);
  EXPECT_EQ(status("POST", "/api/hallway/v1/statuses/1/accept", alice_), 404);
  const auto reader = person("carol", "read");
  EXPECT_EQ(status("POST", path, reader), 403);
  EXPECT_EQ(said(question, bob_)["accepted_answer_id"], nullptr);
}

TEST_F(ApiQuestions, WhoseAnswerItIsIsToldInAKindThatTheirClientKnows) {
  const auto question = ask("Which pump?");
  accept(answer(question));
  const auto told = [&](const std::string& query) {
    return done("GET", "/api/v1/notifications" + query, bob_);
  };
  EXPECT_EQ(told("")[0]["type"], "update");
  EXPECT_EQ(told("")[0]["status"]["id"], question);
  EXPECT_EQ(told("?types[]=update&types[]=mention")[0]["type"], "update");
  EXPECT_EQ(told("?types[]=hallway.accepted")[0]["type"], "hallway.accepted");
  EXPECT_EQ(told("?types[]=follow").size(), 0U);
  const auto groups = [&](const std::string& query) {
    return done("GET", "/api/v2/notifications" + query, bob_)["notification_groups"];
  };
  EXPECT_EQ(groups("")[0]["type"], "update");
  EXPECT_EQ(groups("?types[]=hallway.accepted")[0]["type"], "hallway.accepted");
}

TEST_F(ApiQuestions, AnEditMakesOneAndKeepsOne) {
  const auto id = post(alice_, {{"status", "Which pump"}});
  const auto edit = [&](const Json& body) {
    return done("PUT", "/api/v1/statuses/" + id, alice_, body)["hallway"]["question"];
  };
  EXPECT_EQ(edit({{"status", "Which pump?"}, {"hallway", {{"question", true}}}}), true);
  EXPECT_EQ(edit({{"status", "Which pumps?"}}), true);
  EXPECT_EQ(edit({{"status", "Pumps"}, {"hallway", {{"question", false}}}}), false);
}

TEST_F(ApiQuestions, ThePageWithoutScriptsSaysIt) {
  const auto question = ask("Which pump?"), reply = answer(question);
  const auto page = [&] { return get("/@alice/" + question, kBrowser).body; };
  EXPECT_THAT(page(), HasSubstr("Question"));
  EXPECT_THAT(page(), Not(HasSubstr("Accepted answer")));
  accept(reply);
  EXPECT_THAT(page(), HasSubstr("Accepted answer</a>"));
  EXPECT_THAT(page(), HasSubstr("✓ Accepted answer"));
}

}  // namespace
}  // namespace hallway::test
